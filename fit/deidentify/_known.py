"""Finds people whose names are given: whole, in part, inflected, without accents, as initials; in any case."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fit.deidentify._letters import FIRST_OF_WIDE, forms_of
from fit.deidentify._names import may_stand_alone
from fit.deidentify._span import Span
from fit.deidentify._words import listed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fit.deidentify._letters import Form, Word
    from fit.deidentify._names import Identity
    from fit.deidentify._usage import Reading

__all__ = ["Index", "doubtful_in", "people_in"]

_ELIDED = re.compile(r"\w['\u2019][^\W\d_a-zà-öø-ÿ]")
_WITHIN = re.compile(r"[ \u00a0]+|[-\u2010\u2011]|\.[ -]?")
"""What may stand between two parts of one name."""
DOUBTFUL = "may be a name that the clinic's data knows, or a common word"
LONGEST_INITIALS = 4
SHORTEST_INFLECTED = 3
# Letters: "Bos" is no form of "Bo".

SEVERAL = 3
# Parts of a name from which first and last are not neighbours; letters of a Chinese name with a given name of its own.


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Who may be meant by a word; built once for all texts."""

    people: tuple[Identity, ...]
    by_key: Mapping[str, tuple[Identity, ...]]
    initials: tuple[tuple[re.Pattern[str], Identity], ...]
    wide: tuple[tuple[str, Identity], ...]
    """Names in writing without spaces: found wherever their letters stand."""

    @classmethod
    def of(cls, people: Sequence[Identity]) -> Index:
        """Sort people by every part of their names."""
        by_key: dict[str, list[Identity]] = defaultdict(list)
        for one in people:
            for key in one.keys:
                by_key[key].append(one)
        return cls(
            people=tuple(people),
            by_key={key: tuple(found) for key, found in by_key.items()},
            initials=tuple(_initials(people)),
            wide=tuple(_wide(people)),
        )


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word that may be part of somebody's name."""

    place: int
    form: Form
    people: tuple[Identity, ...]
    is_common: bool


def people_in(reading: Reading, index: Index, *, capitals: bool = False) -> Iterator[Span]:
    """Find everybody of the index in a text. `capitals`: only where written like a name, as far as that tells."""
    for run in _runs(reading, _hits(reading, index, capitals=capitals)):
        identity = _meant(run)
        if not all(hit.is_common for hit in run) or _is_used(reading, run):
            yield _span(reading, run, identity)
    yield from _by_letters(reading.text, index)


def doubtful_in(reading: Reading, index: Index) -> Iterator[Span]:
    """Find common words with a capital that may be a name or not: "Rose" as the first word of a sentence."""
    for run in _runs(reading, _hits(reading, index, capitals=True)):
        capital = reading.has_capitals and reading.words[run[0].place].text[:1].isupper()
        if capital and all(hit.is_common for hit in run) and not _is_used(reading, run):
            yield replace(_span(reading, run, _meant(run)), why=DOUBTFUL)


def _by_letters(text: str, index: Index) -> Iterator[Span]:
    """Find initials, and names in writing without spaces."""
    for pattern, identity in index.initials:
        for found in pattern.finditer(text):
            yield Span(start=found.start(), end=found.end(), kind=identity.kind, why=identity.why, identity=identity)
    for name, identity in index.wide:
        for found in re.finditer(re.escape(name), text):
            yield Span(start=found.start(), end=found.end(), kind=identity.kind, why=identity.why, identity=identity)


def _hits(reading: Reading, index: Index, *, capitals: bool) -> Iterator[_Hit]:
    for place, word in enumerate(reading.words):
        if capitals and not word.text[:1].isupper() and not _elided(word) and reading.has_capitals:
            continue
        for form in forms_of(word.text):
            key = next((key for key in form.keys if key in index.by_key), None)
            if key and not (form.inflected and len(key) < SHORTEST_INFLECTED):
                is_common = reading.is_common(key) or _is_word(reading, word)
                yield _Hit(place, form, index.by_key[key], is_common)
                break


def _elided(word: Word) -> bool:
    return _ELIDED.match(word.text) is not None


def _is_word(reading: Reading, word: Word) -> bool:
    """Whether the word as it stands is a common one, though the name it could be is not: "roses" of "Rose"."""
    return word.text.lower() in reading.language.common


def _runs(reading: Reading, hits: Iterator[_Hit]) -> Iterator[list[_Hit]]:
    """Put neighbouring words together that can be one person's name."""
    run: list[_Hit] = []
    for hit in hits:
        if run and not _joins(reading, run, hit):
            yield run
            run = []
        run.append(hit)
    if run:
        yield run


def _joins(reading: Reading, run: Sequence[_Hit], hit: _Hit) -> bool:
    shared = [one for one in hit.people if all(one in other.people for other in run)]
    places = range(run[-1].place + 1, hit.place)
    small = all(reading.words[one].text.lower() in listed_words("particles") for one in places)
    gaps = range(run[-1].place, hit.place)
    return bool(shared) and small and all(_is_within(reading, one) for one in gaps)


def _is_within(reading: Reading, place: int) -> bool:
    """Whether a name may go on after a word: after a full stop only where the word is an initial."""
    gap = _gap(reading, place)
    is_initial = len(reading.words[place].text) == 1
    return _WITHIN.fullmatch(gap) is not None and ("." not in gap or is_initial)


def _gap(reading: Reading, place: int) -> str:
    return reading.text[reading.words[place].end : reading.words[place + 1].start]


def _meant(run: Sequence[_Hit]) -> Identity:
    """Who is meant: somebody who has all parts of the run; of several the first, and the client is first."""
    return next(one for one in run[0].people if all(one in hit.people for hit in run))


def _is_used(reading: Reading, run: Sequence[_Hit]) -> bool:
    """Whether a run of common words only is a name: its parts beside each other, or one used like a name."""
    if len(run) > 1 and not _reads_as_sentence(reading, run):
        return True
    first = run[0]
    owns = first.form.inflected and not reading.language.capitals_are_names and reading.begins(first.place)
    return owns or reading.used_as_name(first.place)


def _reads_as_sentence(reading: Reading, run: Sequence[_Hit]) -> bool:
    return reading.has_capitals and not all(reading.words[hit.place].text[:1].isupper() for hit in run)


def _span(reading: Reading, run: Sequence[_Hit], identity: Identity) -> Span:
    first, last = reading.words[run[0].place], reading.words[run[-1].place]
    start = first.start + run[0].form.start
    start = _with_small_words(reading, run[0].place, identity, start)
    end = last.start + run[-1].form.end
    start, end = _with_initials(reading.text, start, end, identity)
    return Span(start=start, end=end, kind=identity.kind, why=identity.why, identity=identity)


def _with_small_words(reading: Reading, place: int, identity: Identity, start: int) -> int:
    """Take "van der" along before "Meer"."""
    while place > 0 and reading.words[place - 1].text.lower() in identity.particles:
        if not _WITHIN.fullmatch(_gap(reading, place - 1)):
            break
        place -= 1
        start = reading.words[place].start
    return start


def _with_initials(text: str, start: int, end: int, identity: Identity) -> tuple[int, int]:
    letters = "".join({part[0].upper() for part in identity.parts})
    one = rf"(?:[{re.escape(letters)}]\.?[ -]?)"
    before = re.search(rf"(?<!\w){one}{{1,{LONGEST_INITIALS}}}$", text[max(0, start - 12) : start])
    after = re.match(rf"[ ,]+(?:[{re.escape(letters)}]\.[ -]?)+(?!\w)", text[end : end + 12])
    if before and (before[0].rstrip().endswith(".") or before[0].strip() not in {"A", "I"}):
        start -= len(before[0])
    return start, end + (len(after[0].rstrip()) if after else 0)


def _initials(people: Sequence[Identity]) -> Iterator[tuple[re.Pattern[str], Identity]]:
    for one in people:
        for letters in sorted({letters for name in one.names for letters in _letters_of(name)}, key=len, reverse=True):
            dotted = r"[ -]?".join(rf"{re.escape(letter)}\." for letter in letters)
            joined = "" if letters in listed_words("not_initials") else rf"|{re.escape(letters)}(?![\w'\u2019]|\.\w)"
            yield re.compile(rf"(?<![\w.])(?:{dotted}{joined})"), one


def _letters_of(name: Sequence[str]) -> Iterator[str]:
    """Initials of neighbours, and of first and last part. Double names count by their halves."""
    halves = [part for at, part in enumerate(name) if may_stand_alone(part, at)]
    letters = "".join(part[0].upper() for part in halves if not _is_joined(part, halves))
    for start in range(len(letters)):
        for end in range(start + 2, min(len(letters), start + LONGEST_INITIALS) + 1):
            yield letters[start:end]
    if len(letters) >= SEVERAL:
        yield letters[0] + letters[-1]


def _is_joined(part: str, parts: Sequence[str]) -> bool:
    return any(part == first + second for first in parts for second in parts if first and second)


def _wide(people: Sequence[Identity]) -> Iterator[tuple[str, Identity]]:
    for one in people:
        for name in {part for part in one.parts if part[0] >= FIRST_OF_WIDE}:
            yield name, one
            if len(name) >= SEVERAL:
                yield name[1:], one
