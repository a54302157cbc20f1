"""The monthly report: choose the month and the team or programme, ask for it, and download it once it is made."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.api.service_report import ADDRESS
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.dates import moment_said, month_said
from fit.casework.director import ask_for_service_report, list_service_reports, open_service_report
from fit.casework.views import ReportState
from fit.errors import AccessDeniedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import AskedReport, ReportChoices

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
HOW = (
    "It is made while you go on with your work, and waits here for thirty days, for you alone. "
    "That you took it out is noted in the audit."
)
ASKED_EVERY = "2s"
BEING_MADE = "A report is being made. You can leave this page meanwhile."
READY = "No report is being made now. The last one that you asked for stands first."


def page() -> None:
    """Draw the choices, what asks for the report, and those that were asked for."""
    found = open_service_report(current_clinic(), current_actor())
    st.title("Service report", anchor=False)
    st.html(f'<p class="ml-lead">{LEAD}</p>')
    _draw_choices(found)
    reports = list_service_reports(current_clinic(), current_actor())
    under_way = _any_waits(reports)
    if reports:
        st.header("Your reports", anchor=False)
        st.fragment(_draw_reports, run_every=ASKED_EVERY if under_way else None)(under_way=under_way)


def _draw_choices(found: ReportChoices) -> None:
    month = st.selectbox("Month", found.months, format_func=month_said, key="report-month", width=360)
    team = _draw_part("Team", TEAM, found.teams, EVERYBODY, PROGRAMME)
    programme = _draw_part("Programme", PROGRAMME, found.programmes, EVERYTHING, TEAM) if found.programmes else ""
    if found.programmes and (team or programme):
        st.html(f'<p class="ml-quiet">{WHY_ONE}</p>')
    names = st.checkbox(WITH_NAMES, key=NAMES, disabled=bool(programme)) and not programme
    whose = f"{month_said(month)}, {team or programme or EVERYBODY.lower()}"
    st.html(
        f'<p class="ml-quiet">A PDF file: {escape(whose)}, with the eleven months before. '
        f"{NAMED if names else NOT_NAMED} {HOW}</p>"
    )
    if st.button("Make the report", type="primary", key="report-make"):
        with saying_why():
            ask_for_service_report(
                current_clinic(), current_actor(), month, team or None, programme or None, names=names
            )


def _draw_part(label: str, key: str, names: tuple[str, ...], all_of_them: str, other: str) -> str:
    """Ask for one of these; not together with the other part, which would leave too few."""
    taken = bool(st.session_state.get(other))
    return st.selectbox(
        label, ("", *names), format_func=lambda one: one or all_of_them, key=key, width=360, disabled=taken
    )


def _draw_reports(*, under_way: bool) -> None:
    try:
        found = list_service_reports(current_clinic(), current_actor(in_use=False))
    except AccessDeniedError:
        st.info("Service reports are not yours any more.")
        return
    st.html(f'<p class="ml-quiet" role="status">{BEING_MADE if _any_waits(found) else READY}</p>')
    lines = "".join(f"<li>{_line(one)}</li>" for one in found)
    st.html(f'<ul class="ml-next">{lines}</ul>')
    if under_way and not _any_waits(found):
        st.rerun()  # all are made: the page stops asking


def _line(one: AskedReport) -> str:
    whose = escape(one.team or one.programme or EVERYBODY.lower())
    what = f"{month_said(one.month)}, {whose}, {'with' if one.names else 'without'} clinicians' names"
    asked = f'<span class="ml-quiet">asked for on {moment_said(one.asked_at)}</span>'
    if one.state is ReportState.READY:
        return f'<a href="{ADDRESS}?report={one.report_id}" download>Download: {what}</a> {asked}'
    return f"{what}: {escape(one.why_not) or 'is being made'} \u00b7 {asked}"


def _any_waits(reports: Sequence[AskedReport]) -> bool:
    return any(one.state is ReportState.WAITS for one in reports)
