"""What cannot wait, on top of a client's page: what was marked, in words; what to ask; what can be done about it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.alert_group import grouped
from dashboard.components.alert_list import draw_alert_work
from dashboard.components.prompts import prompt_html
from dashboard.components.status import status_html
from dashboard.dates import session_said
from dashboard.risk_words import RISK, risk_answers
from dashboard.words import ALERT_STATE, SEVERITY
from fit.policies import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.components.alert_group import AlertGroup
    from fit.casework.views import AlertRow, ClientPage, SessionRow

__all__ = ["RISK", "draw_risk", "has_risk"]


def draw_risk(client: ClientPage) -> None:
    """Draw every open alert that cannot wait; nothing where there is none."""
    if client.assessment is None:
        return
    for group in grouped(_urgent(client)):
        with st.container(key=f"alert-{group.severity}-{group.key}", gap="small"):
            st.html(_html(client, group))
            prompt = next((prompt for prompt in client.prompts if prompt.situation == RISK), None)
            draw_alert_work(group, client.assessment, client, words=prompt_html(prompt, level=2) if prompt else "")


def has_risk(client: ClientPage) -> bool:
    """Whether anything on this page cannot wait."""
    return bool(_urgent(client))


def _urgent(client: ClientPage) -> list[AlertRow]:
    return [alert for alert in client.alerts if alert.state.is_open and alert.severity is Severity.URGENT]


def _html(client: ClientPage, group: AlertGroup) -> str:
    session = next(one for one in client.sessions if one.meeting == group.meeting)
    day = session_said(session.meeting, session.occurred_on, client.as_of)
    when = f"{client.client_label} · {day} · {ALERT_STATE[group.state].lower()}"
    top = f'<p class="ml-alert-top">{status_html(SEVERITY[group.severity])}<span>{escape(when)}</span></p>'
    marked = list(_marked(session)) if any(alert.rule == RISK for alert in group.alerts) else []
    said = marked or [f'<p class="ml-alert-title">{escape(alert.title)}</p>' for alert in group.alerts]
    return f'<div role="alert">{top}{"".join(said)}</div>'


def _marked(session: SessionRow) -> Iterator[str]:
    """Say each answer above the lowest to a question about risk: its topic, its words, its number."""
    for one in risk_answers(session):
        if one.is_marked:
            quiet = f'<span class="ml-quiet">{escape(one.on_which)}</span>'
            yield f'<p class="ml-alert-title">{escape(one.said)} {quiet}</p>'
