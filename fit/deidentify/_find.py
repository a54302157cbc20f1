"""Reads all texts of a packet together and finds every identity in them, the same one by the same label."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from fit.deidentify._dates import dates_in
from fit.deidentify._given import given_in
from fit.deidentify._known import Index, doubtful_in, people_in
from fit.deidentify._labels import Labels
from fit.deidentify._language import language_of
from fit.deidentify._names import identities
from fit.deidentify._patterns import shapes_in
from fit.deidentify._places import listed_places_in
from fit.deidentify._replacement import Kind, Replacement, id_of
from fit.deidentify._rules import strangers_in
from fit.deidentify._span import apart, covered
from fit.deidentify._strangers import strangers
from fit.deidentify._usage import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fit.deidentify._names import Identity, KnownNames
    from fit.deidentify._span import Span

__all__ = ["Identities", "find_identities", "read_identities"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """What was found in texts that belong together, in the order of the texts."""

    sure: tuple[Replacement, ...]
    doubtful: tuple[Replacement, ...]
    """Known names that are common words too, where nothing tells which it is: to be looked at, not replaced unasked."""


def find_identities(texts: Sequence[str], known: KnownNames, language: str = "en") -> tuple[Replacement, ...]:
    """Find who and what could tell a person in texts that belong together, in the order of the texts.

    Names the data knows in any case and form; the rest by shape and by rule, where there are rules for the language.
    """
    return read_identities(texts, known, language).sure


def read_identities(texts: Sequence[str], known: KnownNames, language: str = "en") -> Identities:
    """Find identities, and beside them the words that may be a known name or not."""
    readings = [Reading(text, language_of(language)) for text in texts]
    sure = [_sure(reading, known, language) for reading in readings]
    data = identities(known)
    people = Index.of(data)
    named = [[*spans, *people_in(reading, people)] for reading, spans in zip(readings, sure, strict=True)]
    small = frozenset(chain.from_iterable(_small(reading) for reading in readings))
    ruled = [list(strangers_in(reading, spans, small)) for reading, spans in zip(readings, named, strict=True)]
    met = strangers(list(chain.from_iterable(ruled)), language_of(language).organisations)
    again = Index.of(tuple(dict.fromkeys(met.values())))
    ruled = [[_met(span, met) for span in spans] for spans in ruled]
    whole = [_together(*parts, again) for parts in zip(readings, named, ruled, strict=True)]
    doubts = [_left(doubtful_in(reading, people), spans) for reading, spans in zip(readings, whole, strict=True)]
    labels = Labels.of(list(chain.from_iterable([*whole, *doubts])), data)
    return Identities(sure=_labelled(texts, whole, labels), doubtful=_labelled(texts, doubts, labels))


def _sure(reading: Reading, known: KnownNames, language: str) -> list[Span]:
    """Find what does not depend on who the people are; a place inside of an address is not told apart."""
    shaped = [*shapes_in(reading.text), *dates_in(reading.text, reading.language), *given_in(reading, known)]
    listed = listed_places_in(reading, language)
    return [*shaped, *(one for one in listed if not covered(shaped, one.start, one.end))]


def _small(reading: Reading) -> Iterator[str]:
    """Words that a text writes small though it has capitals, and that nobody is called."""
    if reading.has_capitals:
        plain = (reading.plain(place) for place, word in enumerate(reading.words) if word.text.islower())
        yield from (word for word in plain if not reading.is_common(word))


def _together(reading: Reading, named: list[Span], ruled: list[Span], again: Index) -> list[Span]:
    """Find the names that rules have found once wherever else they stand."""
    rest = [one for one in people_in(reading, again, capitals=True) if not covered(named, one.start, one.end)]
    return apart([*named, *ruled, *rest])


def _met(span: Span, met: Mapping[str, Identity]) -> Span:
    """Say whose name it is, as all texts together tell."""
    identity = met.get(span.same)
    return replace(span, identity=identity, kind=identity.kind) if identity else span


def _left(spans: Iterable[Span], found: list[Span]) -> list[Span]:
    return [one for one in spans if not covered(found, one.start, one.end)]


def _labelled(texts: Sequence[str], found: Sequence[Sequence[Span]], labels: Labels) -> tuple[Replacement, ...]:
    return tuple(
        _replacement(number, text, span, labels)
        for number, (text, spans) in enumerate(zip(texts, found, strict=True))
        for span in spans
    )


def _replacement(number: int, text: str, span: Span, labels: Labels) -> Replacement:
    return Replacement(
        text=number,
        start=span.start,
        end=span.end,
        words=text[span.start : span.end],
        label=labels.of_span(span),
        kind=Kind(span.kind),
        why=span.why,
        is_known=span.is_known,
        id=id_of(text, span.start, span.end),
    )
