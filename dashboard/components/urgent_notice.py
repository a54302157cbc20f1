"""What cannot wait, on every page of a clinician: it appears by itself, also when the page is only left open."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.dates import day_said
from fit.casework.actor import Role
from fit.casework.clinician import open_urgent

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework.actor import Actor
    from fit.casework.views import UrgentAlert

__all__ = ["SEEN_BY_CLIENTS", "WITH_CLIENTS", "draw_urgent_notice"]

WITH_CLIENTS: Final = frozenset({Role.CLINICIAN, Role.SUPERVISOR})
ASKED_EVERY: Final = "10s"
"""A handful of rows by their index: cheap enough for every open page."""
SHOWN: Final = 3
SEEN_BY_CLIENTS: Final = frozenset({"card", "rate", "together"})
"""Pages that a client looks at as well: no menu and nothing about anybody else may appear there."""


def draw_urgent_notice(actor: Actor, address: str) -> None:
    """Say on the page of this address what cannot wait and lead to it; nothing is drawn where there is nothing.

    A client's own page says on top what there is about that client: it is left out here, unless it came later.
    """
    if actor.role in WITH_CLIENTS:
        opened = st.query_params.get("episode", "") if address == "client" else ""
        st.fragment(_draw, run_every=ASKED_EVERY)(opened, current_clinic().now())


def _draw(opened: str, since: datetime) -> None:
    found = open_urgent(current_clinic(), current_actor(in_use=False))
    urgent = [one for one in found if one.episode_id != opened or one.raised_at > since]
    if not urgent:
        return
    with st.container(key="urgent-notice"):  # stays in sight while the page is scrolled: style.css
        for one in urgent[:SHOWN]:
            _draw_one(one)
        if len(urgent) > SHOWN:
            st.markdown(f"and {len(urgent) - SHOWN} more on your caseload")


def _draw_one(one: UrgentAlert) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"urgent-{one.alert_id}"):
        about = f"{one.client_label} · {one.title} · {_when(one)}"
        st.html(f'<p role="alert"><strong>Please look today</strong> · {escape(about)}</p>')
        page_link("Open", "client", {"episode": one.episode_id}, icon=":material/priority_high:")


def _when(one: UrgentAlert) -> str:
    at = one.raised_at.astimezone()
    day = "" if at.date() == current_clinic().today() else f"{day_said(at.date())}, "
    return f"{day}{at:%H:%M}"
