"""What clinician and supervisor say to each other about a packet; it is kept with the plan of repair."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.comments import draw_writing
from dashboard.components.packet_text import Marker
from dashboard.components.packet_view import part
from fit.casework.clinician import comment_on_plan

if TYPE_CHECKING:
    from fit.casework.views import PacketPage

__all__ = ["draw_comments"]


def draw_comments(page: PacketPage) -> None:
    """Draw the comments, the oldest first, and a box for another one."""
    with part("comments", "Comments"):
        mark = Marker(page)
        said = "".join(f"<dt>{escape(one.role)}</dt><dd>{mark(one.text)}</dd>" for one in page.packet.comments)
        st.html(f'<dl class="ml-facts">{said}</dl>' if said else '<p class="ml-quiet">None yet.</p>')
        if page.plan_id is None:
            st.html(f'<p class="ml-quiet">{_without_a_plan(page)}</p>')
        else:
            _draw_form(page.plan_id)


def _without_a_plan(page: PacketPage) -> str:
    if page.can_write:
        return "Comments are kept with the plan of repair. Begin one for this session, and your supervisor can comment."
    return "Comments are kept with a plan of repair, and there is none for this session yet."


def _draw_form(plan_id: str) -> None:
    st.html('<p class="ml-quiet">Kept with the plan, where both of you read it.</p>')
    draw_writing(
        f"packet-{plan_id}",
        lambda said: comment_on_plan(current_clinic(), current_actor(), plan_id, said),
        label="Say something about it",
        button="Comment",
    )
