"""Whom somebody sees, by code and without any rating, and handing them to a colleague: for when a person leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, form_number, saying_why
from dashboard.plain_text import plain
from dashboard.sentences import counted
from dashboard.words import AGE_BAND
from fit.casework.actor import Role
from fit.casework.administrator import list_colleagues, list_held, transfer_episode
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import HeldEpisode, UserRow

__all__ = ["draw_held_clients"]

HOLDS_CLIENTS = frozenset({Role.CLINICIAN, Role.SUPERVISOR})
AT_ONCE = 200
"""[episodes] More nobody picks from one list, and handing them over takes a few seconds."""
LONGEST_NOTE = 1_000


def draw_held_clients(person: UserRow) -> None:
    """Draw the open episodes of one person, when there are any, and ask to whom they go."""
    if person.role not in HOLDS_CLIENTS:
        return
    held = list_held(current_clinic(), current_actor(), person.user_id)
    if not held:
        return
    with st.container(border=True, width=FORM_WIDTH, key="card-held"):
        st.header("Clients", anchor=False)
        st.markdown(
            f"{counted(len(held), 'open episode')}. Before somebody leaves, hand their clients to a colleague: history "
            "and sessions stay, access moves at once, and the colleague is told."
        )
        others = {
            one.user_id: one.name
            for one in list_colleagues(current_clinic(), current_actor())
            if one.user_id != person.user_id
        }
        if others:
            _draw_handing(held[:AT_ONCE], others)
        else:
            st.html('<p class="ml-quiet">Nobody else in this clinic holds clients.</p>')


def _draw_handing(held: Sequence[HeldEpisode], others: dict[str, str]) -> None:
    names = {one.episode_id: _label(one) for one in held}
    number = form_number("held")
    with st.form(f"held-{number}", border=False):
        chosen = st.multiselect("Which", names, format_func=names.__getitem__, key=f"held-which-{number}")
        to = st.selectbox("To whom", others, index=None, format_func=others.__getitem__, key=f"held-to-{number}")
        note = st.text_area("A note for the colleague", max_chars=LONGEST_NOTE, key=f"held-note-{number}")
        if st.form_submit_button("Hand these clients over"):
            with saying_why():
                if not chosen or to is None:
                    raise InputError("Choose at least one client, and the colleague.")
                _hand(chosen, to, note)
                done("held", f"{counted(len(chosen), 'client')} handed to {plain(others[to])}.")


def _label(one: HeldEpisode) -> str:
    return f"{one.client_code} · {AGE_BAND[one.age_band]} · {counted(one.sessions, 'session')}"


def _hand(chosen: Sequence[str], to: str, note: str) -> None:
    bar = st.progress(0.0, text="Handing over")
    for number, episode_id in enumerate(chosen, start=1):
        transfer_episode(current_clinic(), current_actor(), episode_id, to, note=note)
        bar.progress(number / len(chosen), text=f"{number} of {len(chosen)}")
