"""Between clinicians, fairly: a funnel and pooled estimates by name, no order of gain, and gentle words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.charts.funnel import funnel, funnel_in_words
from dashboard.components.chart import draw_chart
from dashboard.components.links import page_link
from dashboard.components.outcome_table import table_html
from dashboard.components.outcome_words import Reader, in_brief, why_of
from dashboard.components.screen import screen_palette
from dashboard.components.why import draw_why
from dashboard.dates import day_said
from dashboard.sentences import counted
from fit.casework.actor import Role
from fit.casework.views import OutcomesScope
from fit.service.alliance_grid import Measure
from fit.service.figure import NotAssessable
from fit.service.partial_pooling import FEWEST_SHOWN, FEWEST_SURE
from fit.service.share_bands import FEWEST_FOR_A_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.views import BetweenClinicians, ClinicianFigure, OutcomesPage

__all__ = ["draw_between", "draw_completeness"]

HOW_TO_READ = (
    "Gain of closed episodes, adjusted for where clients began and how old they are. Between the dashed lines lies "
    "what chance and the usual spread do in 19 of 20 clinicians. The estimate is drawn toward the clinic's mean, the "
    "more the fewer the episodes. Names stand in the order of the alphabet; nobody is ranked."
)
COARSE = (
    f" Numbers are rounded to the nearest five. Of fewer than about {FEWEST_FOR_A_NUMBER} sessions it is told between "
    "which steps of 5 % the share lies, since rounding alone could move it by more: where two of these overlap, there "
    "is no difference to speak of."
)
FOR_YOURSELF = (
    "You see yourself against the clinic's spread. Colleagues are drawn as limits, not as dots: in a small clinic a "
    "dot has a name."
)
MEANS = (
    "It differs from colleagues by more than chance and the usual spread explain. It does not say why: which clients "
    "come, what is asked of them and what else is going on are not in the figure. What helps: look together at two or "
    "three courses, up or down, and ask what others could learn."
)
SILENT = "Nobody differs by more than chance and the usual spread explain. That is no proof that all are alike."
WHOSE_SESSIONS = {
    OutcomesScope.OWN: "Of your own sessions of the last eight weeks, whatever is chosen above.",
    OutcomesScope.TEAM: "Of all sessions of these clinicians in the last eight weeks, whatever filter is chosen above.",
    OutcomesScope.CLINIC: "Of the whole clinic and the last eight weeks, whatever is chosen above.",
}
WHAT_SUFFERS = (
    "Where a share is low, these figures of that time speak of the rated sessions alone: the mean session rating, "
    "ratings below the line, falls, dips and what was repaired; and alerts on the alliance are missing for the "
    "sessions that were not rated."
)
UNRATED = {"measure": Measure.UNRATED.value}
"""The measure with which Alliance is opened from here."""
ALL_TIME = "Of the whole clinic and the whole time, whatever is chosen above."


def draw_between(found: OutcomesPage) -> None:
    """Draw the clinicians that may be seen beside each other."""
    st.header("Between clinicians", anchor=False)
    told = found.between
    if isinstance(told, NotAssessable):
        st.html(f'<p class="ml-quiet">Nothing to compare yet: {escape(told.reason)}.</p>')
        return
    own = f" {FOR_YOURSELF}" if found.scope is OutcomesScope.OWN else ""
    st.html(f'<p class="ml-quiet">{HOW_TO_READ}{own} {ALL_TIME}</p>{_hidden(told, found)}')
    if told.clinicians:
        _draw_funnel(told)
    draw_why(why_of("adjusted_gain", found.policy, Reader.of(found)))


def _draw_funnel(told: BetweenClinicians) -> None:
    words = funnel_in_words(told)
    draw_chart(funnel(told, screen_palette()), key="outcomes-funnel", alt=words)
    rounded = f" Gains are rounded to half a point{', episodes to the nearest five' if told.rounded else ''}."
    st.html(f'<p class="ml-picture-words">{escape(words)} An open dot is provisional.{rounded}</p>')
    head = ("Clinician", "Closed episodes", "Estimate", "95 % interval", "Note")
    st.html(table_html("Between clinicians", head, map(_row, told.clinicians)))
    st.html(f"<p>{escape(_standing_out(told))}</p>")


def _row(one: ClinicianFigure) -> tuple[str, ...]:
    name = "You" if one.is_you else one.name
    ends = f"{_points(one.lower)} to {_points(one.upper)}"
    return (name, str(one.n), f"{_points(one.estimate)} points", ends, ", ".join(_notes(one)))


def _notes(one: ClinicianFigure) -> Iterator[str]:
    if one.provisional:
        yield f"provisional: fewer than {FEWEST_SURE}"
    if one.stands_out:
        yield "worth a look together"


def _points(value: float) -> str:
    return f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")


def _standing_out(told: BetweenClinicians) -> str:
    if not told.compared:
        return f"Whether anybody differs by more than chance cannot be said yet: {told.reason}."
    if not any(one.stands_out for one in told.clinicians):
        return SILENT
    return f"Worth a look together: {MEANS}"


def _hidden(told: BetweenClinicians, found: OutcomesPage) -> str:
    """Say who is not shown, and why; one's own absence is said to oneself."""
    if told.hidden:
        who = counted(told.hidden, "clinician")
        return f'<p class="ml-quiet">{who} with fewer than {FEWEST_SHOWN} closed episodes: not shown.</p>'
    if found.scope is not OutcomesScope.CLINIC and not told.clinicians:
        whose = "You have" if found.scope is OutcomesScope.OWN else "Each of them has"
        return (
            f'<p class="ml-quiet">{whose} fewer than {FEWEST_SHOWN} closed episodes rated twice. With so few, a figure '
            "would say more of chance than of work.</p>"
        )
    return ""


def draw_completeness(found: OutcomesPage) -> None:
    """Draw the share of sessions with a session rating by clinician and week."""
    st.header("How complete the ratings are", anchor=False)
    st.html(f'<p class="ml-quiet">{WHOSE_SESSIONS[found.scope]} {WHAT_SUFFERS}</p>')
    if current_actor().role is not Role.CLINICIAN:
        page_link("Longer: weeks, months and quarters of sessions without a session rating", "alliance", UNRATED)
    if not found.completeness:
        st.html('<p class="ml-quiet">No session with a day in the last weeks.</p>')
        return
    weeks = sorted({week for row in found.completeness for week in row.weeks})
    head = ("Clinician", "All these weeks", *(day_said(week).rsplit(" ", 1)[0] for week in weeks))
    rows = [
        (
            row.name,
            in_brief(row.whole),
            *(in_brief(row.weeks[week]) if week in row.weeks else "\N{EN DASH}" for week in weeks),
        )
        for row in found.completeness
    ]
    st.html(table_html("Sessions with a session rating, by week", head, rows))
    st.html(
        '<p class="ml-quiet">Share of sessions with a session rating (of how many), by the week\'s Monday.'
        f"{COARSE if found.scope is OutcomesScope.CLINIC else ''}</p>"
    )
    draw_why(why_of("sessions_with_session_rating", found.policy, Reader.of(found)))
