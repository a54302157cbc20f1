"""Where an episode stands among others: one order for the caseload and for supervision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, case

from fit.assessment import RELIABLE_LOSSES
from fit.store.states import Attention

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

__all__ = ["place_column", "place_of"]

PLACES = (
    {(Attention.URGENT, False), (Attention.URGENT, True)},
    {(Attention.FALLEN, False), (Attention.FALLEN, True)},
    {(Attention.ALLIANCE, True), (Attention.OFF_TRACK, True)},
    {(Attention.ALLIANCE, False)},
    {(Attention.OFF_TRACK, False)},
    {(Attention.FALLING, True)},
    {(Attention.FALLING, False)},
    {(Attention.NO_RATING, False), (Attention.NO_RATING, True)},
    {(Attention.NOTHING, False), (Attention.NOTHING, True)},
)
"""What an episode asks for, and whether a reliable loss leads it: within one severity that stands before all else."""
PLACE = {kind: place for place, kinds in enumerate(PLACES) for kind in kinds}


def place_of(attention: Attention, reason_rule: str | None) -> int:
    """Where an episode stands by what it asks for and the rule behind it; the smaller, the sooner."""
    return PLACE[attention, reason_rule in RELIABLE_LOSSES]


def place_column(attention: ColumnElement[int], reason_rule: ColumnElement[str | None]) -> ColumnElement[int]:
    """Return the same as a column of the database."""
    led_by_loss = reason_rule.in_(sorted(RELIABLE_LOSSES))
    lost = ((and_(attention == one.value, led_by_loss), PLACE[one, True]) for one in Attention)
    return case(*lost, else_=case({one.value: PLACE[one, False] for one in Attention}, value=attention))
