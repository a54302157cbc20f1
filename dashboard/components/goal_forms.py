"""What is done with a goal: rate it, change it together, call it reached or let it go, note another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import done, form_number, saying_why
from dashboard.words import GOAL_STATE
from fit.casework.clinician import add_goal, change_goal, end_goal, rate_goal
from fit.casework.views import GoalState

if TYPE_CHECKING:
    from datetime import date

    from fit.casework.views import GoalRow, GoalsPage

__all__ = ["draw_adding", "draw_changing", "draw_ending", "draw_rating"]

LONGEST = 300
MARKS = tuple(range(11))
ENDS = (GoalState.REACHED, GoalState.LET_GO, GoalState.MISTAKEN)


def draw_rating(page: GoalsPage, goal: GoalRow) -> None:
    """Draw the numbers from 0 to 10, and the day, today at first."""
    form = f"rate-{goal.goal_id}"
    number = form_number(form)
    with st.form(f"{form}-{number}", border=False):
        with st.container(key=f"mark-{goal.goal_id}"):
            mark = st.segmented_control(
                "How near is it, by the client? 0 is not at all, 10 is reached.",
                MARKS,
                key=f"{form}-mark-{number}",
            )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = _day("Day of the rating", page, goal.agreed_on, f"{form}-day-{number}")
            is_sent = st.form_submit_button("Keep this rating", type="primary")
        if is_sent:
            if mark is None:
                st.warning("Choose a number first.")
                return
            with saying_why():
                rate_goal(current_clinic(), current_actor(), goal.goal_id, mark=mark, rated_on=day)
                done(form, f"Kept: {mark} of 10.")


def draw_changing(page: GoalsPage, goal: GoalRow) -> None:
    """Draw the form for the goal in new words; the old ones stay in the history."""
    form = f"change-{goal.goal_id}"
    number = form_number(form)
    with st.form(f"{form}-{number}", border=False):
        words = st.text_area(
            "The goal as the client says it now", goal.words, max_chars=LONGEST, key=f"{form}-words-{number}"
        )
        why = st.text_input("What made it change (if you want)", max_chars=LONGEST, key=f"{form}-why-{number}")
        day = _day("Agreed on", page, goal.agreed_on, f"{form}-day-{number}")
        if st.form_submit_button("Change the goal", type="primary"):
            with saying_why():
                change_goal(current_clinic(), current_actor(), goal.goal_id, words=words, changed_on=day, reason=why)
                done(form, "The goal is changed; the earlier words are kept in the history.")


def draw_ending(page: GoalsPage, goal: GoalRow) -> None:
    """Draw the form that says what became of a goal."""
    form = f"end-{goal.goal_id}"
    number = form_number(form)
    with st.form(f"{form}-{number}", border=False):
        state = st.radio(
            "What became of it", ENDS, format_func=GOAL_STATE.__getitem__, horizontal=True, key=f"{form}-how-{number}"
        )
        why = st.text_input("In a few words (if you want)", max_chars=LONGEST, key=f"{form}-why-{number}")
        day = _day("On", page, goal.agreed_on, f"{form}-day-{number}")
        if st.form_submit_button("End this goal"):
            with saying_why():
                end_goal(current_clinic(), current_actor(), goal.goal_id, state=state, ended_on=day, reason=why)
                done(form, f"{GOAL_STATE[state]}. The goal is kept in the history.")


def draw_adding(page: GoalsPage) -> None:
    """Draw the form for another goal."""
    number = form_number("goal")
    with st.form(f"goal-{number}", border=False):
        words = st.text_area(
            "What the client wants, in the client's own words", max_chars=LONGEST, key=f"goal-words-{number}"
        )
        day = _day("Agreed on", page, None, f"goal-day-{number}")
        if st.form_submit_button("Note this goal", type="primary"):
            with saying_why():
                add_goal(current_clinic(), current_actor(), page.episode.episode_id, words=words, agreed_on=day)
                done("goal", "The goal is noted.")


def _day(label: str, page: GoalsPage, earliest: date | None, key: str) -> date:
    day: date = st.date_input(
        label, page.as_of, min_value=earliest, max_value=page.as_of, format="DD.MM.YYYY", key=key, width=200
    )
    return day
