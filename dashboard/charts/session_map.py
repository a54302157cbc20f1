"""One picture of a session: who spoke when, silences, signs, answers, feeling, topics. No word of a turn is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.charts._along import STEP_MS, Along, along
from dashboard.dialogue_words import RESPONSE
from fit.dialogue import DEFENSIVE, RECEIVING, RuptureKind, markers
from fit.dialogue.along import tenths_along
from fit.dialogue.feeling import PARTS
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from fit.dialogue import Dialogue, Topic

__all__ = ["FAINT_BELOW", "Feeling", "Mark", "MarkRow", "SessionMap", "Stretch", "session_map"]

FAINT_BELOW = 0.5
"""Confidence below which a mark is drawn small: as low as a sign that is no complaint to be answered yet."""
LANES: Mapping[Role | None, int] = {Role.CLINICIAN: 0, Role.CLIENT: 1, Role.OTHER: 2, None: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something to look at in a turn; several of one row in the same turn are one mark."""

    turn: int
    titles: tuple[str, ...]
    is_faint: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """Marks of one kind, or why they cannot be told."""

    key: str
    marks: tuple[Mark, ...]
    unknown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the session in steps, and the turn that it leads to."""

    start: int
    end: int
    turn: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeling:
    """Words of feeling of clinician and client by tenth: pleasant less unpleasant for each hundred words."""

    tenths: tuple[Stretch, ...]
    values: tuple[tuple[float | None, ...], ...]
    """A row for the clinician, a row for the client; None where little was said."""
    most: float
    """The furthest from nothing, either way: what the height is scaled by."""
    unknown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMap:
    """Everything that the picture shows, as places; what the file does not tell has its reason in `unknown`."""

    along: Along
    lanes: tuple[int, ...]
    """By turn: 0 the clinician, 1 the client, 2 anybody else."""
    untimed: tuple[int, ...]
    """Turns of which the file has no start."""
    silences: tuple[Stretch, ...]
    silences_unknown: str
    rows: tuple[MarkRow, ...]
    feeling: Feeling
    topics: tuple[Stretch, ...]


def session_map(dialogue: Dialogue) -> SessionMap | None:
    """Lay a session out; None where nobody said anything."""
    turns = dialogue.transcript.turns
    if not turns:
        return None
    places = along(dialogue.transcript)
    return SessionMap(
        along=places,
        lanes=tuple(LANES[dialogue.transcript.role_of(turn)] for turn in turns),
        untimed=tuple(turn.index for turn in turns if turn.start is None),
        silences=_silences(dialogue),
        silences_unknown=_unknown(dialogue, "silences"),
        rows=(*_signs(dialogue), *_answers(dialogue)),
        feeling=_feeling(dialogue, places),
        topics=tuple(_topic(topic, places) for topic in dialogue.topics if topic.words),
    )


def _unknown(dialogue: Dialogue, what: str) -> str:
    return next((one.reason for one in dialogue.not_assessable if one.what == what), "")


def _silences(dialogue: Dialogue) -> tuple[Stretch, ...]:
    """A silence leads to the turn that ends it."""
    return tuple(
        Stretch(start=one.start // STEP_MS, end=(one.start + one.length) // STEP_MS, turn=one.after_turn)
        for one in dialogue.silences
    )


def _signs(dialogue: Dialogue) -> Iterable[MarkRow]:
    titles = {marker.id: marker.title for marker in markers()}
    for kind in RuptureKind:
        seen = [(one.turn, titles[one.marker], one.confidence) for one in dialogue.signs if one.kind is kind]
        yield MarkRow(key=kind.value, marks=_marks(seen), unknown=_unknown(dialogue, "markers"))


def _answers(dialogue: Dialogue) -> Iterable[MarkRow]:
    kinds: Mapping[str, Collection[str]] = {"receiving": RECEIVING, "defending": DEFENSIVE}
    for key, those in kinds.items():
        heard = [(one.turn, RESPONSE[one.kind], one.confidence) for one in dialogue.responses if one.kind in those]
        yield MarkRow(key=key, marks=_marks(heard), unknown=_unknown(dialogue, "responses"))


def _marks(found: Iterable[tuple[int, str, float]]) -> tuple[Mark, ...]:
    """One mark for each turn: faint when everything in it is."""
    by_turn: dict[int, list[tuple[str, float]]] = {}
    for turn, title, confidence in found:
        by_turn.setdefault(turn, []).append((title, confidence))
    return tuple(
        Mark(
            turn=turn,
            titles=tuple(dict.fromkeys(title for title, _ in seen)),
            is_faint=all(confidence < FAINT_BELOW for _, confidence in seen),
        )
        for turn, seen in sorted(by_turn.items())
    )


def _feeling(dialogue: Dialogue, places: Along) -> Feeling:
    values = tuple(
        dialogue.feeling[role].valence if role in dialogue.feeling else () for role in (Role.CLINICIAN, Role.CLIENT)
    )
    told = [abs(value) for row in values for value in row if value is not None]
    return Feeling(
        tenths=_tenths(dialogue, places) if any(values) else (),
        values=values,
        most=max(told, default=0.0),
        unknown=_unknown(dialogue, "words of feeling") or ("" if told else "too little was said"),
    )


def _tenths(dialogue: Dialogue, places: Along) -> tuple[Stretch, ...]:
    """Where each tenth begins, and where the next does; a tenth in which no turn begins has no length."""
    first: dict[int, int] = {}
    tenths = tenths_along(dialogue.transcript)
    for turn, tenth in enumerate(tenths):
        first.setdefault(tenth, turn)
    turn_of = [next((first[later] for later in range(tenth, PARTS) if later in first), None) for tenth in range(PARTS)]
    starts = [places.whole if turn is None else places.starts[turn] for turn in turn_of]
    ends = [*starts[1:], places.whole]
    return tuple(
        Stretch(start=start, end=max(start, end), turn=len(tenths) - 1 if turn is None else turn)
        for start, end, turn in zip(starts, ends, turn_of, strict=True)
    )


def _topic(topic: Topic, places: Along) -> Stretch:
    start, end = places.starts[topic.first_turn], places.ends[topic.last_turn]
    return Stretch(start=start, end=max(start, end), turn=topic.first_turn, words=topic.words)
