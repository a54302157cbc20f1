"""From rows of a repair to what pages see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._rows import label_of
from fit.casework.views import OwnWords, PlanMove, PrivateNote, RepairPlanRow, RepairTask
from fit.repair import Dimension, KindSeen, PlanState, RepairPlan, Step, Tried, next_step, suggest_dimension
from fit.store.ids import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from fit.casework._repair_course import RepairCourse
    from fit.repair import DimensionReading, Suggested
    from fit.store.types import Record


def plan_of(row: Record) -> RepairPlan:
    """The plan itself, without whose and when."""
    return RepairPlan(
        kind=KindSeen(row.kind),
        dimension=Dimension(row.dimension),
        state=PlanState(row.state),
        said_on=row.said_on,
        check_by=row.check_by,
        agreed_change=row.agreed_change,
        happened=row.happened,
        client_said=row.client_said,
        talked_at=row.talked_at,
    )


def plan_row(row: Record, course: RepairCourse) -> RepairPlanRow:
    """A plan with what the ratings since have answered."""
    return RepairPlanRow(
        plan_id=shown(row.id),
        session_id=shown(row.session_id),
        meeting=row.meeting,
        occurred_on=row.occurred_on,
        alert_id=None if row.alert_id is None else shown(row.alert_id),
        plan=plan_of(row),
        follow_up=course.follow_up(row.meeting),
        created_at=row.created_at,
        updated_at=row.updated_at,
        ended_at=row.ended_at,
        version=row.version,
    )


def words_by_step(rows: Iterable[Record]) -> dict[Step, OwnWords]:
    """The clinician's own words, in the order of the steps."""
    written = {row.step: row for row in rows}
    return {
        step: OwnWords(words=row.words, version=row.version, written_at=row.written_at)
        for step in Step
        if (row := written.get(step.value)) is not None
    }


def note_row(row: Record) -> PrivateNote:
    """A private note."""
    return PrivateNote(
        felt=row.felt,
        tells=row.tells,
        shared=row.shared_with_supervisor,
        version=row.version,
        written_at=row.written_at,
    )


def move_row(row: Record) -> PlanMove:
    """A plan's step from one state to another."""
    return PlanMove(
        state_before=PlanState(row.state_before),
        state=PlanState(row.state),
        reason=row.reason,
        moved_by=row.mover_name,
        moved_at=row.moved_at,
    )


def suggested(row: RepairPlanRow, others: Sequence[RepairPlanRow], reading: DimensionReading) -> Suggested | None:
    """The next step of a plan, in the light of the plans before it."""
    if row.follow_up is None:
        return None
    before = [other for other in others if other.created_at < row.created_at and other.follow_up is not None]
    tried = [
        Tried(dimension=other.plan.dimension, answer=other.follow_up.answer)
        for other in before
        if other.follow_up is not None and other.plan.talked_at is not None
    ]
    return next_step(row.plan, row.follow_up, reading, tried)


def task_row(row: Record, others: Sequence[RepairPlanRow], course: RepairCourse, today: date) -> RepairTask:
    """A plan that is not ended, as a task. No transcript is read for it: its words are weighed in the guide."""
    about = plan_row(row, course)
    plan = about.plan
    return RepairTask(
        plan_id=about.plan_id,
        episode_id=shown(row.episode_id),
        session_id=about.session_id,
        client_label=label_of(row),
        clinician_name=row.clinician_name,
        meeting=row.meeting,
        state=plan.state,
        said_on=plan.said_on,
        is_late=plan.state is PlanState.PLANNED and plan.said_on is not None and plan.said_on < today,
        talked_at=plan.talked_at,
        follow_up=about.follow_up,
        next_step=suggested(about, others, suggest_dimension(course.falls_at(row.meeting), (), course.change)),
        updated_at=row.updated_at,
    )
