"""What clinician and supervisor say to each other about a plan. Comments stay."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.repair_writing import deed, draw_outcome, typed
from dashboard.dates import moment_said
from fit.casework.clinician import comment_on_plan

if TYPE_CHECKING:
    from fit.casework.views import PlanCommentRow, RepairPage

__all__ = ["draw_comments"]

PLACE = "comments"
LONGEST = 4_000
"""[characters] As the use case takes it."""


def draw_comments(found: RepairPage) -> None:
    """Draw the thread of a plan, and a field to add to it."""
    if found.plan is None:
        return
    key = f"comment-{found.plan.plan_id}"
    with st.container(key="repair-comments", gap="small"):
        st.header(
            "Between you and your supervisor" if found.can_write else "Between you and the clinician", anchor=False
        )
        st.html("".join(map(_comment_html, found.comments)) or '<p class="ml-quiet">Nothing is said yet.</p>')
        st.text_area("Say something about this plan", key=key, height=90, max_chars=LONGEST)
        st.button("Send", key="send-comment", on_click=_send, args=(found.plan.plan_id, key))
        draw_outcome(PLACE)


def _comment_html(one: PlanCommentRow) -> str:
    who = "You" if one.is_own else escape(one.author_name)
    role = " (supervisor)" if one.by_supervisor and not one.is_own else ""
    return (
        f'<article class="repair-comment"><p class="ml-quiet">{who}{role}, {moment_said(one.said_at)}</p>'
        f"<p>{escape(one.said)}</p></article>"
    )


def _send(plan_id: str, key: str) -> None:
    if deed(PLACE, lambda: comment_on_plan(current_clinic(), current_actor(), plan_id, typed(key)), "It is said."):
        st.session_state[key] = ""
