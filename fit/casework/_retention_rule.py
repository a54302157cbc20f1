"""How long records are kept, from the file that MENDLINE_RETENTION names; without one, until somebody asks."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from fit.casework._views_keeping import RetentionRule
from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["read_retention", "rule_of"]

FOR_ALL, BY_CLINIC = "keep", "clinic"
KNOWN = tuple(one.name for one in fields(RetentionRule))
Rules = tuple[RetentionRule, "Mapping[str, RetentionRule]"]


def read_retention(path: Path | None) -> Rules:
    """Read the rule for all clinics of this installation, and those of single ones by their names.

    Raises
    ------
    ConfigurationError
        when the file cannot be read, or says something that is no rule.
    """
    if path is None:
        return RetentionRule(), {}
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise ConfigurationError(f"MENDLINE_RETENTION: {path} cannot be read ({wrong}). Put it right.") from None
    for name in said:
        if name not in {FOR_ALL, BY_CLINIC}:
            raise ConfigurationError(
                f"{path}: there is no part [{name}]. Known are [{FOR_ALL}] and [{BY_CLINIC}.NAME]."
            )
    general = _table(path, FOR_ALL, said.get(FOR_ALL, {}))
    single = _a_table(path, BY_CLINIC, said.get(BY_CLINIC, {}))
    own = {name: general | _table(path, f"{BY_CLINIC}.{name}", part) for name, part in single.items()}
    return RetentionRule(**general), {name: RetentionRule(**rule) for name, rule in own.items()}


def _a_table(path: Path, name: str, part: Any) -> dict[str, Any]:
    if not isinstance(part, dict):
        raise ConfigurationError(f"{path}: {name} is no part of a file. Write [{name}].")
    return part


def _table(path: Path, name: str, part: Any) -> dict[str, int]:
    for key, value in _a_table(path, name, part).items():
        if key not in KNOWN:
            raise ConfigurationError(f"{path}, [{name}]: there is no {key!r}. Known are: {', '.join(KNOWN)}.")
        if type(value) is not int or value < 1:
            raise ConfigurationError(f"{path}, [{name}]: {key} is {value!r}. Give a whole number from 1.")
    return dict(part)


def rule_of(rules: Rules, clinic_name: str) -> RetentionRule:
    """The rule of a clinic: its own where the file names it, else that for all."""
    general, own = rules
    return own.get(clinic_name, general)
