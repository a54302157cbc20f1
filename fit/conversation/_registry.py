"""Finds the situations: every <id>.toml in this folder is one; a clinic's own file of the same name replaces ours."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fit.conversation._file import SUFFIX, load_situation
from fit.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from fit.conversation._situation import Situation


def situations(own: Path | None = None, *, rules: Collection[str] = ()) -> tuple[Situation, ...]:
    """All situations: those that come with Mendline, and those in a clinic's `own` folder before them.

    `rules` are the ids of the rules that there are; without them, names of rules are not checked.

    Raises
    ------
    DefinitionError
        when a file has a mistake in it; names file, key and remedy.
    """
    found = {situation.id: situation for situation in _shipped()}
    found |= {situation.id: situation for situation in _own(own)} if own else {}
    for situation in found.values():
        _check_rules(situation, rules)
    return tuple(found.values())


@cache
def _shipped() -> tuple[Situation, ...]:
    names = sorted(path.name for path in files(__package__).iterdir() if path.name.endswith(SUFFIX))
    return tuple(load_situation(name, (files(__package__) / name).read_text("utf-8")) for name in names)


def _own(folder: Path) -> Iterator[Situation]:
    if not folder.is_dir():
        raise DefinitionError(f"MENDLINE_PROMPTS: {folder} is no folder. Make it, or leave the setting out.")
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as wrong:
            raise DefinitionError(f"{path.name}: cannot be read ({wrong}). Save it as UTF-8 text.") from None
        yield load_situation(path.name, text)


def _check_rules(situation: Situation, rules: Collection[str]) -> None:
    named = {rule for when in situation.when for rule in (*when.rules, *when.none_of)}
    unknown = sorted(named - set(rules)) if rules else []
    if unknown:
        raise DefinitionError(
            f"{situation.id}{SUFFIX}: the key when.rules or when.none_of names {unknown[0]!r}, which is no rule. "
            f"Use one of: {', '.join(sorted(rules))}."
        )
