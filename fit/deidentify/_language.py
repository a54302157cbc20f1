"""What the rules know of a language: one file a language; of others only names that the data knows, and patterns."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from babel import Locale, UnknownLocaleError

from fit.deidentify._letters import keys_of

__all__ = ["Language", "language_of", "locale_of"]

FALLBACK: Final = "en"
_FOLDER = files("fit.deidentify") / "languages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Words by their use; sets hold plain small letters."""

    capitals_are_names: bool
    titles: frozenset[str]
    kin: frozenset[str]
    called: re.Pattern[str]
    said: frozenset[str]
    strong: frozenset[str]
    between: frozenset[str]
    spoken_to: frozenset[str]
    greetings: frozenset[str]
    place_before: frozenset[str]
    motion: frozenset[str]
    came: frozenset[str]
    organisations: frozenset[str]
    not_names: frozenset[str]
    common: frozenset[str]
    articles: frozenset[str]
    place_words: frozenset[str]
    places_with: frozenset[str]
    months: tuple[str, ...]
    """January to December, whole and short, in turn."""
    month_before: str
    months_have_capitals: bool


@cache
def language_of(code: str) -> Language:
    """Read what is known of a language; "en-GB" is English. Where there is no file, only months are known."""
    name = code.split("-", 1)[0].lower()
    file = _FOLDER / f"{name}.toml"
    table = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    months = _months(name)
    days = _said_by_calendar(name, months)
    sets = {key: _plain(table.get(key, "")) for key in _SETS}
    return Language(
        **{**sets, "not_names": sets["not_names"] | days},
        capitals_are_names=table.get("capitals_are_names", False),
        called=_phrases(table.get("called", ())),
        months=months,
        month_before="|".join(map(re.escape, table.get("month_before", "").split())),
        months_have_capitals=table.get("month_alone_needs_capital", False),
    )


_SETS: Final = (
    "titles", "kin", "said", "strong", "between", "spoken_to", "greetings", "place_before", "motion", "came",
    "organisations", "not_names", "common", "articles", "place_words", "places_with",
)  # fmt: skip


def _plain(words: str) -> frozenset[str]:
    return frozenset(key for word in words.split() for key in keys_of(word))


def _phrases(phrases: Any) -> re.Pattern[str]:
    """Match phrases that end where a name begins; none matches where there are none."""
    spoken = "|".join(re.escape(one) for one in phrases) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{spoken})[\s,:]+[\"'\u2018\u201c]?$", re.IGNORECASE)


@cache
def locale_of(code: str) -> Locale:
    """Give babel's words of a language; English where it knows none."""
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


def _months(name: str) -> tuple[str, ...]:
    months = locale_of(name).months["format"]
    return tuple(months[width][number].rstrip(".") for number in range(1, 13) for width in ("wide", "abbreviated"))


def _said_by_calendar(name: str, months: tuple[str, ...]) -> frozenset[str]:
    """Months, days of the week and languages: they may have capitals and are no names."""
    known = locale_of(name)
    days = [day for width in ("wide", "abbreviated") for day in known.days["format"][width].values()]
    spoken = [one for one in known.languages.values() if " " not in one]
    return _plain(" ".join([*months, *days, *(f"{day}s" for day in days), *spoken]))
