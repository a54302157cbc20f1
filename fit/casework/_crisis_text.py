"""What the clinic says to somebody who marks that they might be in danger: its own words, from a file of its own."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LONGEST = 1000
"""[characters] What can be read in distress."""
REMEDY = 'Write a section a language, such as [en], with title = "..." and text = "...".'


def read_crisis_text(path: Path) -> Mapping[str, tuple[str, str]]:
    """Read title and text by language code; the first language serves those that have none.

    Raises
    ------
    ConfigurationError
        when the file is not there or incomplete; names file, key and remedy. The server does not start without it.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as missing:
        raise ConfigurationError(f"{path}: the crisis text could not be read: {missing.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ConfigurationError(f"{path}: {wrong}. {REMEDY}") from None
    if not table:
        raise ConfigurationError(f"{path}: there is no text. {REMEDY}")
    return {language: _text(path, language, given) for language, given in table.items()}


def _text(path: Path, language: str, given: object) -> tuple[str, str]:
    if not isinstance(given, dict):
        raise ConfigurationError(f"{path}: {language} is no section. {REMEDY}")
    return _part(path, language, given, "title"), _part(path, language, given, "text")


def _part(path: Path, language: str, given: Mapping[str, object], name: str) -> str:
    text = given.get(name)
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST:
        raise ConfigurationError(f"{path}: [{language}] {name} is missing or too long. {REMEDY}")
    return text.strip()
