"""A reading as plain values to be kept, and back: what was read once is not read again until the rules change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from fit.dialogue._behaviour import Behaviour
from fit.dialogue._reading import Dialogue
from fit.dialogue._rupture import RuptureKind
from fit.dialogue.behaviours import BehaviourNamed
from fit.dialogue.feeling import FeelingWords
from fit.dialogue.moments import Moment
from fit.dialogue.not_assessable import Unknown
from fit.dialogue.questions import Questions
from fit.dialogue.responses import Response
from fit.dialogue.sequence import Answered, SequenceFacts
from fit.dialogue.signs import Sign
from fit.dialogue.silence import Latency, Overlap, Silence
from fit.dialogue.talk import RoleTalk
from fit.dialogue.time_words import TimeWords
from fit.dialogue.topics import Topic
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from fit.transcripts import Transcript

    T = TypeVar("T")

__all__ = ["as_kept", "from_kept"]

Table = dict[str, Any]


def as_kept(dialogue: Dialogue) -> Table:
    """Return everything that was read but the turns themselves, as values that JSON knows."""
    return {one.name: _plain(getattr(dialogue, one.name)) for one in fields(dialogue) if one.name != "transcript"}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {_plain(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def from_kept(table: Table, transcript: Transcript) -> Dialogue:
    """Build the reading of a transcript again from what was kept of it in the same version."""
    return Dialogue(
        transcript=transcript,
        talk=_by_role(table["talk"], RoleTalk),
        silences=_each(table["silences"], Silence),
        latency=_by_role(table["latency"], Latency),
        overlaps=tuple(Overlap(**{**one, "role": _role(one["role"])}) for one in table["overlaps"]),
        questions=_by_role(table["questions"], Questions),
        behaviours=tuple(BehaviourNamed(**{**one, "kind": Behaviour(one["kind"])}) for one in table["behaviours"]),
        signs=_signs(table["signs"]),
        responses=_each(table["responses"], Response),
        moments=tuple(_moment(one) for one in table["moments"]),
        sequence=_sequence(table["sequence"]),
        style_matching=table["style_matching"],
        feeling={
            Role(role): FeelingWords(families=one["families"], valence=tuple(one["valence"]))
            for role, one in table["feeling"].items()
        },
        time_words=_by_role(table["time_words"], TimeWords),
        topics=tuple(Topic(**{**one, "words": tuple(one["words"])}) for one in table["topics"]),
        not_assessable=_each(table["not_assessable"], Unknown),
        version=table["version"],
    )


def _each(rows: list[Table], make: Callable[..., T]) -> tuple[T, ...]:
    return tuple(make(**row) for row in rows)


def _by_role(rows: Table, make: Callable[..., T]) -> dict[Role, T]:
    return {Role(role): make(**row) for role, row in rows.items()}


def _role(kept: str | None) -> Role | None:
    return None if kept is None else Role(kept)


def _signs(rows: list[Table]) -> tuple[Sign, ...]:
    return tuple(Sign(**{**one, "kind": RuptureKind(one["kind"])}) for one in rows)


def _moment(row: Table) -> Moment:
    changed = {"kind": RuptureKind(row["kind"]), "signs": _signs(row["signs"]), "reasons": tuple(row["reasons"])}
    return Moment(**{**row, **changed})


def _sequence(row: Table) -> SequenceFacts:
    complaints = tuple(
        Answered(turn=one["turn"], answers=tuple((turn, kind) for turn, kind in one["answers"]))
        for one in row["complaints"]
    )
    return SequenceFacts(**{**row, "complaints": complaints})
