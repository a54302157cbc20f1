"""The plan of a repair: what will be said and when, the one change agreed, how it will be checked, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.errors import ConflictError, InputError
from fit.repair._words import Dimension, KindSeen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["MOVES", "PlanState", "RepairPlan", "needs_reason"]


class PlanState(StrEnum):
    """Where a plan stands. The last two are ended; a reason reopens them."""

    DRAFT = "draft"
    """Being thought about."""
    PLANNED = "planned"
    """It waits for the talk."""
    TALKED = "talked"
    """It was talked about; whether the agreed change is kept is not known yet."""
    CHANGE_KEPT = "change_kept"
    CHANGE_NOT_KEPT = "change_not_kept"
    ANSWERED = "answered"
    """Later ratings answered, and the clinician has looked at them."""
    SET_ASIDE = "set_aside"
    """Not followed any further, with a reason."""

    @property
    def is_ended(self) -> bool:
        """Whether nothing is left to do."""
        return self in ENDED


ENDED = frozenset({PlanState.ANSWERED, PlanState.SET_ASIDE})
_S = PlanState
MOVES: Mapping[PlanState, frozenset[PlanState]] = {
    _S.DRAFT: frozenset({_S.PLANNED, _S.TALKED, _S.SET_ASIDE}),
    _S.PLANNED: frozenset({_S.DRAFT, _S.TALKED, _S.SET_ASIDE}),
    _S.TALKED: frozenset({_S.PLANNED, _S.CHANGE_KEPT, _S.CHANGE_NOT_KEPT, _S.ANSWERED, _S.SET_ASIDE}),
    _S.CHANGE_KEPT: frozenset({_S.TALKED, _S.CHANGE_NOT_KEPT, _S.PLANNED, _S.ANSWERED, _S.SET_ASIDE}),
    _S.CHANGE_NOT_KEPT: frozenset({_S.TALKED, _S.CHANGE_KEPT, _S.PLANNED, _S.ANSWERED, _S.SET_ASIDE}),
    _S.ANSWERED: frozenset({_S.TALKED, _S.PLANNED}),
    _S.SET_ASIDE: frozenset({_S.DRAFT}),
}
"""From each state to which others. Ratings can answer only what was talked about."""

NEED_A_TALK = frozenset({PlanState.TALKED, PlanState.CHANGE_KEPT, PlanState.CHANGE_NOT_KEPT, PlanState.ANSWERED})
NEED_A_CHANGE = frozenset({PlanState.CHANGE_KEPT, PlanState.CHANGE_NOT_KEPT})


def needs_reason(now: PlanState, to: PlanState) -> bool:
    """Whether a move has to be given a reason: setting aside, and taking up again what was ended."""
    return to is PlanState.SET_ASIDE or now.is_ended


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairPlan:
    """A plan as it stands. Valid or not built: what a state says has happened must have been written down."""

    kind: KindSeen = KindSeen.NOT_SURE
    dimension: Dimension = Dimension.NOT_SURE
    state: PlanState = PlanState.DRAFT
    said_on: date | None = None
    """The day of the talk; None for the next session, whenever that is."""
    check_by: str = ""
    """How it will be checked whether the change helps."""
    agreed_change: str = ""
    """The one change, in the client's words."""
    happened: str = ""
    client_said: str = ""
    talked_at: int | None = None
    """The session of the talk."""

    def __post_init__(self) -> None:
        if self.state is PlanState.PLANNED and not self.check_by:
            raise InputError("How it will be checked is missing. Say by what you and the client will tell it helped.")
        if self.state in NEED_A_TALK and not (self.happened and self.talked_at):
            raise InputError("What happened in the talk is missing. Write a line about it first.")
        if self.state in NEED_A_CHANGE and not self.agreed_change:
            raise InputError("There is no agreed change to keep. Write down first what you two agreed, in their words.")

    def moved(self, to: PlanState, *, reason: str = "") -> RepairPlan:
        """The plan in another state.

        Raises
        ------
        ConflictError
            when there is no way from the one to the other.
        InputError
            when the reason is missing, or what the other state says has happened is not written down.
        """
        if to not in MOVES[self.state]:
            raise ConflictError(f"A plan that is {_said(self.state)} cannot be {_said(to)} next. Reload the page.")
        if needs_reason(self.state, to) and not reason.strip():
            raise InputError("The reason is missing. Say in a few words why.")
        return replace(self, state=to)


def _said(state: PlanState) -> str:
    return state.value.replace("_", " ")
