"""Opening the repair guide for a session, and the plans that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from fit.casework._comments import comment_row
from fit.casework._deed import looking
from fit.casework._permission import GRANTS, relation_to
from fit.casework._repair_course import courses_of
from fit.casework._repair_reading import heard_in
from fit.casework._repair_rows import move_row, note_row, plan_row, suggested, task_row, words_by_step
from fit.casework._rows import alert_row, label_of
from fit.casework.views import RepairPage
from fit.errors import InputError, NotFoundError
from fit.repair import listener_of, setting_of, suggest_dimension, suggest_kind
from fit.scales import AgeBand
from fit.store import alerts as stored_alerts
from fit.store import care, comments, repairs
from fit.store.ids import read_id, shown
from fit.store.queries import client as queries

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import AlertRow, PrivateNote, RepairPlanRow, RepairTask
    from fit.scales import Informant
    from fit.store.types import Record

NO_SESSION = "This client has no such session. Choose one from the list."
NO_ALERT = "There is no such alert. Open it from the client's page."
NO_PLAN = "There is no such plan. Open it from the client's page."


def open_repair(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    session_id: str | None = None,
    alert_id: str | None = None,
    plan_id: str | None = None,
) -> RepairPage:
    """All that the guide needs, for the session that is named, or for that of an alert or of a plan.

    Raises
    ------
    InputError
        when not exactly one of the three is named.
    NotFoundError, AccessDeniedError
        when there is no such session, alert or plan for this person.
    """
    if [session_id, alert_id, plan_id].count(None) != 2:  # noqa: PLR2004  of three, one is named
        raise InputError("Say which session, alert or plan it is about: one of the three.")
    with looking(clinic, actor, "open_repair", episode_id=episode_id) as deed:
        return repair_page(clinic, actor, deed, session_id=session_id, alert_id=alert_id, plan_id=plan_id)


def repair_page(
    clinic: Clinic,
    actor: Actor,
    deed: Deed,
    *,
    session_id: str | None = None,
    alert_id: str | None = None,
    plan_id: str | None = None,
) -> RepairPage:
    """The same for a look at the deed's episode that is permitted and audited already."""
    alert = None if alert_id is None else _alert(deed, alert_id)
    plan = None if plan_id is None else _plan(deed, plan_id)
    keys = [row.session_id for row in (alert, plan) if row is not None]
    session = _session(deed, keys[0] if keys else read_id(session_id or ""))
    can_write = relation_to(deed.connection, actor, deed.episode) in GRANTS["save_reading"][actor.role]
    return _page(clinic, deed, session, _Named(alert=alert, plan=plan, can_write=can_write))


class _Named(NamedTuple):
    """What the guide was opened from, and whether this person may write in it."""

    alert: Record | None
    plan: Record | None
    can_write: bool


def _session(deed: Deed, key: int) -> Record:
    return _of_the_episode(deed, care.session_by_id(deed.connection, deed.clinic_id, key), NO_SESSION)


def _alert(deed: Deed, alert_id: str) -> Record:
    found = stored_alerts.alert_by_id(deed.connection, deed.clinic_id, read_id(alert_id))
    return _of_the_episode(deed, found, NO_ALERT)


def _plan(deed: Deed, plan_id: str) -> Record:
    found = repairs.plan_by_id(deed.connection, deed.clinic_id, read_id(plan_id))
    return _of_the_episode(deed, found, NO_PLAN)


def _of_the_episode(deed: Deed, found: Record | None, otherwise: str) -> Record:
    if found is None or found.episode_id != deed.episode.id:
        raise NotFoundError(otherwise)
    return found


def _page(clinic: Clinic, deed: Deed, session: Record, named: _Named) -> RepairPage:
    episode = deed.episode
    course = courses_of(clinic, deed, [episode.id])[episode.id]
    falls = course.falls_at(session.meeting)
    heard = heard_in(clinic, deed, session, falls)
    reading = suggest_dimension(falls, heard.moments, course.change)
    plans = [plan_row(row, course) for row in repairs.plans_of(deed.connection, deed.clinic_id, [episode.id])]
    plan = _shown_plan(plans, session, named.plan)
    others = tuple(row for row in reversed(plans) if row is not plan)
    alerts = _alerts(deed, session)
    return RepairPage(
        client_label=label_of(episode),
        episode_id=shown(episode.id),
        session_id=shown(session.id),
        meeting=session.meeting,
        occurred_on=session.occurred_on,
        language=episode.language,
        alert=_the_alert(alerts, named.alert, plan),
        alerts=alerts,
        falls=falls,
        kind=suggest_kind(heard.moments, course.rules_at(session.meeting)),
        dimension=reading,
        transcript_id=heard.transcript_id,
        excerpts=heard.excerpts,
        not_assessable=heard.not_assessable,
        talks=heard.talks,
        plan=plan,
        next_step=None if plan is None else suggested(plan, others, reading),
        earlier=others,
        can_write=named.can_write,
        as_of=clinic.today(),
        **_who_listens(AgeBand(episode.age_band), course.rated.get(session.meeting, frozenset())),
        **_written(deed, plan),
    )


def _who_listens(band: AgeBand, rated: Collection[tuple[str, Informant]]) -> dict[str, Any]:
    scale_ids, informants = {scale_id for scale_id, _ in rated}, {informant for _, informant in rated}
    return {
        "age_band": band,
        "listener": listener_of(band, informants),
        "setting": setting_of(scale_ids, informants),
    }


def _shown_plan(plans: Sequence[RepairPlanRow], session: Record, plan: Record | None) -> RepairPlanRow | None:
    """The plan that is named; else the one under way about the session, or the last that was."""
    if plan is not None:
        return next(row for row in plans if row.plan_id == shown(plan.id))
    about = [row for row in plans if row.session_id == shown(session.id)]
    under_way = [row for row in about if not row.plan.state.is_ended]
    return next(reversed(under_way or about), None)


def _alerts(deed: Deed, session: Record) -> tuple[AlertRow, ...]:
    last = care.last_session(deed.connection, deed.clinic_id, deed.episode.id)
    latest = 0 if last is None else last.meeting
    rows = queries.alerts(deed.connection, deed.clinic_id, deed.episode.id)
    return tuple(alert_row(row, latest) for row in rows if row.session_id == session.id)


def _the_alert(alerts: Sequence[AlertRow], named: Record | None, plan: RepairPlanRow | None) -> AlertRow | None:
    """The alert that was named, or the plan's; else the gravest open one about the alliance."""
    wanted = shown(named.id) if named is not None else plan and plan.alert_id
    if wanted:
        return next((one for one in alerts if one.alert_id == wanted), None)
    standing = [one for one in alerts if one.state.is_open and one.kind == "alliance"]
    return min(standing, key=lambda one: one.gravity, default=None)


def _written(deed: Deed, plan: RepairPlanRow | None) -> dict[str, Any]:
    """What people wrote in a plan, as far as this person may see it."""
    if plan is None:
        return {"moves": (), "words": {}, "note": None, "comments": ()}
    place = (deed.connection, deed.clinic_id, read_id(plan.plan_id))
    holder = deed.episode.clinician_id
    return {
        "moves": tuple(move_row(row) for row in repairs.moves_of(*place)),
        "words": words_by_step(repairs.words_of(*place)),
        "note": _note(deed, read_id(plan.plan_id)),
        "comments": tuple(
            comment_row(row, holder=holder, reader=deed.user_id) for row in comments.comments_on_plan(*place)
        ),
    }


def _note(deed: Deed, plan_id: int) -> PrivateNote | None:
    """One's own note; else that of who holds the episode, where it was shared."""
    place = (deed.connection, deed.clinic_id, plan_id)
    own = repairs.note_of(*place, deed.user_id)
    if own is not None or deed.episode.clinician_id in {None, deed.user_id}:
        return None if own is None else note_row(own)
    theirs = repairs.note_of(*place, deed.episode.clinician_id)
    return note_row(theirs) if theirs is not None and theirs.shared_with_supervisor else None


def open_repair_tasks(clinic: Clinic, actor: Actor) -> tuple[RepairTask, ...]:
    """One's own plans that are not ended: those whose day has passed first, then the oldest."""
    with looking(clinic, actor, "open_repair_tasks") as deed:
        return tasks_of(clinic, deed, [deed.user_id])


def tasks_of(clinic: Clinic, deed: Deed, clinician_ids: Sequence[int]) -> tuple[RepairTask, ...]:
    """The plans of these clinicians that are not ended."""
    rows = repairs.open_plans_of_clinicians(deed.connection, deed.clinic_id, clinician_ids)
    episodes = [row.episode_id for row in rows]
    courses = courses_of(clinic, deed, episodes)
    others: dict[int, list[RepairPlanRow]] = {}
    for row in repairs.plans_of(deed.connection, deed.clinic_id, episodes):
        others.setdefault(row.episode_id, []).append(plan_row(row, courses[row.episode_id]))
    tasks = [task_row(row, others[row.episode_id], courses[row.episode_id], clinic.today()) for row in rows]
    return tuple(sorted(tasks, key=lambda task: not task.is_late))
