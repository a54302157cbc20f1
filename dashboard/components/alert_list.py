"""Alerts on a client's page: what was found, why, what became of it, and the step that is open."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.status import status_html
from dashboard.components.why import draw_why
from dashboard.words import ALERT_STATE, SEVERITY
from fit.assessment import Explanation, explain
from fit.casework.clinician import mark_alert
from fit.casework.views import AlertState
from fit.errors import ConflictError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.assessment import EpisodeAssessment
    from fit.casework.views import AlertRow, ClientPage

__all__ = ["draw_alerts"]

MARKS = ((AlertState.SEEN, "I have seen this"), (AlertState.TALKED_ABOUT, "Talked about it"))
"""What a clinician can say of an alert with one tap, in the order it usually goes."""
ORDER = (AlertState.NEW, AlertState.SEEN, AlertState.TALKED_ABOUT)


def draw_alerts(page: ClientPage, one: EpisodeAssessment) -> None:
    """Draw the open alerts, and those that are done behind one click."""
    still_open = [alert for alert in page.alerts if alert.state.is_open]
    done = [alert for alert in page.alerts if not alert.state.is_open]
    st.subheader("Alerts", anchor=False)
    if not still_open:
        st.html('<p class="ml-quiet">No open alert.</p>')
    for alert in still_open:
        _draw(alert, one, may_mark=page.can_mark_alerts)
    if done:
        with st.expander(f"Earlier alerts ({len(done)})"):
            for alert in done:
                st.html(_done_html(alert))


def _draw(alert: AlertRow, one: EpisodeAssessment, *, may_mark: bool) -> None:
    with st.container(key=f"alert-{alert.severity}-{alert.alert_id}", gap="small"):
        st.html(_open_html(alert))
        if may_mark:
            _draw_marks(alert)
        draw_why(_explanation(alert, one), also=_of_this_alert(alert))


def _draw_marks(alert: AlertRow) -> None:
    with st.container(horizontal=True, gap="small", key=f"marks-{alert.alert_id}"):
        for state, label in MARKS:
            if _comes_later(state, alert.state):
                st.button(label, key=f"{state}-{alert.alert_id}", on_click=_mark, args=(alert.alert_id, state))
        with st.popover("Close"), st.form(f"close-{alert.alert_id}", border=False):
            reason = st.text_area("Why can it be closed?", key=f"reason-{alert.alert_id}", max_chars=500)
            if st.form_submit_button("Close this alert", type="primary"):
                _close(alert.alert_id, reason)


def _comes_later(state: AlertState, now: AlertState) -> bool:
    return now in ORDER and ORDER.index(state) > ORDER.index(now)


def _close(alert_id: str, reason: str) -> None:
    if not reason.strip():
        st.warning("Write a few words, so that a colleague understands it later.")
    elif _mark(alert_id, AlertState.CLOSED, reason.strip()):
        st.rerun()


def _mark(alert_id: str, state: AlertState, reason: str = "") -> bool:
    """Record what became of the alert; say why not, when it could not be."""
    try:
        mark_alert(current_clinic(), current_actor(), alert_id, state, reason)
    except (ConflictError, InputError, NotFoundError) as refused:
        st.toast(str(refused))
        return False
    return True


def _open_html(alert: AlertRow) -> str:
    when = f"session {alert.meeting} · {ALERT_STATE[alert.state].lower()}"
    return (
        f'<p class="ml-alert-top">{status_html(SEVERITY[alert.severity])}<span>{escape(when)}</span></p>'
        f'<p class="ml-alert-title">{escape(alert.title)}</p><p class="ml-said">{escape(_numbers(alert))}</p>'
    )


def _numbers(alert: AlertRow) -> str:
    return " · ".join(f"{name} {value}" for name, value in alert.evidence.items() if value is not None)


def _done_html(alert: AlertRow) -> str:
    became = ALERT_STATE[alert.state]
    became += f" (session {alert.answered_by_meeting})" if alert.answered_by_meeting else ""
    became += f": {alert.reason}" if alert.reason else ""
    return (
        f'<p class="ml-alert-title">{escape(alert.title)}</p>'
        f'<p class="ml-quiet">Session {alert.meeting}. {escape(became)}.</p>'
    )


def _explanation(alert: AlertRow, one: EpisodeAssessment) -> Explanation:
    """Explain by today's numbers; a rule that no longer speaks is explained by what it said then."""
    try:
        return explain(one, alert.rule, alert.meeting)
    except NotFoundError:
        policy = f"{alert.policy} {alert.policy_version}"
        return Explanation(title=alert.title, formula=alert.why, values=(), line="", policy=policy, source=alert.source)


def _of_this_alert(alert: AlertRow) -> tuple[tuple[str, str], ...]:
    raised = f"{alert.raised_at:%d.%m.%Y}, policy {alert.policy} {alert.policy_version}"
    path = f", expected path {alert.trajectory} {alert.trajectory_version}" if alert.trajectory else ""
    return (("Raised on", raised + path),)
