"""The flagged sessions behind a cell, each with the way to look back at it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.links import page_link
from dashboard.components.paging import of_this_page
from dashboard.dates import day_said
from dashboard.sentences import counted
from dashboard.words import ALERT_STATE

if TYPE_CHECKING:
    from fit.casework.views import FlaggedSession, FlaggedSessions

__all__ = ["FOUND", "draw_flagged_sessions"]

FOUND: Final = "flagged-found"
"""Key of the container that says what is behind the cell."""


def draw_flagged_sessions(found: FlaggedSessions, cell: str) -> None:
    """Draw the sessions, the newest first, below what the cell says, with how many and its interval."""
    with st.container(key=FOUND):
        st.html(f'<p role="status" tabindex="-1">{_summary(found)} {escape(cell)}</p>')
    for one in of_this_page(found.sessions, "flagged"):
        with st.container(key=f"flagged-{one.session_id}", gap=None):
            st.html(_said(one))
            page_link(
                f"Look back at session {one.meeting} of {one.client_label}",
                "reading",
                {"episode": one.episode_id, "session": one.session_id},
                icon=":material/history:",
            )


def _summary(found: FlaggedSessions) -> str:
    days = f"{day_said(found.first)} to {day_said(found.last)}"
    flagged = counted(len(found.sessions), "session")
    said = f"<strong>{flagged} to look at</strong> with {escape(found.clinician_name)}, {days}."
    if not found.sessions:
        said = f"No session with {escape(found.clinician_name)} asks for a look, {days}."
    if found.elsewhere:
        said += f" {counted(found.elsewhere, 'more session')} of clients who are with somebody else by now."
    return said


def _said(one: FlaggedSession) -> str:
    rated = "no session rating" if one.alliance is None else f"session rating {one.alliance}"
    titles = escape("; ".join(one.alerts))
    return (
        f'<p class="ml-flagged"><strong>{escape(one.client_label)}</strong>, session {one.meeting}, '
        f"{day_said(one.occurred_on)}, {rated}. {titles}: {ALERT_STATE[one.state]}.</p>"
    )
