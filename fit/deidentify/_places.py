"""Countries, and cities that time zones are named after, as babel has them: English and the language of the text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from babel.core import get_global

from fit.deidentify._language import locale_of
from fit.deidentify._letters import is_capital, keys_of, words_of
from fit.deidentify._replacement import Kind
from fit.deidentify._span import Span
from fit.deidentify._words import listed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.deidentify._usage import Reading

__all__ = ["listed_places_in"]

WHY: Final = "a country or a city"
SHORTEST: Final = 4
"""Letters: what is shorter is a word in some language, and needs a name's capital."""
LONGEST: Final = 4
"""Words of a place's name that are compared."""


@cache
def _listed(language: str) -> Mapping[tuple[str, ...], None]:
    names = {name for code in {"en", language} for name in _of(code)}
    keyed = {tuple(min(keys_of(word.text), key=len) for word in words_of(name)) for name in names}
    return dict.fromkeys(
        one for one in keyed if one and len(one) <= LONGEST and one[0] not in listed_words("not_places")
    )


def _of(code: str) -> Iterator[str]:
    known = locale_of(code)
    yield from known.territories.values()
    yield from (zone["city"] for zone in known.time_zones.values() if "city" in zone)
    for zone in get_global("zone_territories"):
        if "/" in zone and not zone.startswith(("Antarctica", "Etc")):
            yield zone.rsplit("/", 1)[-1].replace("_", " ")


def listed_places_in(reading: Reading, language: str) -> Iterator[Span]:
    """Find listed places; in a text without capitals only those that are no words of their own."""
    listed, place = _listed(language), 0
    keys = [reading.plain(one) for one in range(len(reading.words))]
    while place < len(keys):
        length = next(
            (n for n in range(min(LONGEST, len(keys) - place), 0, -1) if tuple(keys[place : place + n]) in listed), 0
        )
        if length and _is_meant(reading, place, keys[place], length):
            first, last = reading.words[place], reading.words[place + length - 1]
            yield Span(
                start=first.start, end=last.end, kind=Kind.PLACE, why=WHY, same=" ".join(keys[place : place + length])
            )
        place += length or 1


def _is_meant(reading: Reading, place: int, key: str, length: int) -> bool:
    word = reading.words[place]
    ambiguous = length == 1 and (key in listed_words("also_words") or reading.is_common(key))
    if not reading.has_capitals:
        return not ambiguous and len(key) >= SHORTEST
    if not is_capital(word.text) and not (len(word.text) >= SHORTEST and word.text.isupper()):
        return False
    return not (ambiguous and reading.begins(place))
