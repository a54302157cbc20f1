"""Turns of transcripts to which somebody points: moments that were found right, and what a statement rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from fit.store.states import MomentVerdict
from fit.store.tables import MomentLabel, Turn, columns_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["marked_turns", "turns_at"]

turn = columns_of(Turn)
label = columns_of(MomentLabel)

WORTH_A_LOOK = (MomentVerdict.RIGHT.value, MomentVerdict.OTHER_KIND.value)
SAID = (turn.c.transcript_id, turn.c.place, turn.c.role, turn.c.text)
TURNS = select(*SAID)
MARKED = select(*SAID, label.c.kind, label.c.kind_given).join(
    turn, and_(turn.c.clinic_id == label.c.clinic_id, turn.c.id == label.c.turn_id)
)


def marked_turns(
    connection: Connection, clinic_id: int, transcript_ids: Collection[int], user_id: int
) -> Sequence[Record]:
    """The turns of these transcripts which this person found to be a moment worth a look, in order."""
    if not transcript_ids:
        return ()
    of_these = and_(label.c.clinic_id == clinic_id, label.c.transcript_id.in_(transcript_ids))
    mine = and_(label.c.labelled_by == user_id, label.c.verdict.in_(WORTH_A_LOOK))
    found = connection.execute(MARKED.where(of_these, mine))
    return sorted(found, key=lambda row: (row.transcript_id, row.place))


def turns_at(
    connection: Connection, clinic_id: int, transcript_ids: Collection[int], places: Collection[int]
) -> Sequence[Record]:
    """The turns at these places of these transcripts, each place of each."""
    if not transcript_ids:
        return ()
    of_these = and_(turn.c.clinic_id == clinic_id, turn.c.transcript_id.in_(transcript_ids))
    return connection.execute(TURNS.where(of_these, turn.c.place.in_(places))).all()
