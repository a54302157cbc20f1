"""Goals as small pictures side by side, with their words above and the table that says the same."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.address import svg_address
from dashboard.charts.goals import HEIGHT, WIDTH, goal_courses, goal_events, goal_picture, span_of
from dashboard.components.own_sheet import use_sheet
from dashboard.components.screen import screen_palette
from dashboard.dates import day_said
from dashboard.words import GOAL_STATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboard.charts.goals import GoalCourse, GoalSpan
    from fit.casework.views import GoalRow

__all__ = ["draw_goal_pictures", "goal_facts"]

COLUMNS = ("Day", "What", "Goal, in the client's words")


def draw_goal_pictures(goals: Sequence[GoalRow], until: date, *, only_current: bool = False) -> None:
    """Draw one picture for each goal that was rated; of the others their words. Then the table, behind one click."""
    courses = goal_courses(goals)
    shown = [course for course in courses if course.newest.is_current or not only_current]
    if shown:
        use_sheet()
        span = span_of(courses, until)
        st.html(f'<div class="ml-goals">{"".join(_figure(course, span) for course in shown)}</div>')
    if goals:
        with st.expander("Goals as a table, day by day"):
            st.html(_table(goals))


def _figure(course: GoalCourse, span: GoalSpan) -> str:
    words = f"“{escape(course.newest.words)}”<span>{escape(goal_facts(course.newest))}</span>"
    return f"<figure><figcaption>{words}</figcaption>{_picture(course, span) if course.is_rated else ''}</figure>"


def _picture(course: GoalCourse, span: GoalSpan) -> str:
    address = svg_address(goal_picture(course, span, screen_palette()))
    alt = escape(course.in_words, quote=True)
    return f'<img src="{address}" width="{WIDTH}" height="{HEIGHT}" alt="{alt}">'


def goal_facts(goal: GoalRow) -> str:
    """Say since when, how near by the last rating, and what became of it."""
    since = f"Agreed on {day_said(goal.agreed_on)}"
    near = f"{goal.latest.mark} of 10 on {day_said(goal.latest.rated_on)}" if goal.latest else "not rated yet"
    ended = f"{GOAL_STATE[goal.state].lower()} on {day_said(goal.ended_on)}" if goal.ended_on else ""
    return " · ".join(part for part in (since, near, ended) if part)


def _table(goals: Sequence[GoalRow]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    rows = "".join(
        f'<tr><th scope="row">{day_said(day)}</th><td>{escape(what)}</td><td>{escape(words)}</td></tr>'
        for day, what, words in goal_events(goals)
    )
    return (
        '<div class="ml-table" role="region" tabindex="0" aria-label="Goals, a row for each day and happening">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
