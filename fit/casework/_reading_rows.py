"""From what was read and rows of the record to what the page of a session sees."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fit.casework._record_rows import turn_row
from fit.casework.views import ExcerptRow, HitRate, MemoryRow, MomentLabelRow, MomentRow, MomentVerdict
from fit.dialogue import RuptureKind, SessionPattern, markers
from fit.store import readings
from fit.store.ids import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.casework._deed import Deed
    from fit.dialogue import Dialogue
    from fit.excerpts import Excerpt
    from fit.store.types import Record


def excerpt_rows(
    found: Sequence[Excerpt], turns: Sequence[Record], memories: Mapping[int, Record], *, always_open: bool
) -> tuple[ExcerptRow, ...]:
    """The excerpts, with their words where they were opened, or where there is nobody here to remember."""
    return tuple(
        _excerpt_row(one, turns, memories.get(one.turn), opened=always_open or one.turn in memories) for one in found
    )


def _excerpt_row(one: Excerpt, turns: Sequence[Record], memory: Record | None, *, opened: bool) -> ExcerptRow:
    within = turns[one.first_turn : one.last_turn + 1]
    return ExcerptRow(
        turn=one.turn,
        first_turn=one.first_turn,
        last_turn=one.last_turn,
        start=one.start,
        end=within[-1].end_ms,
        heading=one.heading,
        opened=opened,
        reason=one.reason if opened else "",
        fact=one.fact if opened else "",
        turns=tuple(turn_row(turn, ()) for turn in within) if opened else (),
        memory=None if memory is None else memory_row(memory),
    )


def memory_row(row: Record) -> MemoryRow:
    """How somebody remembers."""
    return MemoryRow(turn=row.turn, text=row.text, written_at=row.written_at)


def moment_rows(deed: Deed, dialogue: Dialogue, turns: Sequence[Record]) -> tuple[MomentRow, ...]:
    """The possible moments, strongest first, with what this person made of each."""
    if not turns:
        return ()
    made = readings.labels_of(deed.connection, deed.clinic_id, turns[0].transcript_id, deed.user_id)
    labels = {row.turn_id: _label_row(row) for row in made}
    titles = {one.id: one.title for one in markers()}
    return tuple(
        MomentRow(
            moment=one,
            turn_id=shown(turns[one.turn].id),
            titles={sign.marker: titles[sign.marker] for sign in one.signs},
            label=labels.get(turns[one.turn].id),
        )
        for one in dialogue.moments
    )


def _label_row(row: Record) -> MomentLabelRow:
    kind = None if row.kind_given is None else RuptureKind(row.kind_given)
    return MomentLabelRow(verdict=MomentVerdict(row.verdict), kind_given=kind)


def hit_rate(counts: Mapping[str, int]) -> HitRate:
    """How often somebody found moments right."""
    return HitRate(**{verdict.value: counts.get(verdict.value, 0) for verdict in MomentVerdict})


def as_plain(pattern: SessionPattern) -> dict[str, Any]:
    """A pattern as values that JSON knows."""
    return asdict(pattern)


def as_pattern(kept: Mapping[str, Any]) -> SessionPattern:
    """The pattern as it was kept."""
    return SessionPattern(**{**kept, "answers": tuple(kept["answers"])})
