"""A client's goals in the client's own words: rated, changed together, reached or let go, with their history."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, draw_done
from dashboard.components.goal_forms import draw_adding, draw_changing, draw_ending, draw_rating
from dashboard.components.goal_pictures import draw_goal_pictures, goal_facts
from dashboard.components.links import page_link
from dashboard.components.own_sheet import use_sheet
from dashboard.dates import day_said
from dashboard.plain_text import plain
from fit.casework.clinician import open_goals
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import GoalRow, GoalsPage

__all__ = ["page"]


def page() -> None:
    """Draw the goals worked on now, room for another one, and how it went so far."""
    found = _goals_asked_for()
    if found is None:
        st.title("Goals", anchor=False)
        st.info("Choose a client first; the goals are reached from the client's page.")
        page_link("Back to your list", "")
        st.stop()
    use_sheet()
    page_link("To the client's page", "client", {"episode": found.episode.episode_id}, icon=":material/arrow_back:")
    st.title(f"Goals of {plain(found.client_label)}", anchor=False)
    st.html(f'<p class="ml-lead">{_lead(found)}</p>')
    draw_done()
    current = [goal for goal in found.goals if goal.is_current]
    for goal in current:
        _draw_goal(found, goal)
    if found.can_change:
        label = "Note another goal" if found.goals else "Note the first goal"
        with st.expander(label, expanded=not current), st.container(width=FORM_WIDTH):
            draw_adding(found)
    if found.goals:
        st.header("How it went", anchor=False)
        draw_goal_pictures(found.goals, found.episode.closed_on or found.as_of)


def _goals_asked_for() -> GoalsPage | None:
    try:
        return open_goals(current_clinic(), current_actor(), st.query_params.get("episode", ""))
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _lead(found: GoalsPage) -> str:
    if found.episode.closed_on is not None:
        return f"The episode ended on {day_said(found.episode.closed_on)}. The goals stay as they were."
    if not found.goals:
        return "No goal is noted yet. Ask what would be different if this work had helped, and write down just that."
    return "What the client wants from the work, as the client says it. When it shifts, change it together."


def _draw_goal(found: GoalsPage, goal: GoalRow) -> None:
    with st.container(key=f"goal-{goal.goal_id}"):
        st.html(
            f'<blockquote class="ml-said-goal">{escape(goal.words)}</blockquote>'
            f'<p class="ml-goal-facts">{escape(goal_facts(goal))}</p>'
        )
        if found.can_rate:
            draw_rating(found, goal)
        elif found.can_change:
            st.html('<p class="ml-quiet">Not rated: the client has withdrawn the consent to ratings.</p>')
        if found.can_change:
            with st.expander("Change it together", type="compact"), st.container(width=FORM_WIDTH):
                draw_changing(found, goal)
        if found.can_end:
            with st.expander("It is reached, or let go", type="compact"), st.container(width=FORM_WIDTH):
                draw_ending(found, goal)
