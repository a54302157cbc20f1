"""A client's goals in the client's own words, with what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.store.states import GoalState

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._views_care import EpisodeFacts, SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMark:
    """How near a goal was on a day: 0 not at all, 10 reached."""

    rated_on: date
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """One goal as the client said it. `replaces` is the goal that was changed into it."""

    goal_id: str
    words: str
    agreed_on: date
    state: GoalState
    ended_on: date | None
    reason: str
    replaces: str | None
    plan_id: str | None
    """The repair plan in which it was renegotiated, where there was one."""
    marks: tuple[GoalMark, ...]
    """By day."""

    @property
    def latest(self) -> GoalMark | None:
        """The newest rating; None before there is one."""
        return self.marks[-1] if self.marks else None

    @property
    def is_current(self) -> bool:
        """Whether it is worked on now."""
        return self.state is GoalState.CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsPage:
    """All goals of an episode in the order in which they were noted."""

    client_label: str
    episode: EpisodeFacts
    goals: tuple[GoalRow, ...]
    sessions: tuple[SessionRow, ...]
    can_change: bool
    """Own client, open episode."""
    can_end: bool
    """Own client: what became of a goal can be said after the ending too."""
    can_rate: bool
    """And consent to ratings was not withdrawn."""
    as_of: date
