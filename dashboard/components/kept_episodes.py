"""The episodes of one client as an administrator sees them: closing, opening again, and the programme of each."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, form_number, saying_why
from dashboard.components.episode_end import draw_closing, draw_reopening
from dashboard.components.programmes import draw_programme_choice
from dashboard.dates import day_said
from fit.casework.administrator import list_programmes, set_programme

if TYPE_CHECKING:
    from fit.casework.views import KeepingPage, KeptEpisode

__all__ = ["draw_kept_episodes"]

WHO_ELSE = (
    "The clinician in charge does this on the client's page. Here it is for when they cannot: after somebody left, or "
    "when an episode was closed by mistake. To give the client to a colleague, open the clinician under People."
)


def draw_kept_episodes(kept: KeepingPage) -> None:
    """Draw the way to close or reopen each episode, and to which programme it belongs."""
    st.header("Episodes", anchor=False)
    st.markdown(WHO_ELSE)
    for one in kept.episodes:
        st.html(f"<p>{escape(_said(one))}</p>")
        label = f"Close the {_named(one)}" if one.closed_on is None else f"Open the {_named(one)} again"
        way = st.expander(label, key=f"end-of-{one.episode_id}", on_change="rerun")
        # what is open on an episode is read when somebody asks for it
        if way.open:
            with way:
                draw_closing(one.episode_id) if one.closed_on is None else draw_reopening(one.episode_id)
    _draw_programmes(kept)


def _draw_programmes(kept: KeepingPage) -> None:
    """Ask to which programme each episode belongs, where the clinic has programmes."""
    programmes = list_programmes(current_clinic(), current_actor())
    if not programmes:
        return
    st.header("Programme", anchor=False)
    st.markdown("All sessions of an episode are counted in its programme, also those held before.")
    number = form_number("kept-programme")
    for one in kept.episodes:
        with st.form(f"programme-of-{one.episode_id}-{number}", width=FORM_WIDTH):
            st.html(f"<p>{escape(_said(one))}</p>")
            chosen = draw_programme_choice(programmes, f"programme-{one.episode_id}-{number}", now=one.programme_id)
            if st.form_submit_button(f"Set the programme of the {_named(one)}"):
                with saying_why():
                    set_programme(current_clinic(), current_actor(), one.episode_id, chosen)
                    done("kept-programme", "The programme is as you chose.")


def _named(one: KeptEpisode) -> str:
    return f"episode from {day_said(one.opened_on, 'a day that nobody noted')}"


def _said(one: KeptEpisode) -> str:
    state = "open" if one.closed_on is None else f"ended on {day_said(one.closed_on)}"
    said = _named(one)
    return f"{said[0].upper()}{said[1:]}, {state}."
