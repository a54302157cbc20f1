"""What clients of the demo clinic want, in words of our own, and one ending that its clinician has looked back on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework import clinician
from fit.casework.views import GoalState
from fit.ratings import Ending
from fit.scales import ScaleKind, scale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._demo_cast import DemoEpisode
    from fit.casework.actor import Actor

SLEEP, SUNDAYS, PHONE = (
    "I want to sleep through the night again",
    "Sundays without a row at the table",
    "Pick up the phone when my sister calls",
)
REST = "To rest, also when I lie awake"
WHY = "Sleep would not come by wanting it"
EARLIER = (
    "After the first fall I asked whether the pace was right, and took yes for an answer. Next time I would say what I "
    "saw: the mark is lower than last week, and I would like to know what I missed."
)
LEARNT = (
    "When a mark falls, name the mark and wait; do not offer the explanation.",
    "Ask about the ending while it is still far off.",
)
FIRST_MARKS, LATER_MARKS, OTHER_MARKS = (2, 2, 3), (4, 5), (3, 4, 4, 6, 7)


def bring_goals(clinic: Clinic, actor: Actor, own: Sequence[DemoEpisode], found: Mapping[str, str]) -> None:
    """Note goals with their ratings on two courses, and look back on one ending; what is there stays as it is.

    `own` are the clinician's episodes, the oldest first; `found` has the id of each by its label.
    """
    going_on = [one for one in own if one.closed_on is None and len(days_of(one)) > len(FIRST_MARKS) + 1]
    for one, note in zip(reversed(going_on), (_renegotiated, _reached), strict=False):
        if not clinician.open_goals(clinic, actor, found[one.label]).goals:
            note(clinic, actor, found[one.label], days_of(one))
    ended = [one for one in own if one.ending is Ending.UNPLANNED]
    if ended:
        _look_back(clinic, actor, found[min(ended, key=_risen).label])


def days_of(one: DemoEpisode) -> list[date]:
    """The days of an episode's sessions, the first one first."""
    return sorted({rating.day for rating in one.ratings})


def _risen(one: DemoEpisode) -> int:
    """How far the session rating rose from the first to the last [tenths]; below zero where it fell."""
    totals = [rating.total for rating in one.ratings if scale(rating.scale_id).kind is ScaleKind.ALLIANCE]
    return totals[-1] - totals[0] if totals else 0


def _renegotiated(clinic: Clinic, actor: Actor, episode_id: str, days: Sequence[date]) -> None:
    """A goal that was changed at the fourth session, and another beside it."""
    first = clinician.add_goal(clinic, actor, episode_id, words=SLEEP, agreed_on=days[0])
    _rate(clinic, actor, first, FIRST_MARKS, days)
    changed_on = days[len(FIRST_MARKS)]
    now = clinician.change_goal(clinic, actor, first, words=REST, changed_on=changed_on, reason=WHY)
    _rate(clinic, actor, now, LATER_MARKS, days[len(FIRST_MARKS) :])
    other = clinician.add_goal(clinic, actor, episode_id, words=SUNDAYS, agreed_on=days[1])
    _rate(clinic, actor, other, OTHER_MARKS, days[1:])


def _reached(clinic: Clinic, actor: Actor, episode_id: str, days: Sequence[date]) -> None:
    """A goal that is reached."""
    goal = clinician.add_goal(clinic, actor, episode_id, words=PHONE, agreed_on=days[0])
    _rate(clinic, actor, goal, (5, 8), days)
    clinician.end_goal(clinic, actor, goal, state=GoalState.REACHED, ended_on=days[2])


def _rate(clinic: Clinic, actor: Actor, goal: str, marks: Sequence[int], days: Sequence[date]) -> None:
    for mark, day in zip(marks, days, strict=False):
        clinician.rate_goal(clinic, actor, goal, mark=mark, rated_on=day)


def _look_back(clinic: Clinic, actor: Actor, episode_id: str) -> None:
    if clinician.open_debrief(clinic, actor, episode_id).earlier:
        return
    clinician.save_debrief(clinic, actor, episode_id, earlier=EARLIER)
    first, *_ = [clinician.add_learning_point(clinic, actor, said, episode_id=episode_id) for said in LEARNT]
    clinician.share_learning_point(clinic, actor, first, shared=True)
