"""What I learnt: a clinician's private list of learning points, and for a supervisor what others shared."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import draw_done
from dashboard.components.learning_points import draw_new_point, draw_points
from dashboard.components.own_sheet import use_sheet
from dashboard.components.paging import of_this_page
from dashboard.dates import day_said
from fit.casework.actor import Role
from fit.casework.clinician import open_learning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import SharedPoint

__all__ = ["page"]

LEAD = "Your own list. Nobody else reads it, unless you share a single point with your supervisors."
EMPTY = (
    '<div class="ml-empty"><h2>Nothing here yet</h2><p>After an ending you can look back with the record at hand, from '
    "the client's page; what you take from it is kept here. You can also add a point by hand.</p></div>"
)


def page() -> None:
    """Draw the list, the newest first, and room for another point."""
    found = open_learning(current_clinic(), current_actor())
    use_sheet()
    st.title("What I learnt", anchor=False)
    st.html(f'<p class="ml-lead">{LEAD}</p>')
    draw_done()
    draw_new_point("Something to try, in one sentence")
    if found.points:
        draw_points(of_this_page(found.points, "points"))
    else:
        st.html(EMPTY)
    if current_actor().role is Role.SUPERVISOR:
        _draw_shared(found.shared_with_me)


def _draw_shared(points: Sequence[SharedPoint]) -> None:
    st.header("Shared with you", anchor=False)
    if not points:
        st.html('<p class="ml-quiet">None of your supervisees has shared a point.</p>')
        return
    lines = "".join(map(_shared, points))
    st.html(f'<ul class="ml-plain">{lines}</ul>')


def _shared(one: SharedPoint) -> str:
    who = f"{escape(one.author_name)}, {day_said(one.shared_on)}"
    return f'<li>{escape(one.said)} <span class="ml-quiet">{who}</span></li>'
