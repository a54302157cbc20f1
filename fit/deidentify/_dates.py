"""Finds days and months, and puts those that are whole in the order of time."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from fit.deidentify._letters import keys_of
from fit.deidentify._replacement import Kind
from fit.deidentify._span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.deidentify._language import Language

__all__ = ["dates_in"]

_ORDINAL = r"(?:st|nd|rd|th|er|\.|º|ª)?"
_OF = r"(?:\s+(?:of|de|del))?"
_YEAR = r"(?:,?\s+(?:de\s+|del\s+)?(?P<year{0}>(?:19|20)\d\d)\b)"
_ISO = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<day>[0-3]?\d)\s?(?P<by>[./-])\s?(?P<month>[0-3]?\d)\s?(?P=by)\s?(?P<year>(?:19|20)?\d\d)(?![\d]|[./-]\d)"
)
_CHINESE = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>1?\d)月(?P<day>[0-3]?\d)[日号]|(?:19|20)\d\d年1?\d月")
LATEST_MONTH, LATEST_DAY = 12, 31
SHORT_YEAR = 2
# Figures of a year without its century.

CENTURY = 2000
# [year] What two digits are counted from; beyond the packet's own day it makes no odds, only the order is shown.


def dates_in(text: str, language: Language) -> Iterator[Span]:
    """Find dates in figures and in words. `same` holds the whole day where it is known, for the order."""
    for pattern in (_ISO, _NUMERIC, _CHINESE):
        for found in pattern.finditer(text):
            if pattern is not _NUMERIC or _may_be(found):
                yield _span(found.start(), found.end(), _day(found))
    for pattern in _in_words(language.months, language.month_before, capitals=language.months_have_capitals):
        for found in pattern.finditer(text):
            known = found.groupdict()
            start = found.start("whole")
            yield _span(start, found.end(), _worded(known, language))


def _span(start: int, end: int, day: date | None) -> Span:
    return Span(start=start, end=end, kind=Kind.DATE, why="a date", same=day.isoformat() if day else "")


def _may_be(found: re.Match[str]) -> bool:
    """Whether the figures can be day and month, in either order."""
    first, second = int(found["day"]), int(found["month"])
    return 0 < min(first, second) <= LATEST_MONTH and max(first, second) <= LATEST_DAY


def _day(found: re.Match[str]) -> date | None:
    """Give the day where there is no doubt: 3/5/2021 may be in March or May, and has no place in the order."""
    year, month, day = found["year"], found["month"], found["day"]
    if not year or not month:
        return None
    if len(year) == SHORT_YEAR:
        year = str(CENTURY + int(year))
    one, other = (int(day), int(month)) if int(month) > LATEST_MONTH else (int(month), int(day))
    is_doubtful = found.groupdict().get("by") in {"/", "-"} and max(one, other) <= LATEST_MONTH and one != other
    return None if is_doubtful else _whole(int(year), one, other)


def _whole(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _worded(known: dict[str, str | None], language: Language) -> date | None:
    year = next((value for name, value in known.items() if name.startswith("year") and value), None)
    day = next((value for name, value in known.items() if name.startswith("day") and value), None)
    if not year or not day:
        return None
    wanted = keys_of(known["month"] or "")
    place = next(place for place, month in enumerate(language.months) if keys_of(month) & wanted)
    return _whole(int(year), place // 2 + 1, int(day))


@cache
def _in_words(months: tuple[str, ...], before: str, *, capitals: bool) -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted({re.escape(one) for one in months}, key=len, reverse=True))
    month = rf"(?P<month>(?<!\w)(?:{names})\b(?:\.(?=\s*\d))?)"
    exact = 0 if capitals else re.IGNORECASE
    year, second = _YEAR.format("1"), _YEAR.format("2")
    with_day = rf"(?P<whole>(?:[Tt]he\s+)?(?<![\d.,])(?P<day1>[0-3]?\d){_ORDINAL}{_OF}\s+{month}{year}?)"
    ordinal = rf"(?P<whole>(?:the\s+)?(?<![\d.,])(?P<day1>[0-3]?\d)(?:st|nd|rd|th){_OF}\s+{month}{year}?)"
    day_after = rf"(?P<whole>{month}\s+(?:the\s+)?(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]\d|\d){second}?)"
    with_year = rf"(?P<whole>{month}{year})"
    alone = rf"(?<!\w)(?i:{before or '(?!)'})\s+(?P<whole>{month})(?!\s+\w+ing\b)"
    spoken = rf"(?P<whole>(?i:the\s+)(?:{_SPOKEN_DAYS})(?i:\s+of)\s+{month}{year}?)"
    bare = rf"(?i:(?<!\w)(?:on|by|until|till|since)\s+)(?P<whole>(?i:the)\s+(?P<day1>[0-3]?\d)(?:st|nd|rd|th)){_ENDS}"
    found = [re.compile(one, exact) for one in (with_day, day_after, with_year, alone, spoken, bare)]
    return (*found, re.compile(ordinal, re.IGNORECASE), re.compile(with_year, re.IGNORECASE))


_ENDS = r"(?=\s*[.,;!?]|\s+(?:i|he|she|it|we|they|you|and|was|is)\b|\s*$)"
_SPOKEN_DAYS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    "fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-\\w+|thirtieth|thirty-first"
)
