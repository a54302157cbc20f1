"""Outcomes: what share improved, how sure is it, compared with what; of one's own clients, a team, or the clinic."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.kept_choices import begin_with, keep
from dashboard.components.outcome_between import draw_between, draw_completeness
from dashboard.components.outcome_figures import draw_figures
from dashboard.components.outcome_filters import STATES, chosen_filters, chosen_state, draw_filters, forget_filters
from dashboard.components.outcome_pictures import draw_change, draw_courses
from dashboard.components.outcome_table import table_html
from dashboard.components.outcome_words import AS_CONTEXT, CONTEXT, beside_others, context_of, said_of
from dashboard.components.outcome_years import draw_years
from dashboard.components.own_sheet import use_sheet
from dashboard.dates import moment_said
from fit.casework.actor import Role
from fit.casework.clinician import open_outcomes
from fit.casework.director import open_clinic_outcomes
from fit.casework.supervisor import open_team_outcomes
from fit.casework.views import OutcomesScope
from fit.errors import InputError
from fit.service.definitions import definition
from fit.service.episodes import State
from fit.service.figure import Figure, NotAssessable
from fit.service.suppression import LEAST_COUNT, Few, Rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fit.casework.views import OutcomesFilter, OutcomesPage
    from fit.service.figure import Answer
    from fit.service.suppression import Published

__all__ = ["page"]

STYLE: Final = Path(__file__).parent.parent / "components" / "outcomes.css"
TOGETHER, MINE = "Your clinicians together", "My own clients"
LEAD = {
    OutcomesScope.OWN: "Your own clients, beside those of all colleagues together. It compares nobody by name.",
    OutcomesScope.TEAM: "Clients of those you supervise. It is there to learn from together.",
    OutcomesScope.CLINIC: (
        "The whole clinic. Counts are rounded to the nearest five; counts of fewer than {least}, and figures about "
        "fewer than {smallest} clients, are withheld: they would point at somebody."
    ),
}
A_MOMENT: Final = timedelta(minutes=1)
SHORT, PART, WHOSE = "In short", "outcomes-part", "outcomes-of"
BESIDE = ("episodes", "reliably_better", "reliably_worse", "gain_mean", "sessions_mean", "sessions_with_both")
"""Figures that are read across how care stands."""


def page() -> None:
    """Draw the outcomes for whoever asks."""
    use_sheet()
    st.html(STYLE)
    st.title("Outcomes", anchor=False)
    found = _asked_for()
    lead = LEAD[found.scope].format(smallest=found.smallest_group, least=LEAST_COUNT)
    st.html(f'<p class="ml-lead">{lead}{_until(found)}</p>')
    draw_filters(found)
    if _is_empty(found):
        st.html(
            '<div class="ml-empty"><h2>Nothing to count yet</h2><p>As soon as clients have been rated twice, how they '
            "have changed is told here.</p></div>"
        )
        st.stop()
    state = chosen_state(found)
    _draw_answer(found, state)
    PARTS[_part_asked_for()](found, state)


def _until(found: OutcomesPage) -> str:
    """Say until when what is counted was recorded, where that is more than a moment ago."""
    is_of_now = current_clinic().now() - found.read_at < A_MOMENT
    return "" if is_of_now else f" Of what was recorded until {moment_said(found.read_at)}."


def _part_asked_for() -> str:
    """Ask what to look at; one part at a time is drawn, so that each is there at once."""
    begin_with(PART, SHORT, PARTS)
    asked = st.segmented_control("Look at", list(PARTS), key=PART)
    keep(PART)
    return asked or SHORT


def _draw_short(found: OutcomesPage, state: State) -> None:
    draw_change(found, state)
    _draw_side_by_side(found)


def _asked_for() -> OutcomesPage:
    """Open what was chosen; where that is not offered any more, all."""
    try:
        return _open(chosen_filters())
    except InputError:
        forget_filters()
        return _open(chosen_filters())


def _open(chosen: OutcomesFilter) -> OutcomesPage:
    clinic, actor = current_clinic(), current_actor()
    if actor.role is Role.DIRECTOR:
        return open_clinic_outcomes(clinic, actor, chosen)
    if actor.role is Role.SUPERVISOR:
        return _of_team(chosen)
    return open_outcomes(clinic, actor, chosen)


def _of_team(chosen: OutcomesFilter) -> OutcomesPage:
    """Ask whose, and open those; one's own clients are a choice of their own."""
    clinic, actor = current_clinic(), current_actor()
    people = dict(open_team_outcomes(clinic, actor).people)
    names = {"": TOGETHER, **people, actor.user_id: MINE}
    st.selectbox("Whose clients", list(names), format_func=names.__getitem__, key=WHOSE, width=360)
    return _of_those(chosen)


def _of_those(chosen: OutcomesFilter) -> OutcomesPage:
    """Open the clients of whoever was chosen."""
    clinic, actor, whose = current_clinic(), current_actor(), st.session_state[WHOSE]
    if whose == actor.user_id:
        return open_outcomes(clinic, actor, chosen)
    return open_team_outcomes(clinic, actor, chosen, whose or None)


def _open_again(chosen: OutcomesFilter) -> OutcomesPage:
    """Open the same with other filters, without asking again whose."""
    return _of_those(chosen) if current_actor().role is Role.SUPERVISOR else _open(chosen)


def _is_empty(found: OutcomesPage) -> bool:
    better = found.states[State.ALL].figures.figures["reliably_better"]
    return isinstance(better, NotAssessable) and not found.chosen.count


def _draw_answer(found: OutcomesPage, state: State) -> None:
    """Answer first what everybody asks: what share improved, how sure that is, compared with what."""
    figures = found.states[state].figures.figures
    better, worse = said_of(figures["reliably_better"]), said_of(figures["reliably_worse"])
    beside = ""
    if found.others is not None and state in found.others:
        others = said_of(found.others[state].figures["reliably_better"])
        beside = f"<p><b>Colleagues together:</b> {escape(others.value)}, {escape(others.rests_on)}</p>"
    of_better, of_worse, caveat = (
        (_context("reliably_better"), _context("reliably_worse", "reliably_better"), f"{AS_CONTEXT} ")
        if _is_told(figures)
        else ("", "", "")
    )
    st.html(
        f'<section class="ml-answer" aria-label="In short"><p class="ml-answer-first"><b>Reliably better:</b> '
        f"{escape(better.value)}</p><p><b>How sure:</b> {escape(better.rests_on)}</p>{beside}"
        f"{of_better}"
        f"<p><b>Reliably worse:</b> {escape(worse.value)}, {escape(worse.rests_on)}</p>"
        f"{of_worse}"
        f"<p>{caveat}Nobody untreated is compared: it says how far clients have come, not what brought them there.</p>"
        "</section>"
    )


def _is_told(figures: Mapping[str, Answer | Published]) -> bool:
    """Whether both the better and the worse are told: beside one alone, what others found would flatter or shame."""
    return all(isinstance(figures[one], Figure | Rounded | Few) for one in ("reliably_better", "reliably_worse"))


def _context(name: str, below: str = "") -> str:
    """What others found, as beside the figure itself."""
    return "".join(
        f'<p class="ml-context"><b>{CONTEXT}:</b> {escape(text)}</p>' for text, _ in context_of(name, below=below)
    )


def _draw_side_by_side(found: OutcomesPage) -> None:
    """Draw the main figures for every state of care, so that no state hides another, where they are told apart."""
    if len(found.states) == 1:
        return
    st.header("Side by side: how care stands", anchor=False)
    rows = [
        (definition(name).title, *(beside_others(found.states[state].figures.figures[name]) for state in STATES))
        for name in BESIDE
    ]
    st.html(table_html("How care stands", ("Figure", *STATES.values()), rows))
    st.html('<p class="ml-quiet">In brackets: the 95 % interval.</p>')


def _draw_years(found: OutcomesPage, state: State) -> None:
    draw_years(found, state, BESIDE, _open_again)


def _draw_courses(found: OutcomesPage, _: State) -> None:
    draw_courses(found)


def _draw_between(found: OutcomesPage, _: State) -> None:
    draw_between(found)


def _draw_completeness(found: OutcomesPage, _: State) -> None:
    draw_completeness(found)


PARTS: Final[dict[str, Callable[[OutcomesPage, State], None]]] = {
    SHORT: _draw_short,
    "All figures": draw_figures,
    "Year by year": _draw_years,
    "How many sessions": _draw_courses,
    "Between clinicians": _draw_between,
    "How complete": _draw_completeness,
}
"""The parts of the page, by name."""
