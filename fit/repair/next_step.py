"""What to do next in a repair. What did not work is followed by something else, never by more of the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.repair._words import Dimension
from fit.repair.follow_up import Answer, WhyUnknown
from fit.repair.plan import PlanState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.repair.follow_up import FollowUp
    from fit.repair.plan import RepairPlan
    from fit.repair.reading import DimensionReading

__all__ = ["NextStep", "Suggested", "Tried", "next_step"]

TRIED_ENOUGH = 2
# [plans] that did not work, after which a second pair of eyes sees more than a third try alone.


class NextStep(StrEnum):
    """What is sensible now."""

    FINISH_PLAN = "finish_plan"
    TALK = "talk"
    ASK_FOR_RATING = "ask_for_rating"
    """There is nothing to read yet: the next rating answers."""
    LOOK_AND_CLOSE = "look_and_close"
    """Repaired: look at before and after, perhaps with the client."""
    OTHER_DIMENSION = "other_dimension"
    ASK_OPENLY = "ask_openly"
    """Put the question back to the client: what did I miss?"""
    SUPERVISION = "supervision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A next step; `dimension` says which other one to try."""

    step: NextStep
    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An earlier plan of the episode and what became of it."""

    dimension: Dimension
    answer: Answer


def next_step(
    plan: RepairPlan, found: FollowUp, reading: DimensionReading, earlier: Sequence[Tried] = ()
) -> Suggested | None:
    """Suggest the next step; None when there is nothing to do any more.

    Partly repaired, or nothing in the ratings to come back from: ask openly. Not yet: the other dimension that the
    evidence points to and that was not tried; else ask openly; after two plans that did not work, supervision.
    """
    if plan.state.is_ended:
        return None
    if plan.state is PlanState.DRAFT:
        return Suggested(step=NextStep.FINISH_PLAN)
    if plan.state is PlanState.PLANNED:
        return Suggested(step=NextStep.TALK)
    return _after_the_talk(plan, found, reading, earlier)


def _after_the_talk(
    plan: RepairPlan, found: FollowUp, reading: DimensionReading, earlier: Sequence[Tried]
) -> Suggested:
    failed = [one.dimension for one in earlier if one.answer is Answer.NOT_YET]
    if found.why_unknown is WhyUnknown.NO_RATING_SINCE:
        return Suggested(step=NextStep.ASK_FOR_RATING)
    if found.answer is Answer.UNKNOWN:
        return _open_question(plan)
    if found.answer is Answer.REPAIRED:
        return Suggested(step=NextStep.LOOK_AND_CLOSE)
    if len(failed) + 1 >= TRIED_ENOUGH and found.answer is Answer.NOT_YET:
        return Suggested(step=NextStep.SUPERVISION)
    if found.answer is Answer.PARTLY:
        return _open_question(plan)
    other = _untried(reading, {plan.dimension, *failed})
    return _open_question(plan) if other is None else Suggested(step=NextStep.OTHER_DIMENSION, dimension=other)


def _open_question(plan: RepairPlan) -> Suggested:
    """Asking openly, unless that was this plan already."""
    was_open = plan.dimension is Dimension.NOT_SURE
    return Suggested(step=NextStep.SUPERVISION if was_open else NextStep.ASK_OPENLY)


def _untried(reading: DimensionReading, tried: set[Dimension]) -> Dimension | None:
    """The dimension with the most evidence that was not tried; fear of change last, as a possibility to hold."""
    pointed = [about for about in (reading.likely, *reading.possible) if about is not Dimension.NOT_SURE]
    return next((about for about in pointed if about not in tried), None)
