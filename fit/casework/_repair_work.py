"""Work on a repair: the reading, the plan, the talk, and every step from one state to another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.casework._repair_changing import (
    LONGEST_REASON,
    check_goes_on,
    check_version,
    columns,
    found_plan,
    own_words,
    write_plan,
)
from fit.casework._repair_course import courses_of
from fit.casework._repair_rows import plan_of
from fit.casework.views import Saved
from fit.errors import ConflictError, InputError, NotFoundError
from fit.repair import PlanState, RepairPlan, WhyUnknown
from fit.store import alerts, care, repairs
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.repair import Dimension, KindSeen
    from fit.store.types import Record

SPOKEN_OF = frozenset({PlanState.TALKED, PlanState.CHANGE_KEPT, PlanState.CHANGE_NOT_KEPT})


def save_reading(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    session_id: str,
    *,
    kind: KindSeen,
    dimension: Dimension,
    version: int = 0,
    alert_id: str | None = None,
) -> Saved:
    """Note how the clinician reads the strain of a session; the first time this begins its plan, as a draft.

    `version` is that of the plan as it was looked at, 0 where there was none under way.

    Raises
    ------
    NotFoundError
        when the client has no such session, or the session no such alert.
    ConflictError
        when somebody else changed the plan, or began one, meanwhile.
    """

    def work(deed: Deed) -> Saved:
        care.lock_episode(deed.connection, deed.clinic_id, deed.episode.id)
        session = _session(deed, session_id)
        alert = None if alert_id is None else _alert_of(deed, session, alert_id)
        row = repairs.open_plan_of(deed.connection, deed.clinic_id, session.id)
        check_version(0 if row is None else row.version, version)
        if row is None:
            return _begin(deed, session, RepairPlan(kind=kind, dimension=dimension), alert)
        deed.about("repair plan", shown(row.id))
        plan = replace(plan_of(row), kind=kind, dimension=dimension)
        return Saved(plan_id=shown(row.id), version=write_plan(clinic, deed, row, plan, alert_id=alert))

    return doing(clinic, actor, "save_reading", work, episode_id=episode_id)


def _session(deed: Deed, session_id: str) -> Record:
    found = care.session_by_id(deed.connection, deed.clinic_id, read_id(session_id))
    if found is None or found.episode_id != deed.episode.id:
        raise NotFoundError("This client has no such session. Choose one from the list.")
    return found


def _alert_of(deed: Deed, session: Record, alert_id: str) -> int:
    found = alerts.alert_by_id(deed.connection, deed.clinic_id, read_id(alert_id))
    if found is None or found.session_id != session.id:
        raise NotFoundError("This session has no such alert. Open it from the client's page.")
    return int(found.id)


def _begin(deed: Deed, session: Record, plan: RepairPlan, alert_id: int | None) -> Saved:
    row = {"clinic_id": deed.clinic_id, "id": new_id(), "episode_id": deed.episode.id, "session_id": session.id}
    row |= columns(plan) | {"alert_id": alert_id, "ended_at": None, "version": 1}
    row |= {"created_by": deed.user_id, "created_at": deed.now, "updated_by": deed.user_id, "updated_at": deed.now}
    repairs.add_plan(deed.connection, row)
    deed.about("repair plan", shown(row["id"]))
    return Saved(plan_id=shown(row["id"]), version=1)


def make_plan(
    clinic: Clinic,
    actor: Actor,
    plan_id: str,
    *,
    version: int,
    check_by: str,
    said_on: date | None = None,
    agreed_change: str = "",
) -> Saved:
    """Settle when it will be said (next session unless a day is named) and how it will be checked: the plan waits then.

    Raises
    ------
    InputError
        when it is not said how it will be checked, or the day lies in the past.
    ConflictError
        when somebody else changed the plan meanwhile, or it is ended.
    """
    if said_on is not None and said_on < clinic.today():
        raise InputError("That day lies in the past. Choose today or a later day, or the next session.")

    def work(deed: Deed) -> Saved:
        row = found_plan(deed, actor, "make_plan", plan_id)
        check_goes_on(row)
        check_version(row.version, version)
        plan = replace(
            plan_of(row),
            check_by=own_words(check_by),
            said_on=said_on,
            agreed_change=own_words(agreed_change),
        )
        moved = plan if plan.state is PlanState.PLANNED else plan.moved(PlanState.PLANNED)
        return Saved(plan_id=plan_id, version=write_plan(clinic, deed, row, moved))

    return doing(clinic, actor, "make_plan", work)


def record_talk(
    clinic: Clinic,
    actor: Actor,
    plan_id: str,
    *,
    version: int,
    happened: str,
    client_said: str = "",
    agreed_change: str | None = None,
    session_id: str | None = None,
) -> Saved:
    """Note how the talk went: what happened, what the client said, the one change agreed in the client's words.

    It was in the last session unless another one is named. `agreed_change`: None leaves what was written before.

    Raises
    ------
    InputError
        when nothing is said of what happened, or the session was before the strained one.
    ConflictError
        when somebody else changed the plan meanwhile, or it is ended.
    """

    def work(deed: Deed) -> Saved:
        row = found_plan(deed, actor, "record_talk", plan_id)
        check_goes_on(row)
        check_version(row.version, version)
        plan = plan_of(row)
        plan = replace(
            plan,
            state=plan.state if plan.state in SPOKEN_OF else PlanState.TALKED,
            happened=own_words(happened),
            client_said=own_words(client_said),
            agreed_change=plan.agreed_change if agreed_change is None else own_words(agreed_change),
            talked_at=_talked_at(deed, row, session_id),
        )
        return Saved(plan_id=plan_id, version=write_plan(clinic, deed, row, plan))

    return doing(clinic, actor, "record_talk", work)


def _talked_at(deed: Deed, row: Record, session_id: str | None) -> int:
    if session_id is not None:
        meeting = int(_session(deed, session_id).meeting)
    else:
        last = care.last_session(deed.connection, deed.clinic_id, row.episode_id)
        meeting = int(last.meeting) if last is not None else 0
    if meeting < row.meeting:
        raise InputError(f"It was about session {row.meeting}. Choose that session or a later one.")
    return meeting


def set_plan_state(
    clinic: Clinic, actor: Actor, plan_id: str, state: PlanState, *, version: int, reason: str = ""
) -> Saved:
    """Say where a plan stands: the change kept or not, answered by the ratings, set aside, taken up again.

    Raises
    ------
    InputError
        when the reason is missing for what needs one, or what the state says has happened is not written down.
    ConflictError
        when the plan cannot go there, no rating can have answered yet, another plan is under way about the session, or
        somebody else changed this one meanwhile.
    """
    why = own_words(reason, longest=LONGEST_REASON)

    def work(deed: Deed) -> Saved:
        row = found_plan(deed, actor, "set_plan_state", plan_id)
        check_version(row.version, version)
        moved = plan_of(row).moved(state, reason=why)
        if state is PlanState.ANSWERED:
            _check_can_be_answered(clinic, deed, row)
        if PlanState(row.state).is_ended:
            _check_is_free(deed, row)
        return Saved(plan_id=plan_id, version=write_plan(clinic, deed, row, moved, reason=why))

    return doing(clinic, actor, "set_plan_state", work)


def _check_can_be_answered(clinic: Clinic, deed: Deed, row: Record) -> None:
    found = courses_of(clinic, deed, [row.episode_id])[row.episode_id].follow_up(row.meeting)
    if found is None or found.why_unknown is WhyUnknown.NO_RATING_SINCE:
        raise ConflictError(
            "No rating has come since, so nothing has answered yet. Wait for it, or set the plan aside."
        )


def _check_is_free(deed: Deed, row: Record) -> None:
    if repairs.open_plan_of(deed.connection, deed.clinic_id, row.session_id) is not None:
        raise ConflictError("Another plan about this session is under way. End that one first.")
