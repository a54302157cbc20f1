"""How a plan is changed: found for this person, the same version as was looked at, its move noted, its alerts told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._permission import check_episode
from fit.casework._recording import method_of
from fit.casework.views import AlertState
from fit.errors import ConflictError, InputError, NotFoundError
from fit.repair import PlanState
from fit.store import alerts, care, repairs
from fit.store.ids import new_id, read_id, shown
from fit.store.resting import TALKED_ABOUT
from fit.store.standing import refresh

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.repair import RepairPlan
    from fit.store.types import Record

LONGEST = 4_000
"""[characters] About two pages; more is no plan any more."""
LONGEST_REASON = 500
"""[characters] Said in a few words."""
ALERT_AFTER = {
    PlanState.PLANNED: AlertState.REPAIR_PLANNED,
    PlanState.TALKED: AlertState.TALKED_ABOUT,
    PlanState.SET_ASIDE: AlertState.SEEN,
    PlanState.DRAFT: AlertState.SEEN,
}
"""What a plan's move makes of the open alerts of its session; what is set aside asks for a look again."""


def own_words(given: str, *, longest: int = LONGEST) -> str:
    """A text as it was written, without stray ends.

    Raises
    ------
    InputError
        when it is too long.
    """
    said = given.replace("\x00", "").strip()
    if len(said) > longest:
        raise InputError(f"That is {len(said)} characters long. Keep it to {longest}.")
    return said


def found_plan(deed: Deed, actor: Actor, use_case: str, plan_id: str) -> Record:
    """The plan of that id, when this person may do this with it; `deed.episode` is its episode then.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such plan for this person.
    """
    row = repairs.plan_by_id(deed.connection, deed.clinic_id, read_id(plan_id), to_change=True)
    if row is None:
        raise NotFoundError("There is no such plan. Open it from the client's page.")
    deed.episode = check_episode(deed.connection, actor, use_case, shown(row.episode_id))
    deed.about("repair plan", plan_id)
    return row


def check_version(stands: int, version: int) -> None:
    """Refuse to write over what somebody else wrote meanwhile.

    Raises
    ------
    ConflictError
        when the version is not the one that was looked at.
    """
    if stands != version:
        raise ConflictError("Somebody changed this meanwhile. Look at it again, then write yours.")


def check_goes_on(row: Record) -> None:
    """Refuse to write into a plan that is ended.

    Raises
    ------
    ConflictError
        when it is.
    """
    if PlanState(row.state).is_ended:
        raise ConflictError("This plan is ended. Take it up again first, and say why.")


def write_plan(
    clinic: Clinic, deed: Deed, row: Record, plan: RepairPlan, *, reason: str = "", alert_id: int | None = None
) -> int:
    """Write a plan in place of the one that was there, and return its version; a move tells the session's alerts."""
    moves = plan.state.value != row.state
    changed = columns(plan) | {"updated_by": deed.user_id, "updated_at": deed.now}
    changed |= {"ended_at": deed.now if plan.state.is_ended else None}
    changed |= {} if alert_id is None else {"alert_id": alert_id}
    if not repairs.change_plan(deed.connection, row, changed, _move(deed, row, plan, reason) if moves else None):
        check_version(row.version + 1, row.version)
    if moves:
        tell_alerts(clinic, deed, row, plan.state)
    return int(row.version) + 1


def columns(plan: RepairPlan) -> dict[str, Any]:
    """A plan as columns."""
    return {
        "kind": plan.kind.value,
        "dimension": plan.dimension.value,
        "state": plan.state.value,
        "said_on": plan.said_on,
        "check_by": plan.check_by,
        "agreed_change": plan.agreed_change,
        "happened": plan.happened,
        "client_said": plan.client_said,
        "talked_at": plan.talked_at,
    }


def _move(deed: Deed, row: Record, plan: RepairPlan, reason: str) -> dict[str, Any]:
    return {
        "clinic_id": deed.clinic_id,
        "id": new_id(),
        "plan_id": row.id,
        "state_before": row.state,
        "state": plan.state.value,
        "reason": reason,
        "moved_by": deed.user_id,
        "moved_at": deed.now,
    }


def tell_alerts(clinic: Clinic, deed: Deed, row: Record, state: PlanState) -> None:
    """Let the open alliance alerts of the plan's session, and its own alert, say what the plan does about them."""
    to = ALERT_AFTER.get(state)
    there = alerts.stored(deed.connection, deed.clinic_id, [row.episode_id])
    told = [one for one in there if to is not None and _is_about(one, row) and _changes(one, to)]
    last = care.last_session(deed.connection, deed.clinic_id, row.episode_id)
    latest = 0 if last is None else int(last.meeting)
    talked = {"talked_at": latest, "snoozed_after": None} if to in TALKED_ABOUT else {}
    for one in told:
        alerts.change_alert(deed.connection, deed.clinic_id, one.id, state=str(to), **talked)
    if told:
        refresh(deed.connection, deed.clinic_id, [row.episode_id], method_of(clinic))


def _is_about(alert: Record, plan: Record) -> bool:
    is_open = AlertState(alert.state).is_open
    return is_open and (alert.id == plan.alert_id or (alert.session_id == plan.session_id and alert.kind == "alliance"))


def _changes(alert: Record, to: AlertState) -> bool:
    """Whether the alert is told: going back to `seen` is only for what a plan had put to rest."""
    return to is not AlertState.SEEN or alert.state in {one.value for one in TALKED_ABOUT}
