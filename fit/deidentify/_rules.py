"""Finds people and places that the data does not know, by how they are spoken of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from fit.deidentify._letters import begins_sentence, is_capital, keys_of
from fit.deidentify._replacement import Kind
from fit.deidentify._span import Span, covered
from fit.deidentify._words import listed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.deidentify._usage import Reading

__all__ = ["strangers_in"]

_ELIDED = re.compile(r"\w['\u2019][^\W\d_a-zà-öø-ÿ]\w")
"""d'Anna"""
_HALF = re.compile(r"-[^\W\d_A-Z]")
"""The rest of "Post-it": no name."""
_JOINED = re.compile(r"\s+|[-\u2010\u2011]|\.\s?")
_CONTRACTED = re.compile(r"(?:n['\u2019]t|['\u2019](?:s|re|ll|ve|d|m))$", re.IGNORECASE)
_SAINT = re.compile(r"(?:St|Saint)\b\.?")
MOSTLY: Final = 0.75
"""Share of capitals from which a line is a heading, whose capitals say nothing."""
FEWEST_OF_HEADING: Final = 3


def strangers_in(reading: Reading, taken: Sequence[Span], small: frozenset[str]) -> Iterator[Span]:
    """Find names that nothing before has found. Each run of capitals is one name.

    `small`: words that are written small elsewhere in these texts, so that a capital alone does not make them names.
    """
    place = 0
    while place < len(reading.words):
        end = place
        why = _why(reading, place, taken, small)
        if why:
            end = _end_of_run(reading, place, taken)
            yield _span(reading, place, end, why)
        place = max(end, place) + 1


def _why(reading: Reading, place: int, taken: Sequence[Span], small: frozenset[str]) -> str:
    """Why a word begins a name; "" where it does not."""
    word = reading.words[place]
    if covered(taken, word.start, word.end) or _base(reading, place) in reading.language.not_names:
        return ""
    if not reading.has_capitals:
        return _why_small(reading, place)
    if not is_capital(word.text) and not _elided(word.text):
        return ""
    if _HALF.match(reading.text, word.end):
        return ""
    return _by_cue(reading, place) or ("" if _base(reading, place) in small else _by_capital(reading, place))


def _base(reading: Reading, place: int) -> str:
    return min(keys_of(_CONTRACTED.sub("", reading.words[place].text)), key=len)


def _elided(word: str) -> bool:
    return _ELIDED.match(word) is not None


def _why_small(reading: Reading, place: int) -> str:
    """In a text without capitals only titles and "name is" tell."""
    if reading.plain(place) in listed_words("never_named") or not reading.words[place].text[:1].isalpha():
        return ""
    if reading.after_title(place) and reading.plain(place - 1) in listed_words("sure_titles"):
        return f"stands after \u201c{reading.plain(place - 1)}\u201d"
    start = reading.words[place].start
    if reading.after_called(place) and re.search(r"name(?:'s| is| was) $|named $", reading.text[:start], re.IGNORECASE):
        return "stands after \u201cnamed\u201d or the like"
    return ""


def _by_cue(reading: Reading, place: int) -> str:
    before = reading.before(place) or reading.plain(place - 1)
    if reading.after_title(place) or reading.after_kin(place):
        return f"stands after \u201c{before}\u201d"
    if reading.after_called(place):
        return "stands after \u201ccalled\u201d or the like"
    if before in reading.language.greetings and reading.language.capitals_are_names:
        return f"stands after \u201c{before}\u201d"
    if _is_place_by_verb(reading, place):
        return f"a place after \u201c{before}\u201d"
    return ""


def _is_place_by_verb(reading: Reading, place: int) -> bool:
    """Where every noun has a capital a place needs a verb too: "Ich wohne in Hamburg"."""
    language = reading.language
    if reading.before(place) not in language.place_words:
        return False
    said = (reading.plain(one) for one in range(len(reading.words)) if abs(one - place) <= NEAR)
    return any(one in language.places_with for one in said)


NEAR: Final = 7
"""Words between a verb of place and the place."""


def _by_capital(reading: Reading, place: int) -> str:
    if not reading.language.capitals_are_names or _is_heading(reading):
        return ""
    if not reading.begins(place):
        return "written like a name within a sentence"
    if re.match(r"\w{1,2}['\u2019][^\W\d_]", reading.words[place].text) and not _elided(reading.words[place].text):
        return ""
    follows = reading.acts(place)
    common = reading.is_common(reading.plain(place)) or reading.plain(place) in listed_words("no_names_at_first")
    return "begins a sentence as the one who speaks" if follows and not common else ""


def _is_heading(reading: Reading) -> bool:
    long_enough = len(reading.words) >= FEWEST_OF_HEADING
    return long_enough and reading.share_of_capitals > MOSTLY and not _has_verb(reading)


def _has_verb(reading: Reading) -> bool:
    return any(reading.plain(one) in reading.language.said for one in range(len(reading.words)))


def _end_of_run(reading: Reading, place: int, taken: Sequence[Span]) -> int:
    """Go on while names follow: "Rebecca Thornhill", "Saint Anselm's Hospital"."""
    end = place
    for following in range(place + 1, len(reading.words)):
        word = reading.words[following]
        between = reading.text[reading.words[following - 1].end : word.start]
        if (
            not _JOINED.fullmatch(between)
            or covered(taken, word.start, word.end)
            or _ends_there(reading, following - 1, between)
        ):
            break
        if _is_more_name(reading, following):
            end = following
        elif reading.plain(following) not in listed_words("inside"):
            break
    return end


def _is_more_name(reading: Reading, place: int) -> bool:
    is_name = is_capital(reading.words[place].text) and _base(reading, place) not in reading.language.not_names
    if not reading.language.capitals_are_names and not reading.after_title(place - 1):
        return False
    return is_name


def _ends_there(reading: Reading, place: int, between: str) -> bool:
    """Whether a sentence ends after a word: "I met Kevin. He ..."."""
    return "." in between and begins_sentence(reading.text, reading.words[place + 1].start)


def _span(reading: Reading, place: int, end: int, why: str) -> Span:
    first, last = reading.words[place], reading.words[end]
    start = first.start + (2 if _elided(first.text) and not first.text[0].isupper() else 0)
    stop = last.end
    is_saint = _SAINT.match(first.text) is not None and place < end
    if re.search(r"['\u2019]s$", last.text) and not is_saint:
        stop -= 2
    kind = Kind.PLACE if is_saint or _is_place(reading, place, end, why) else Kind.PERSON
    return Span(start=start, end=stop, kind=kind, why=why, same=reading.text[start:stop])


def _is_place(reading: Reading, place: int, end: int, why: str) -> bool:
    language, before = reading.language, reading.before(place)
    if why.startswith("a place") or any(reading.plain(one) in language.organisations for one in range(place, end + 1)):
        return True
    if why.startswith("stands after"):
        return False
    near = {reading.before(place, steps) for steps in (2, 3)}
    if before == "the":
        before, near = reading.before(place, 2), {reading.before(place, steps) for steps in (3, 4)}
    moves = before == "to" and bool(near & language.motion)
    comes = before in {"from", "de"} and bool(near & language.came)
    return before in language.place_before or moves or comes
