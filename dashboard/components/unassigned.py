"""Clients who came with an import and whom nobody holds yet: given to a clinician here, without any rating shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, saying_why
from dashboard.plain_text import plain
from dashboard.sentences import counted
from dashboard.words import AGE_BAND
from fit.casework.actor import Role
from fit.casework.administrator import assign_episode
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import UnassignedEpisode, UserRow

__all__ = ["draw_unassigned"]

AT_ONCE = 200
"""[episodes] More nobody picks from one list, and giving them takes a few seconds."""
HOLDS_CLIENTS = frozenset({Role.CLINICIAN, Role.SUPERVISOR})


def draw_unassigned(episodes: Sequence[UnassignedEpisode], people: Sequence[UserRow]) -> None:
    """Draw the episodes without a clinician, when there are any, and ask whose they are."""
    if not episodes:
        return
    with st.container(border=True, width=FORM_WIDTH, key="unassigned"):
        st.header("Clients without a clinician", anchor=False)
        st.markdown(f"{counted(len(episodes), 'episode')} came with an import. Nobody sees them until they are given.")
        holders = {one.user_id: one.display_name for one in people if one.role in HOLDS_CLIENTS and one.active}
        if holders:
            _draw_giving(episodes[:AT_ONCE], holders)
        else:
            st.html('<p class="ml-quiet">Add a clinician first.</p>')


def _draw_giving(episodes: Sequence[UnassignedEpisode], holders: dict[str, str]) -> None:
    names = {one.episode_id: _label(one) for one in episodes}
    with st.form("unassigned-to", border=False):
        chosen = st.multiselect("Which", names, format_func=names.__getitem__, select_all=True)
        clinician = st.selectbox("To whom", holders, index=None, format_func=holders.__getitem__)
        if st.form_submit_button("Give to this clinician", type="primary"):
            with saying_why():
                holder = _complete(chosen, clinician)
                _give(chosen, holder)
                done("unassigned", f"{counted(len(chosen), 'episode')} given to {plain(holders[holder])}.")


def _label(one: UnassignedEpisode) -> str:
    return f"{one.client_code} · {AGE_BAND[one.age_band]} · {counted(one.sessions, 'session')}"


def _complete(chosen: Sequence[str], clinician: str | None) -> str:
    if not chosen or clinician is None:
        raise InputError("Choose at least one client, and the clinician.")
    return clinician


def _give(chosen: Sequence[str], clinician: str) -> None:
    bar = st.progress(0.0, text="Giving")
    for number, episode_id in enumerate(chosen, start=1):
        assign_episode(current_clinic(), current_actor(), episode_id, clinician)
        bar.progress(number / len(chosen), text=f"{number} of {len(chosen)}")
