"""The monthly report to take along: choose the month and the team or programme, and download it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.api.service_report import ADDRESS
from dashboard.clinic import current_clinic
from dashboard.dates import month_said
from fit.casework.director import open_service_report

__all__ = ["page"]

EVERYBODY, EVERYTHING = "All teams together", "All programmes together"
TEAM, PROGRAMME = "report-team", "report-programme"
WHY_ONE = "A team or a programme: both at once would leave so few that figures could point at somebody."
LEAD = (
    "Twelve months in figures, to read alone or with the team: alliance, outcomes, repairs, and how complete the "
    "ratings are. No client is named in it, and figures of few are left out. "
    "Without names it may be handed to a funder or an insurer: it tells of the service, its teams and its programmes."
)
NAMES, WITH_NAMES = "report-names", "With clinicians' names, for the leads of the service alone"
NAMED = "Clinicians stand in it by name: it stays with the leads of the service unless the clinicians agree."
NOT_NAMED = "No clinician stands in it."


def page() -> None:
    """Draw the choices and the link to the file."""
    found = open_service_report(current_clinic(), current_actor())
    st.title("Service report", anchor=False)
    st.html(f'<p class="ml-lead">{LEAD}</p>')
    month = st.selectbox("Month", found.months, format_func=month_said, key="report-month", width=360)
    team = _draw_part("Team", TEAM, found.teams, EVERYBODY, PROGRAMME)
    programme = _draw_part("Programme", PROGRAMME, found.programmes, EVERYTHING, TEAM) if found.programmes else ""
    if found.programmes and (team or programme):
        st.html(f'<p class="ml-quiet">{WHY_ONE}</p>')
    names = st.checkbox(WITH_NAMES, key=NAMES, disabled=bool(programme)) and not programme
    parts = {"team": team, "programme": programme, "names": "1" if names else ""}
    asked = {"month": f"{month:%Y-%m}", **{name: one for name, one in parts.items() if one}}
    whose = f"{month_said(month)}, {team or programme or EVERYBODY.lower()}"
    st.html(
        f'<p class="ml-next"><a href="{ADDRESS}?{escape(urlencode(asked))}" download>Download the report</a></p>'
        f'<p class="ml-quiet">A PDF file: {escape(whose)}, with the eleven months before. '
        f"{NAMED if names else NOT_NAMED} "
        "Made when you ask for it, "
        "kept nowhere, and noted in the audit.</p>"
    )


def _draw_part(label: str, key: str, names: tuple[str, ...], all_of_them: str, other: str) -> str:
    """Ask for one of these; not together with the other part, which would leave too few."""
    taken = bool(st.session_state.get(other))
    return st.selectbox(
        label, ("", *names), format_func=lambda one: one or all_of_them, key=key, width=360, disabled=taken
    )
