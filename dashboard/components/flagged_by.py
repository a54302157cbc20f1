"""What flags a session: its alerts in a line each, and the lines of the session rating that fell."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.status import status_html
from dashboard.evidence import evidence_said
from dashboard.sentences import result
from dashboard.words import ALERT_STATE, SEVERITY
from fit.assessment import gravity
from fit.policies import Severity

if TYPE_CHECKING:
    from fit.casework.views import AlertRow, ReadingPage
    from fit.repair import ItemFall

__all__ = ["alert_html", "draw_flagged_by"]


def draw_flagged_by(found: ReadingPage) -> None:
    """Say why somebody should look at this session, with the numbers; or that nothing flags it."""
    flags = sorted((one for one in found.alerts if one.severity is not Severity.GOOD), key=_gravity)
    with st.container(key="flagged-by", gap="small"):
        st.html("".join(map(alert_html, flags)) or "<p>Nothing flags this session.</p>")
        st.html(_ratings_html(found))


def _gravity(alert: AlertRow) -> tuple[int, ...]:
    """Where an alert stands whatever became of it."""
    return gravity(alert.rule, alert.severity, alert.meeting)


def alert_html(alert: AlertRow) -> str:
    """Say in a line what was found, with its numbers and what became of it."""
    numbers = evidence_said(alert.evidence)
    line = f" · line: {alert.line}" if alert.line else ""
    said = f"{numbers}{line} · {ALERT_STATE[alert.state].lower()}"
    title = escape(alert.title.rstrip("."))
    return (
        f'<p class="ml-flag">{status_html(SEVERITY[alert.severity])} <strong>{title}</strong> '
        f'<span class="ml-quiet">{escape(said)}</span></p>'
    )


def _ratings_html(found: ReadingPage) -> str:
    given = ", ".join(f"{rating.scale_title} {result(rating)}" for rating in found.ratings)
    fell = "; ".join(map(_fell, found.fallen))
    is_first = any(fall.before is None for fall in found.fallen)
    what = f" {'Low lines' if is_first else 'Lower than the time before'}: {fell}." if fell else ""
    return f'<p class="ml-quiet">Ratings of this session: {escape(given or "none")}.{escape(what)}</p>'


def _fell(fall: ItemFall) -> str:
    return f"{fall.item} {fall.now}" if fall.before is None else f"{fall.item} {fall.now} ({fall.before} before)"
