"""Clients opened with a reason: told to those in charge, and said on the page of who is reading."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.components.links import go_to, page_link
from dashboard.dates import moment_said
from fit.casework.clinician import acknowledge_opening, list_openings

if TYPE_CHECKING:
    from fit.casework.views import ClientPage, OpeningNews

__all__ = ["draw_emergency_link", "draw_opened", "draw_openings"]


def draw_emergency_link() -> None:
    """Lead to where a colleague's client is opened in an emergency."""
    said = "In an emergency: open a colleague's client"
    if st.button(said, type="tertiary", icon=":material/lock_open:", key="to-emergency"):
        go_to("emergency")


def draw_openings() -> None:
    """Draw who opened a client in one's charge, each until one says that one has seen it."""
    for one in list_openings(current_clinic(), current_actor()):
        with st.container(border=True, key=f"opening-{one.opening_id}"):
            st.html(f'<p role="status">{_said(one)}</p>')
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    "I have seen this",
                    key=f"opening-seen-{one.opening_id}",
                    icon=":material/done:",
                    on_click=_seen,
                    args=(one.opening_id,),
                )
                page_link("Open the client", "client", {"episode": one.episode_id}, icon=":material/person:")


def _said(one: OpeningNews) -> str:
    return (
        f"<strong>{escape(one.who)} opened the record of {escape(one.client_label)} with a reason</strong> · "
        f"{moment_said(one.at)}, for reading until {moment_said(one.until)}<br>"
        f"Reason given: “{escape(one.reason)}”"
    )


def _seen(opening_id: str) -> None:
    with saying_why():
        acknowledge_opening(current_clinic(), current_actor(), opening_id)


def draw_opened(client: ClientPage) -> None:
    """Say on a colleague's client, opened with a reason, until when it can be read."""
    if client.opened_until is not None:
        st.warning(
            f"You opened this client with a reason and can read until {moment_said(client.opened_until)}. "
            f"{client.episode.clinician_name} was told, and every look is noted.",
            icon=":material/lock_open:",
        )
