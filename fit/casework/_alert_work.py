"""Work on alerts: seen, talked about, repair planned, closed with a reason, put off to the next session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.casework._permission import check_episode
from fit.casework._recording import method_of
from fit.casework.views import AlertState
from fit.errors import ConflictError, InputError, NotFoundError
from fit.policies import Severity
from fit.store import alerts, care
from fit.store.ids import read_id, shown
from fit.store.resting import TALKED_ABOUT
from fit.store.standing import refresh

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

SET_BY_PEOPLE = frozenset({AlertState.SEEN, *TALKED_ABOUT, AlertState.CLOSED})


def mark_alert(clinic: Clinic, actor: Actor, alert_id: str, state: AlertState, reason: str = "") -> None:
    """Note what was done about an alert; closing it needs a reason.

    Raises
    ------
    InputError
        when the state is not for people to set, or the reason to close is missing.
    ConflictError
        when the alert is closed or answered already.
    """
    if state not in SET_BY_PEOPLE:
        raise InputError(f"{state.value} is set by ratings alone. Choose another state.")
    said = reason.strip()
    if state is AlertState.CLOSED and not said:
        raise InputError("The reason is missing. Say why this alert is closed.")

    def work(deed: Deed) -> None:
        row = _open_alert(deed, actor, "mark_alert", alert_id)
        changed = {"state": state.value, "reason": said, "closed_at": None if state.is_open else deed.now}
        talked = {"talked_at": _latest(deed, row), "snoozed_after": None} if state in TALKED_ABOUT else {}
        _change(clinic, deed, row, **changed, **talked)

    doing(clinic, actor, "mark_alert", work)


def snooze_alert(clinic: Clinic, actor: Actor, alert_id: str) -> None:
    """Put an alert off to the next session: until there is one, it ranks its client no higher.

    Raises
    ------
    ConflictError
        when the alert is not open any more, or is too urgent to wait.
    """

    def work(deed: Deed) -> None:
        row = _open_alert(deed, actor, "snooze_alert", alert_id)
        if row.severity == Severity.URGENT.value:
            raise ConflictError("This cannot wait for the next session. Talk about it, or close it with a reason.")
        _change(clinic, deed, row, snoozed_after=_latest(deed, row))

    doing(clinic, actor, "snooze_alert", work)


def wake_alert(clinic: Clinic, actor: Actor, alert_id: str) -> None:
    """Bring an alert back that was put off.

    Raises
    ------
    ConflictError
        when the alert is not open any more.
    """

    def work(deed: Deed) -> None:
        _change(clinic, deed, _open_alert(deed, actor, "wake_alert", alert_id), snoozed_after=None)

    doing(clinic, actor, "wake_alert", work)


def _open_alert(deed: Deed, actor: Actor, use_case: str, alert_id: str) -> Record:
    row = alerts.alert_by_id(deed.connection, deed.clinic_id, read_id(alert_id))
    if row is None:
        raise NotFoundError("There is no such alert. Open it from the client's page.")
    deed.episode = check_episode(deed.connection, actor, use_case, shown(row.episode_id))
    if not AlertState(row.state).is_open:
        raise ConflictError("This alert is not open any more. Reload the page.")
    deed.about("alert", alert_id)
    return row


def _latest(deed: Deed, alert: Record) -> int:
    """The episode's last session so far, by its number."""
    last = care.last_session(deed.connection, deed.clinic_id, alert.episode_id)
    return 0 if last is None else int(last.meeting)


def _change(clinic: Clinic, deed: Deed, alert: Record, **changed: str | int | datetime | None) -> None:
    alerts.change_alert(deed.connection, deed.clinic_id, alert.id, **changed)
    refresh(deed.connection, deed.clinic_id, [alert.episode_id], method_of(clinic))
