"""What was given out for a client in the last days, as it stands now: redrawn by itself, so that nobody has to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.components.invitation_card import draw_invitation
from dashboard.components.links import page_link
from dashboard.dates import moment_said
from dashboard.words import FORM_STATE, INFORMANT, WAY, WAY_GIVEN
from fit.casework.clinician import open_invitations, withdraw_invitation
from fit.casework.views import FormState, Way
from fit.errors import AccessDeniedError, NotFoundError
from fit.scales import Informant, scale

if TYPE_CHECKING:
    from fit.casework.views import ClientPage, HandOver, Invitation

__all__ = ["LIVING", "draw_given_out", "draw_open_forms"]

LIVING = frozenset({FormState.WAITING, FormState.OPEN})
SHOWN = 5


def draw_given_out(episode_id: str, made: HandOver | None = None, *, contact: str = "") -> None:
    """Draw the card of what was `made` on this page, and list the forms on other devices, the newest first."""
    # the cheaper the question, the oftener it may be asked: this one reads a handful of rows by their index
    st.fragment(_draw, run_every="4s")(episode_id, made, contact)


def draw_open_forms(client: ClientPage) -> None:
    """Say on a client's page which forms are still out, in one line each."""
    given = open_invitations(current_clinic(), current_actor(), client.episode.episode_id)
    living = [one for one in given if one.way is not Way.TABLET and one.state in LIVING]
    for one in living:
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"open-form-{one.handover_id}"
        ):
            since = moment_said(one.created_at)
            st.markdown(
                f"Given out {WAY_GIVEN[one.way]} since {since}: **{_titles(one)}**, {_state(one).lower()}",
                width="content",
            )
            st.caption("A new form for the same rating ends it.", width="content")
            page_link(
                "See or withdraw it", "hand-over", {"episode": client.episode.episode_id}, icon=":material/devices:"
            )


def _draw(episode_id: str, made: HandOver | None, contact: str) -> None:
    try:
        found = open_invitations(current_clinic(), current_actor(in_use=False), episode_id)
    except (AccessDeniedError, NotFoundError):
        st.rerun()  # handed to a colleague meanwhile: the whole page says so
    given = [one for one in found if one.way != Way.TABLET]
    if made is not None:
        now = next((one for one in given if one.handover_id == made.handover_id), None)
        _draw_card(made, now, contact)
    if not given:
        return
    st.header("Given out", anchor=False)
    for one in given[:SHOWN]:
        _draw_one(one)


def _draw_card(made: HandOver, now: Invitation | None, contact: str) -> None:
    """Show what opens the form as long as it opens it."""
    with st.container(border=True, key="invitation-card"):
        if now is None or now.state is FormState.WAITING:
            draw_invitation(made, contact=contact)
        elif now.state is FormState.OPEN:
            st.markdown(f"**{_titles(now)}**: opened. It is being filled in; the {_what(made)} opens nothing any more.")
        else:
            st.markdown(
                f"**{_titles(now)}**: {FORM_STATE[now.state].lower()}. The {_what(made)} opens nothing any more."
            )


def _what(made: HandOver) -> str:
    return "code" if made.way is Way.CODE else "link"


def _draw_one(one: Invitation) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            at = moment_said(one.created_at)
            st.markdown(f"**{_titles(one)}** · {WAY[one.way].lower()} · session {one.meeting} · {at}")
            st.markdown(_state(one), width="content")
            if one.state in LIVING and not _is_asked(one):
                st.button("Withdraw", key=f"withdraw-{one.handover_id}", on_click=_press, args=(one,))
        if one.state in LIVING and _is_asked(one):
            _ask(one)


def _press(one: Invitation) -> None:
    """Withdraw what nobody has opened; ask before taking a form out of somebody's hands."""
    if one.state is FormState.OPEN:
        st.session_state[_asked(one)] = True
    else:
        _withdraw(one)


def _ask(one: Invitation) -> None:
    st.warning("Somebody is filling it in right now. What was marked and not sent yet would be lost.")
    with st.container(horizontal=True):
        st.button("Withdraw it all the same", key=f"sure-{one.handover_id}", on_click=_withdraw, args=(one,))
        st.button("Let it be filled in", key=f"keep-{one.handover_id}", on_click=_forget, args=(one,))


def _withdraw(one: Invitation) -> None:
    _forget(one)
    with saying_why():
        withdraw_invitation(current_clinic(), current_actor(), one.handover_id)


def _forget(one: Invitation) -> None:
    st.session_state.pop(_asked(one), None)


def _asked(one: Invitation) -> str:
    return f"withdraw-asked-{one.handover_id}"


def _is_asked(one: Invitation) -> bool:
    return bool(st.session_state.get(_asked(one)))


def _titles(one: Invitation) -> str:
    by = "" if one.informant is Informant.CLIENT else f" by the {INFORMANT[one.informant].lower()}"
    return ", ".join(scale(scale_id).title for scale_id in one.scale_ids) + by


def _state(one: Invitation) -> str:
    count = f" ({one.answered} of {len(one.scale_ids)})" if one.state is FormState.OPEN and one.answered else ""
    return f"{FORM_STATE[one.state]}{count}"
