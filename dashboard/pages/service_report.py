"""The monthly report to take along: choose the month and the team, and download it."""

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

EVERYBODY = "All teams together"
LEAD = (
    "Twelve months in figures, to read alone or with the team: alliance, outcomes, repairs, and how complete the "
    "ratings are. Nobody can be recognised in it, so that it may be passed on."
)


def page() -> None:
    """Draw the choices and the link to the file."""
    found = open_service_report(current_clinic(), current_actor())
    st.title("Service report", anchor=False)
    st.html(f'<p class="ml-lead">{LEAD}</p>')
    month = st.selectbox("Month", found.months, format_func=month_said, key="report-month", width=360)
    team = st.selectbox(
        "Team", ("", *found.teams), format_func=lambda one: one or EVERYBODY, key="report-team", width=360
    )
    asked = {"month": f"{month:%Y-%m}", **({"team": team} if team else {})}
    whose = f"{month_said(month)}, {team or EVERYBODY.lower()}"
    st.html(
        f'<p class="ml-next"><a href="{ADDRESS}?{escape(urlencode(asked))}" download>Download the report</a></p>'
        f'<p class="ml-quiet">A PDF file: {escape(whose)}, with the eleven months before. Made when you ask for it, '
        "kept nowhere, and noted in the audit.</p>"
    )
