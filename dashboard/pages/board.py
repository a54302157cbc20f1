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
from dashboard.components.outcome_words import Reader, in_brief, why_of
from dashboard.components.own_sheet import use_sheet
from dashboard.components.why import draw_why
from dashboard.sentences import counted
from fit.casework.actor import Role
from fit.casework.director import open_board
from fit.casework.supervisor import open_team_board
from fit.casework.views import OutcomesScope
from fit.errors import InputError
from fit.service.figure import Figure
from fit.service.suppression import LEAST_COUNT, Rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import Board
    from fit.service.figure import Answer
    from fit.service.suppression import Published

__all__ = ["page"]

STYLE: Final = Path(__file__).parent.parent / "components" / "outcomes.css"
HELPS = {
    "on_watch": "An alert is a question, not a verdict. What helps: time in supervision for those that "
    "worry the clinician most, before the next session.",
    "alerts_answered": "What helps: ten minutes before each session to look at what is new, kept free in the diary.",
    "alerts_new": "What helps: know who looks at what comes in while somebody is away.",
    "alerts_never_opened": "Where some are never opened, what helps: ask what is in the way, and go through the "
    "list once together.",
    "clinicians_without_ratings": "Often a tablet, a room or the words to introduce the form are missing. What helps: "
    "sit in on one session's beginning, or offer to try the first form together.",
}
"""What each figure asks of a service lead: to make something easier."""
TITLES = {
    "on_watch": "On watch",
    "alerts_new": "New this week",
    "alerts_answered": "Answered in a week",
    "alerts_never_opened": "Never opened",
}
ON_WATCH = (
    "On watch is an open episode in which an alert waits for an answer: one to watch, to act on, or an urgent one. An "
    "alert is answered when it was talked about with the client, closed by later ratings, or by hand with a reason."
)
SINCE_FOUND = (
    "A week from the day on which the alert was found: of past ratings that were brought in together, that is the day "
    "on which they came, however long ago their sessions were."
)
ALL = ""
"""In a choice: no filter. Not None, which Streamlit takes for nothing chosen yet."""
CHOICE = "board-{}"
ONE_ALONE = (
    "A team or a programme, not both: together they could point at somebody. Set one back to All to choose the other."
)
WHOLE_ALONE = "Told of the whole clinic alone: in a team, how many there are would soon be who."


def page() -> None:
    """Draw the board for a director, or for a supervisor by supervisee."""
    use_sheet()
    st.html(STYLE)
    st.title("Where help is needed", anchor=False)
    clinic, actor = current_clinic(), current_actor()
    chosen = {one: st.session_state.get(CHOICE.format(one)) or None for one in ("team", "programme")}
    found = _asked_for(clinic, actor, chosen)
    st.html(f'<p class="ml-lead">{_lead(found)}</p><p class="ml-quiet">{ON_WATCH}</p>')
    _draw_filters(found)
    if not found.asked and (found.team or found.programme):
        st.html('<p class="ml-quiet">Nobody here has an open client. Set the choice back to All.</p>')
        st.stop()
    if not found.asked:
        st.html(
            '<div class="ml-empty"><h2>Nobody has an open client</h2><p>With the first sessions it begins.</p></div>'
        )
        st.stop()
    reader = _reader(found)
    for name in TITLES:
        figure = found.together.figures[name]
        after = f'<p class="ml-quiet">{SINCE_FOUND}</p>' if name == "alerts_never_opened" else ""
        draw_figure(
            name, figure, [why_of(name, "", reader)], after=after + (_helps(name) if _can_help(name, figure) else "")
        )
    _draw_without_ratings(found)
    _draw_unsupervised(found)
    _draw_people(found)


def _reader(found: Board) -> Reader:
    return Reader(exact=found.scope is not OutcomesScope.CLINIC)


def _draw_unsupervised(found: Board) -> None:
    """Supervision is advised above: say for how many there is none here."""
    if found.unsupervised is None:
        return
    without, of = found.unsupervised
    verb = "has" if without == 1 else "have"
    st.html(
        f'<p class="ml-quiet">{without} of {counted(of, "clinician")} {verb} no supervisor here. An administrator sets '
        "who supervises whom.</p>"
    )


def _asked_for(clinic: Clinic, actor: Actor, chosen: Mapping[str, str | None]) -> Board:
    """The board of what was chosen; of everybody where that is not offered any more."""
    look = open_board if actor.role is Role.DIRECTOR else open_team_board
    try:
        return look(clinic, actor, team=chosen["team"], programme=chosen["programme"])
    except InputError:
        for one in chosen:
            st.session_state.pop(CHOICE.format(one), None)
        return look(clinic, actor)


def _draw_filters(found: Board) -> None:
    """Ask for a team or a programme, where there are several; with one chosen the other rests."""
    offered = {"team": ("Team", found.teams), "programme": ("Programme", found.programmes)}
    with st.container(horizontal=True, key="board-filters", vertical_alignment="bottom"):
        for name, (label, choices) in offered.items():
            mine = getattr(found, name)
            if len(choices) > 1 or mine is not None:
                st.selectbox(
                    label,
                    [ALL, *choices],
                    format_func=lambda one: str(one) or "All",
                    key=CHOICE.format(name),
                    width=220,
                    disabled=mine is None and (found.team or found.programme) is not None,
                )
    if (found.team or found.programme) and found.teams and found.programmes:
        st.html(f'<p class="ml-quiet">{ONE_ALONE}</p>')


def _can_help(name: str, figure: Answer | Published) -> bool:
    """Whether there is something to help with, that somebody who reads this can see: nothing withheld, and not none."""
    if not isinstance(figure, Figure | Rounded):
        return False
    return figure.value < 1 if name == "alerts_answered" else figure.value > 0


def _lead(found: Board) -> str:
    whose = "of the clinicians you supervise" if isinstance(found.without_ratings, tuple) else "of the whole clinic"
    rule = (
        ""
        if isinstance(found.without_ratings, tuple)
        else (
            f" Counts are rounded to the nearest five; counts of fewer than {LEAST_COUNT}, and what is about fewer "
            f"than {found.smallest_group} clients, are withheld."
        )
    )
    return f"The open work {whose}: there to help, not to judge.{rule}"


def _draw_without_ratings(found: Board) -> None:
    told = found.without_ratings
    if told is None:
        st.html(f'<p class="ml-quiet">Clinicians without a session rating: {WHOLE_ALONE}</p>')
        return
    number = told if isinstance(told, int) else len(told)
    said = f"{number} of {counted(found.asked, 'clinician')} with open clients"
    names = "" if isinstance(told, int) or not told else f": {', '.join(told)}"
    with st.container(key="figure-clinicians-without-ratings", gap=None):
        st.html(
            '<div class="ml-figure"><p>Without a session rating in the last four weeks</p>'
            f'<div><p class="ml-figure-value">{escape(said)}{escape(names)}</p></div></div>'
            f"{_helps('clinicians_without_ratings') if number else ''}"
        )
        draw_why(why_of("clinicians_without_ratings", "", _reader(found)))


def _helps(name: str) -> str:
    return f'<p class="ml-helps">{escape(HELPS[name])}</p>'


def _draw_people(found: Board) -> None:
    if not found.people:
        return
    st.header("By supervisee", anchor=False)
    rows = [(row.name, row.open_episodes, *(in_brief(row.figures[name]) for name in TITLES)) for row in found.people]
    st.html(table_html("By supervisee", ("Supervisee", "Open clients", *TITLES.values()), rows))
    st.html('<p class="ml-quiet">In the order of the alphabet. In brackets: of how many.</p>')
