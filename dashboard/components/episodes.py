"""All episodes of one client beside each other: what this time is like, seen next to the last."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.charts.in_words import trend_in_words
from dashboard.charts.overlay import Overlay
from dashboard.charts.svg import svg_address, svg_of
from dashboard.charts.trend import trend
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.screen import screen_palette
from dashboard.dates import day_said
from dashboard.words import ENDING
from fit.casework.clinician import compare_episodes

if TYPE_CHECKING:
    from fit.casework.views import ClientPage, EpisodeCourse, EpisodeSpan

__all__ = ["draw_episodes"]

BESIDE = 2
"""Pictures in a row."""


def draw_episodes(page: ClientPage) -> None:
    """Draw the course of each episode that this person may see."""
    courses = compare_episodes(current_clinic(), current_actor(), page.episode.episode_id)
    st.html('<h3 class="ml-part">Episodes side by side</h3>')
    for first in range(0, len(courses), BESIDE):
        columns = st.columns(BESIDE)
        for column, course in zip(columns, courses[first : first + BESIDE], strict=False):
            with column:
                _draw(course, is_this_one=course.span.episode_id == page.episode.episode_id)


def _draw(course: EpisodeCourse, *, is_this_one: bool) -> None:
    span = course.span
    name = f"{_said(span)}{' (this one)' if is_this_one else ''}"
    st.html(f'<figure class="ml-episode"><figcaption>{escape(name)}</figcaption>{_picture(course)}</figure>')
    if not is_this_one:
        page_link("Open this episode", "client", {"episode": span.episode_id})


def _picture(course: EpisodeCourse) -> str:
    if course.assessment is None:
        return '<p class="ml-quiet">No rating yet.</p>'
    palette, bare = screen_palette(), Overlay(with_own_level=False)
    words = trend_in_words(course.assessment, bare)
    svg = svg_of(trend(course.assessment, bare, palette=palette), palette, words=words, legend=False)
    return f'<img src="{svg_address(svg)}" alt="{escape(words, quote=True)}">'


def _said(span: EpisodeSpan) -> str:
    begun = day_said(span.opened_on, "day not known")
    if span.closed_on is None:
        return f"Since {begun}"
    how = f", {ENDING[span.ending].lower()}" if span.ending else ""
    return f"{begun} to {day_said(span.closed_on)}{how}"
