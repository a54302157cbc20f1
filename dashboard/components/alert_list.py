"""Alerts on a client's page: what was found, why, what became of it, and the step that is open."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.charts.titles import by_whom
from dashboard.clinic import current_clinic
from dashboard.components.alert_comments import draw_alert_comments
from dashboard.components.alert_group import AlertGroup, grouped
from dashboard.components.alert_session import session_details_html
from dashboard.components.comments import comments_html
from dashboard.components.folded import folded
from dashboard.components.links import link_html, links_html, page_link
from dashboard.components.status import status_html
from dashboard.components.why import why_details_html
from dashboard.dates import day_said
from dashboard.evidence import evidence_said
from dashboard.plain_text import plain
from dashboard.sentences import counted, marked_after
from dashboard.words import ALERT_STATE, SEVERITY
from fit.assessment import Explanation, explain
from fit.casework.clinician import mark_alert, snooze_alert, wake_alert
from fit.casework.views import AlertState
from fit.errors import ConflictError, InputError, NotFoundError, StoreUnavailableError
from fit.policies import Severity
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.assessment import EpisodeAssessment
    from fit.casework.views import AlertRow, ClientPage

__all__ = ["draw_alert_work", "draw_alerts"]

STEPS = (
    (AlertState.SEEN, "I have seen this"),
    (AlertState.TALKED_ABOUT, "Talked about it"),
)
"""What a clinician can say of alerts with one tap, in the order it usually goes."""

TALKED = frozenset({AlertState.TALKED_ABOUT, AlertState.REPAIR_PLANNED})
CLOSE = "Close it, with a reason"


def draw_alerts(page: ClientPage, one: EpisodeAssessment) -> None:
    """Draw the open alerts, and those that are done behind one click. What is urgent stands on top of the page."""
    waiting = (alert for alert in page.alerts if alert.state.is_open and alert.severity is not Severity.URGENT)
    groups = grouped(waiting, _session_asked_for())
    with st.container(key="course-alerts"):
        st.header("Alerts", anchor=False)
        if len(page.strands) > 1:
            st.html(f'<p class="ml-quiet">{escape(_whose(one))}</p>')
        if groups and page.episode.closed_on is not None:
            st.html('<p class="ml-quiet">The episode is closed: what was open then asks for nothing now.</p>')
        elif not groups:
            above = any(alert.state.is_open for alert in page.alerts)
            st.html(f'<p class="ml-quiet">{"No other open alert." if above else "No open alert."}</p>')
        elif waits := [alert for alert in page.alerts if alert.waits]:
            st.html(f'<p class="ml-quiet">{_to_look_at(waits)}</p>')
        with st.container(key="cards-of-alerts"):
            for group in groups:
                _draw(group, one, page)
        _draw_done([alert for alert in page.alerts if not alert.state.is_open])


def _to_look_at(waits: Sequence[AlertRow]) -> str:
    """Say how many ask for a look, as the row of the caseload counts them; what is urgent stands above."""
    above = sum(alert.severity is Severity.URGENT for alert in waits)
    return f"{counted(len(waits), 'alert')} to look at{f', {above} of them above' if above else ''}."


def _whose(one: EpisodeAssessment) -> str:
    """Say on whose ratings the alerts rest, where several people rate."""
    by = by_whom(one) or "client"
    scales = " and ".join(scale.title for scale in (one.outcome_scale, one.alliance_scale) if scale)
    return f"About the {by}\u2019s own ratings ({scales}), whoever\u2019s are drawn above."


def _session_asked_for() -> int | None:
    """Read from the address to which session a link led here."""
    asked = st.query_params.get("session", "")
    return int(asked) if asked.isdecimal() else None


def _draw(group: AlertGroup, one: EpisodeAssessment, page: ClientPage) -> None:
    with st.container(key=f"alert-{group.severity}-{group.key}", gap="small"):
        st.html(_group_html(group))
        draw_alert_work(group, one, page)


def draw_alert_work(group: AlertGroup, one: EpisodeAssessment, page: ClientPage, *, words: str = "") -> None:
    """Draw what can be done about alerts, the session they are about, and why they were raised.

    `words` is HTML that stands below the first steps.
    """
    is_work = page.can_mark_alerts and page.episode.closed_on is None
    if is_work:
        _draw_steps(group, page)
    if words:
        st.html(words)
    if is_work:
        _draw_closing(group)
    draw_alert_comments(group, page)
    whys = (_explanation(alert, one) for alert in group.alerts)
    session = session_details_html(page, group.meeting)
    st.html(_look_back_html(group, page) + session + why_details_html(*whys, after=_raised_html(group)))


def _look_back_html(group: AlertGroup, page: ClientPage) -> str:
    """Lead from a strained alliance to what was said in that session."""
    first = group.alerts[0]
    if first.kind != ScaleKind.ALLIANCE or not first.session_id:
        return ""
    query = {"episode": page.episode.episode_id, "session": first.session_id}
    return links_html(link_html(f"Look back at session {group.meeting}", "reading", query, icon="history"))


def _draw_steps(group: AlertGroup, page: ClientPage) -> None:
    ahead = [(state, label, group.before(state)) for state, label in STEPS]
    with st.container(horizontal=True, gap="small", key=f"steps-{group.key}"):
        for state, label, alerts in ahead:
            if alerts:
                st.button(label, key=f"{state}-{group.key}", on_click=_take_step, args=(alerts, state))
        _draw_repair(group, page)
        _draw_snooze(group)


def _draw_repair(group: AlertGroup, page: ClientPage) -> None:
    """Lead from a strained alliance to the guide, whose plan then says here how far it has come."""
    first = group.alerts[0]
    if first.kind == ScaleKind.ALLIANCE and first.session_id:
        planned = any(alert.state is AlertState.REPAIR_PLANNED for alert in group.alerts)
        label = "Open the repair" if planned else "Plan a repair"
        query = {"episode": page.episode.episode_id, "alert": first.alert_id}
        page_link(label, "repair", query, icon=":material/healing:")


def _draw_snooze(group: AlertGroup) -> None:
    awake, asleep = group.awake(), [alert for alert in group.alerts if alert.snoozed]
    if awake:
        st.button("Not before the next session", key=f"snooze-{group.key}", on_click=_put_off, args=(awake,))
    elif asleep:
        st.button("Bring it back now", key=f"wake-{group.key}", on_click=_bring_back, args=(asleep,))


def _draw_closing(group: AlertGroup) -> None:
    with folded(CLOSE, f"close-{group.alerts[0].alert_id}", size="compact") as is_drawn:
        if is_drawn:
            _draw_closing_form(group)


def _draw_closing_form(group: AlertGroup) -> None:
    with st.form(f"close-{group.key}", border=False):
        reason = st.text_area("Why can it be closed?", key=f"reason-{group.key}", max_chars=500, height=90)
        if st.form_submit_button("Close this alert", type="primary"):
            _close(group, reason)


def _take_step(alerts: Sequence[AlertRow], state: AlertState) -> None:
    _mark(alerts, state)


def _put_off(alerts: Sequence[AlertRow]) -> None:
    _each(snooze_alert, alerts)


def _bring_back(alerts: Sequence[AlertRow]) -> None:
    _each(wake_alert, alerts)


def _close(group: AlertGroup, reason: str) -> None:
    if not reason.strip():
        st.warning("Write a few words, so that a colleague understands it later.")
    elif _mark(group.alerts, AlertState.CLOSED, reason):
        st.rerun()


def _mark(alerts: Sequence[AlertRow], state: AlertState, reason: str = "") -> bool:
    """Note what became of the alerts; say why not, when it could not be."""
    return _each(partial(mark_alert, state=state, reason=reason), alerts)


def _each(step: Callable[..., None], alerts: Sequence[AlertRow]) -> bool:
    """Take a step with each alert; say why not, when it could not be."""
    actor = current_actor()
    try:
        for alert in alerts:
            step(current_clinic(), actor, alert.alert_id)
    except (ConflictError, InputError, NotFoundError, StoreUnavailableError) as refused:
        st.toast(plain(str(refused)))
        return False
    return True


def _group_html(group: AlertGroup) -> str:
    when = f"session {group.meeting} · {_how_far(group)}"
    top = f'<p class="ml-alert-top">{status_html(SEVERITY[group.severity])}<span>{escape(when)}</span></p>'
    return top + "".join(_finding_html(alert) for alert in group.alerts)


def _how_far(group: AlertGroup) -> str:
    said = ALERT_STATE[group.state].lower()
    said += marked_after(group.talked_at) if group.state in TALKED else ""
    return said + (" · waits for the next session" if group.snoozed else "")


def _finding_html(alert: AlertRow) -> str:
    numbers = evidence_said(alert.evidence)
    line = f" · line: {alert.line}" if alert.line else ""
    now = f"goes on at session {alert.goes_on_at}: " if alert.goes_on_at else ""
    return (
        f'<p class="ml-alert-title">{escape(alert.title.rstrip("."))}</p>'
        f'<p class="ml-quiet">{escape(now + numbers + line)}</p>'
    )


def _draw_done(alerts: Sequence[AlertRow]) -> None:
    if alerts:
        with st.expander(f"Earlier alerts ({len(alerts)})"):
            st.html("".join(_done_html(alert) for alert in alerts))


def _done_html(alert: AlertRow) -> str:
    became = ALERT_STATE[alert.state]
    became += f" (session {alert.answered_by_meeting})" if alert.answered_by_meeting else ""
    became += f": {alert.reason.rstrip('.')}" if alert.reason else ""
    return (
        f'<p class="ml-alert-title">Session {alert.meeting}: {escape(alert.title)}</p>'
        f'<p class="ml-quiet">{escape(became)}.</p>{comments_html(alert.comments)}'
    )


def _explanation(alert: AlertRow, one: EpisodeAssessment) -> Explanation:
    """Explain by the rule as it speaks today; one that is silent by now is explained by what it said then."""
    try:
        return explain(one, alert.rule, alert.goes_on_at or alert.meeting)
    except NotFoundError:
        return Explanation(
            title=alert.title,
            formula=alert.why,
            values=tuple(alert.evidence.items()),
            line=alert.line,
            policy=f"{alert.policy} {alert.policy_version}",
            source=alert.source,
            usual_next_step=alert.next_step,
        )


def _raised_html(group: AlertGroup) -> str:
    """Say when the alerts were raised and by which versions, once where it is the same for all."""
    said = dict.fromkeys(_raised(alert) for alert in group.alerts)
    return f'<p class="ml-quiet ml-raised">{escape(" ".join(said))}</p>'


def _raised(alert: AlertRow) -> str:
    path = f", expected path {alert.trajectory} {alert.trajectory_version}" if alert.trajectory else ""
    day = day_said(alert.raised_at.astimezone().date())
    return f"Raised on {day} by policy {alert.policy} {alert.policy_version}{path}."
