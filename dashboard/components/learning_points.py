"""Learning points of one's own: ticked when tried, shared one by one, removed for good."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, form_number, saying_why
from dashboard.dates import day_said
from fit.casework.clinician import (
    add_learning_point,
    mark_learning_point,
    remove_learning_point,
    share_learning_point,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit.casework.views import PointRow

__all__ = ["draw_new_point", "draw_points"]

LONGEST = 300
SHARING = "Your supervisors can then read this one point, without the client it came from. Nothing else is shared."


def draw_points(points: Sequence[PointRow]) -> None:
    """Draw the points, each with what can be done with it."""
    for point in points:
        with st.container(key=f"point-{point.point_id}", gap="small"):
            st.html(f"<p>{escape(point.said)}</p><p class='ml-goal-facts'>{_facts(point)}</p>")
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                _tick(point, "Tried", value=point.is_tried, change=_mark)
                _tick(point, "Shared with my supervisors", value=point.is_shared, change=_share, help_text=SHARING)
                _draw_removing(point)


def _facts(point: PointRow) -> str:
    where = "from an ending" if point.is_from_ending else "added by hand"
    return f"{day_said(point.noted_on)}, {where}"


def _tick(
    point: PointRow, label: str, *, value: bool, change: Callable[[str, str], None], help_text: str | None = None
) -> None:
    key = f"{label.split(maxsplit=1)[0].lower()}-{point.point_id}"
    st.checkbox(label, value, key=key, on_change=change, args=(point.point_id, key), help=help_text, width="content")


def _mark(point_id: str, key: str) -> None:
    with saying_why():
        mark_learning_point(current_clinic(), current_actor(), point_id, tried=st.session_state[key])


def _share(point_id: str, key: str) -> None:
    with saying_why():
        share_learning_point(current_clinic(), current_actor(), point_id, shared=st.session_state[key])


def _draw_removing(point: PointRow) -> None:
    with st.popover("Remove", icon=":material/delete:"):
        st.markdown("The words are then gone for good.")
        st.button("Yes, remove it", key=f"remove-{point.point_id}", on_click=_remove, args=(point.point_id,))


def _remove(point_id: str) -> None:
    with saying_why():
        remove_learning_point(current_clinic(), current_actor(), point_id)


def draw_new_point(label: str, *, episode_id: str | None = None) -> None:
    """Draw the form for another point."""
    number = form_number("point")
    with st.container(width=FORM_WIDTH), st.form(f"new-point-{number}", border=False):
        said = st.text_input(label, max_chars=LONGEST, key=f"new-point-said-{number}")
        if st.form_submit_button("Keep it"):
            with saying_why():
                add_learning_point(current_clinic(), current_actor(), said, episode_id=episode_id)
                done("point", "Kept on your list. Nobody else sees it.")
