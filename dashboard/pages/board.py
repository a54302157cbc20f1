"""Where help is needed: what waits, what was answered in time, who has no ratings; and what helps."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.outcome_figures import draw_figure
from dashboard.components.outcome_table import table_html
from dashboard.components.outcome_words import in_brief, why_of
from dashboard.components.own_sheet import use_sheet
from dashboard.components.why import draw_why
from dashboard.sentences import counted
from fit.casework.actor import Role
from fit.casework.director import open_board
from fit.casework.supervisor import open_team_board

if TYPE_CHECKING:
    from fit.casework.views import Board

__all__ = ["page"]

STYLE: Final = Path(__file__).parent.parent / "components" / "outcomes.css"
HELPS = {
    "on_watch": "An alert is a question, not a verdict. What helps: time in supervision for the two or three that "
    "worry the clinician most, before the next session.",
    "alerts_answered": "What helps: ten minutes before each session to look at what is new, kept free in the diary.",
    "alerts_never_opened": "Mostly no time, or nobody knew. What helps: ask what is in the way, and go through the "
    "list once together.",
    "clinicians_without_ratings": "Often a tablet, a room or the words to introduce the form are missing. What helps: "
    "sit in on one session's beginning, or offer to try the first form together.",
}
"""What each figure asks of a service lead: to make something easier."""
TITLES = {"on_watch": "On watch", "alerts_answered": "Answered in a week", "alerts_never_opened": "Never opened"}


def page() -> None:
    """Draw the board for a director, or for a supervisor by supervisee."""
    use_sheet()
    st.html(STYLE)
    st.title("Where help is needed", anchor=False)
    clinic, actor = current_clinic(), current_actor()
    found = (open_board if actor.role is Role.DIRECTOR else open_team_board)(clinic, actor)
    st.html(f'<p class="ml-lead">{_lead(found)}</p>')
    if not found.asked:
        st.html(
            '<div class="ml-empty"><h2>Nobody has an open client</h2><p>With the first sessions it begins.</p></div>'
        )
        st.stop()
    for name in TITLES:
        draw_figure(name, found.together.figures[name], "", after=_helps(name))
    _draw_without_ratings(found)
    _draw_people(found)


def _lead(found: Board) -> str:
    whose = "of the clinicians you supervise" if isinstance(found.without_ratings, tuple) else "of the whole clinic"
    rule = (
        ""
        if isinstance(found.without_ratings, tuple)
        else (
            " Counts are rounded to the nearest five; what is about fewer than "
            f"{found.smallest_group} clients is withheld."
        )
    )
    return f"The open work {whose}: there to help, not to judge.{rule}"


def _draw_without_ratings(found: Board) -> None:
    told = found.without_ratings
    number = told if isinstance(told, int) else len(told)
    said = f"{number} of {counted(found.asked, 'clinician')} with open clients"
    names = "" if isinstance(told, int) or not told else f": {', '.join(told)}"
    with st.container(key="figure-clinicians-without-ratings", gap=None):
        st.html(
            '<div class="ml-figure"><p>Without a session rating in the last four weeks</p>'
            f'<div><p class="ml-figure-value">{escape(said)}{escape(names)}</p></div></div>'
            f"{_helps('clinicians_without_ratings')}"
        )
        draw_why(why_of("clinicians_without_ratings", ""))


def _helps(name: str) -> str:
    return f'<p class="ml-helps">{escape(HELPS[name])}</p>'


def _draw_people(found: Board) -> None:
    if not found.people:
        return
    st.header("By supervisee", anchor=False)
    rows = [(row.name, row.open_episodes, *(in_brief(row.figures[name]) for name in TITLES)) for row in found.people]
    st.html(table_html("By supervisee", ("Supervisee", "Open clients", *TITLES.values()), rows))
    st.html('<p class="ml-quiet">In the order of the alphabet. In brackets: of how many.</p>')
