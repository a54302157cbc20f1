"""What was given out for a client in the last days, as it stands now: redrawn by itself, so that nobody has to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.words import FORM_STATE, INFORMANT, WAY
from fit.casework.clinician import open_invitations, withdraw_invitation
from fit.casework.views import FormState, Way
from fit.scales import scale

if TYPE_CHECKING:
    from fit.casework.views import Invitation

__all__ = ["draw_given_out"]

LIVING = frozenset({FormState.WAITING, FormState.OPEN})
SHOWN = 5


def draw_given_out(episode_id: str) -> None:
    """List the forms on other devices, the newest first; one that still lives can be withdrawn."""
    # the cheaper the question, the oftener it may be asked: this one reads a handful of rows by their index
    st.fragment(_draw, run_every="4s")(episode_id)


def _draw(episode_id: str) -> None:
    actor = current_actor(in_use=False)
    given = [one for one in open_invitations(current_clinic(), actor, episode_id) if one.way != Way.TABLET]
    if not given:
        return
    st.subheader("Given out", anchor=False)
    for one in given[:SHOWN]:
        _draw_one(one)


def _draw_one(one: Invitation) -> None:
    titles = ", ".join(scale(scale_id).title for scale_id in one.scale_ids)
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(f"**{titles}** · {INFORMANT[one.informant]} · {WAY[one.way].lower()} · session {one.meeting}")
        st.markdown(_state(one), width="content")
        if one.state in LIVING and st.button("Withdraw", key=f"withdraw-{one.handover_id}"):
            with saying_why():
                withdraw_invitation(current_clinic(), current_actor(), one.handover_id)
                st.rerun(scope="fragment")


def _state(one: Invitation) -> str:
    count = f" ({one.answered} of {len(one.scale_ids)})" if one.state is FormState.OPEN and one.answered else ""
    return f"{FORM_STATE[one.state]}{count}"
