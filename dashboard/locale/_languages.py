"""Finds the languages: every folder here with a language.toml is one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language as its readers know it."""

    code: str
    name: str
    direction: str
    """Which way the writing runs: ltr or rtl."""
    dates: str
    """The Babel locale in which days are written."""
    also: frozenset[str]
    """Other codes that mean this language, in small letters."""

    def __post_init__(self) -> None:
        """Refuse a direction that browsers do not know."""
        if self.direction not in {"ltr", "rtl"}:
            raise ValueError(f"{self.code}/language.toml: the direction {self.direction!r} is neither ltr nor rtl.")


@cache
def languages() -> Mapping[str, Language]:
    """All languages of the client's screens by code, the fallback first."""
    folders = [folder for folder in files(__package__).iterdir() if (folder / "language.toml").is_file()]
    found = sorted(folders, key=lambda folder: (folder.name != FALLBACK, folder.name))
    return {folder.name: _language(folder) for folder in found}


def is_known(code: str) -> bool:
    """Whether somebody of that language can read our screens."""
    return _match(code) is not None


def spoken(code: str) -> str:
    """The language that the screens are shown in: de for de-AT, zh-Hans for zh, the fallback where we have none."""
    return _match(code) or FALLBACK


def _match(code: str) -> str | None:
    wanted = code.strip().replace("_", "-").casefold()
    other_names = {name: known.code for known in languages().values() for name in known.also}
    return other_names.get(wanted) or _by_leading_parts(wanted)


def _by_leading_parts(wanted: str) -> str | None:
    known = {code.casefold(): code for code in languages()}
    while wanted and wanted not in known:
        wanted = wanted.rpartition("-")[0]
    return known.get(wanted)


def _language(folder: Traversable) -> Language:
    table = tomllib.loads((folder / "language.toml").read_text("utf-8"))
    return Language(
        code=folder.name,
        name=table["name"],
        direction=table["direction"],
        dates=table["dates"],
        also=frozenset(other.casefold() for other in table.get("also", [])),
    )
