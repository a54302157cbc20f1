"""What clinician and supervisor say to each other about a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.comments import draw_thread
from fit.casework.clinician import comment_on_plan

if TYPE_CHECKING:
    from fit.casework.views import RepairPage

__all__ = ["draw_comments"]


def draw_comments(found: RepairPage) -> None:
    """Draw the thread of a plan, and a field to add to it."""
    if found.plan is None:
        return
    plan_id = found.plan.plan_id
    with st.container(key="repair-comments", gap="small"):
        st.header(
            "Between you and your supervisor" if found.can_write else "Between you and the clinician", anchor=False
        )
        draw_thread(
            f"plan-{plan_id}",
            found.comments,
            lambda said: comment_on_plan(current_clinic(), current_actor(), plan_id, said),
            label="Say something about this plan",
        )
