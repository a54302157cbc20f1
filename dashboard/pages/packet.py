"""A supervision packet without names: looked at, decided, shared, taken out; the supervisor reads and comments."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import draw_done
from dashboard.components.links import page_link
from dashboard.components.packet_comments import draw_comments
from dashboard.components.packet_replaced import draw_replaced
from dashboard.components.packet_view import draw_after_question, draw_before_question
from dashboard.components.packet_work import draw_actions, draw_excerpts, draw_question
from dashboard.dates import moment_said
from fit.casework.clinician import open_packet
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import PacketPage

__all__ = ["page"]

STYLE: Final = Path(__file__).parent.parent / "components" / "packet.css"


def page() -> None:
    """Draw the packet that the address names: of a session, of a plan, or one that is shared."""
    found = _packet_asked_for()
    if found is None:
        st.title("Supervision packet", anchor=False)
        st.info("Choose a session first; a packet is made from the page of a session or from the repair guide.")
        page_link("Back to your list", "")
        st.stop()
    st.html(STYLE)
    _draw_head(found)
    draw_done()
    if not found.can_write:
        _draw_packet(found)
        st.stop()
    draw_actions(found)
    for warning in found.warnings:
        st.warning(warning)
    with st.container(key="packet-beside"):
        packet, replaced = st.columns([3, 2], gap="large")
    with packet:
        _draw_packet(found)
    with replaced:
        draw_replaced(found)


def _draw_packet(found: PacketPage) -> None:
    draw_before_question(found)
    draw_question(found)
    draw_excerpts(found)
    draw_after_question(found)
    draw_comments(found)


def _packet_asked_for() -> PacketPage | None:
    asked = st.query_params
    about = {f"{name}_id": asked.get(name) or None for name in ("session", "plan", "packet")}
    try:
        return open_packet(current_clinic(), current_actor(), asked.get("episode", ""), **about)
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_head(found: PacketPage) -> None:
    if found.can_write:
        query = {"episode": found.episode_id, "session": found.session_id}
        page_link("To the session", "reading", query, icon=":material/arrow_back:")
        said = f"{found.client_label}, session {found.meeting}. Below it stands as it is passed on: without names."
    else:
        page_link("To supervision", "supervision", icon=":material/arrow_back:")
        said = f"From {found.clinician_name}, about session {found.meeting}, shared on {moment_said(found.shared_at)}."
    st.title("Supervision packet", anchor=False)
    st.html(f'<p class="ml-lead">{escape(said)}</p>')
