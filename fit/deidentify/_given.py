"""Finds the clinic's name and the codes of the client's record."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from fit.deidentify._letters import keys_of, words_of
from fit.deidentify._replacement import Kind
from fit.deidentify._span import KNOWN, Span
from fit.deidentify._words import listed_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.deidentify._names import KnownNames
    from fit.deidentify._usage import Reading

__all__ = ["given_in"]

PLAIN_WORDS: Final = 2
"""Own words of a clinic's name up to which it may also be plain speech ("the open door") and needs capitals."""
FEWEST_DIGITS: Final = 5
"""A code of fewer figures and nothing else is a number like any other, unless a word announces it."""
_ANNOUNCED = r"(?:(?<=code )|(?<=record )|(?<=file )|(?<=client )|(?<=number )|(?<=no\. )|(?<=akte )|(?<=#))"


def given_in(reading: Reading, known: KnownNames) -> Iterator[Span]:
    """Find names of clinics, whole and by what is their own, and codes however they are spaced."""
    for pattern in (pattern for code in known.codes if (pattern := _code(code))):
        for found in pattern.finditer(reading.text):
            yield Span(start=found.start(), end=found.end(), kind=Kind.CODE, why=KNOWN)
    for name in known.clinics:
        yield from _clinic(reading, name)


@cache
def _code(code: str) -> re.Pattern[str] | None:
    parts = re.findall(r"[^\W\d_]+|\d+", code)
    if not parts:
        return None
    short = len(parts) == 1 and parts[0].isdigit() and len(parts[0]) < FEWEST_DIGITS
    spaced = r"[\s\-\u2010\u2011_/.]{0,2}".join(map(re.escape, parts))
    return re.compile(rf"{_ANNOUNCED if short else ''}(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def _clinic(reading: Reading, name: str) -> Iterator[Span]:
    words = [one.text for one in words_of(name)]
    own = [word for word in words if not keys_of(word) & listed_words("generic")]
    whole = _phrase(reading, words, plain=len(own) <= PLAIN_WORDS and len(words) <= len(own) + 1)
    yield from whole
    core = _core(words)
    if core and core != words:
        yield from _phrase(reading, core, plain=True)


def _core(words: list[str]) -> list[str]:
    """Leave out what is generic at both ends."""
    places = [place for place, word in enumerate(words) if not keys_of(word) & listed_words("generic")]
    return words[places[0] : places[-1] + 1] if places else []


def _phrase(reading: Reading, words: list[str], *, plain: bool) -> Iterator[Span]:
    keys = [keys_of(word) for word in words]
    for place in range(len(reading.words) - len(words) + 1):
        if all(keys_of(reading.words[place + at].text) & key for at, key in enumerate(keys)):
            if plain and not _has_its_capitals(reading, place, words):
                continue
            first, last = reading.words[place], reading.words[place + len(words) - 1]
            yield Span(start=first.start, end=last.end, kind=Kind.CLINIC, why=KNOWN, same="clinic")


def _has_its_capitals(reading: Reading, place: int, words: list[str]) -> bool:
    """Whether the words are written like a name; the first word of a sentence needs no other proof if it is rare."""
    if not reading.has_capitals:
        return not all(reading.is_common(min(keys_of(word), key=len)) for word in words)
    own = [at for at, word in enumerate(words) if not keys_of(word) & listed_words("generic")]
    if len(own) == 1 and not reading.is_common(min(keys_of(words[own[0]]), key=len)):
        return True
    written = [reading.words[place + at].text[:1].isupper() for at in own if not reading.begins(place + at)]
    rare = not all(reading.is_common(min(keys_of(words[at]), key=len)) for at in own)
    return all(written) and (bool(written) or rare)
