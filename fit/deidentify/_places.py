"""Countries, and cities that time zones are named after, as babel has them: English and the language of the text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.core import get_global

from fit.deidentify._letters import is_capital, keys_of, words_of
from fit.deidentify._replacement import Kind
from fit.deidentify._span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.deidentify._usage import Reading

__all__ = ["is_place", "listed_places_in"]

WHY: Final = "a country or a city"
LONGEST: Final = 4
"""Words of a place's name that are compared."""
ALSO_WORDS: Final = frozenset(
    "turkey china jordan chad jersey georgia nice man reading guinea mali polish easter christmas midway wake center "
    "central eastern western northern world south north east west africa resolute troll casey davis knox currie "
    "welt weltweit wake macau outlying andere unknown norden süden mars oman niger cuba male aden lima riga cork".split()
)
"""Words of their own: a place only within a sentence and with a capital; the last resort is the rules."""
NOT_PLACES: Final = frozenset(
    "easter christmas midway wake center central eastern western northern world welt unknown region resolute troll "
    "casey davis knox currie weltweit monde mundo verden wereld man male mars heard utc gmt est pst mst cst etc "
    "south north east west".split()
)


@cache
def _listed(language: str) -> Mapping[tuple[str, ...], None]:
    names = {name for code in {"en", language} for name in _of(code)}
    keyed = {tuple(min(keys_of(word.text), key=len) for word in words_of(name)) for name in names}
    return dict.fromkeys(one for one in keyed if one and len(one) <= LONGEST and one[0] not in NOT_PLACES)


def _of(code: str) -> Iterator[str]:
    known = Locale.parse(code.replace("-", "_"))
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
        length = next((n for n in range(min(LONGEST, len(keys) - place), 0, -1) if tuple(keys[place : place + n]) in listed), 0)
        if length and _is_meant(reading, place, keys[place], length):
            first, last = reading.words[place], reading.words[place + length - 1]
            yield Span(start=first.start, end=last.end, kind=Kind.PLACE, why=WHY, same=" ".join(keys[place : place + length]))
        place += length or 1


def _is_meant(reading: Reading, place: int, key: str, length: int) -> bool:
    word = reading.words[place]
    ambiguous = length == 1 and (key in ALSO_WORDS or reading.is_common(key))
    if not reading.has_capitals:
        return not ambiguous and len(key) > 3  # noqa: PLR2004 - shorter ones are words somewhere
    if not is_capital(word.text) and not (len(word.text) > 3 and word.text.isupper()):  # noqa: PLR2004 - as above
        return False
    return not (ambiguous and reading.begins(place))


def is_place(name: str, language: str) -> bool:
    """Whether a name is listed."""
    return tuple(min(keys_of(word.text), key=len) for word in words_of(name)) in _listed(language)
