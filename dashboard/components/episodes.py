"""All episodes of one client beside each other: what this time is like, seen next to the last."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.charts.address import svg_address
from dashboard.charts.in_words import trend_in_words
from dashboard.charts.overlay import Overlay
from dashboard.charts.svg import svg_of
from dashboard.charts.trend import trend
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.screen import screen_palette
from dashboard.components.status import status_html
from dashboard.dates import day_said
from dashboard.sentences import change_look
from dashboard.words import ENDING
from fit.casework.clinician import compare_episodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import ClientPage, EpisodeCourse, EpisodeSpan
    from fit.scales import Score

__all__ = ["draw_episodes"]

COLUMNS = ("When", "With", "How it ended", "First", "Latest", "Gain", "Change")
BESIDE = 2
"""Pictures in a row."""


def draw_episodes(page: ClientPage) -> None:
    """Draw the course of each episode that this person may see."""
    courses = compare_episodes(current_clinic(), current_actor(), page.episode.episode_id)
    st.html('<h3 class="ml-part">Episodes side by side</h3>')
    st.html(_table(page, courses))
    for first in range(0, len(courses), BESIDE):
        columns = st.columns(BESIDE)
        for column, course in zip(columns, courses[first : first + BESIDE], strict=False):
            with column:
                _draw(course, is_this_one=course.span.episode_id == page.episode.episode_id)


def _table(page: ClientPage, courses: Sequence[EpisodeCourse]) -> str:
    """Return the episodes line by line: when, with whom, how it ended, from where to where, and the verdict."""
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    lines = "".join(_line(course, page.episode.episode_id) for course in courses)
    return (
        '<div class="ml-table-frame ml-table-named" tabindex="0" role="region" aria-label="Episodes side by side">'
        f'<table class="ml-table"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
    )


def _line(course: EpisodeCourse, this_one: str) -> str:
    span, one = course.span, course.assessment
    now = " (this one)" if span.episode_id == this_one else ""
    ended = ENDING[span.ending] if span.ending else "Closed" if span.closed_on else "Goes on"
    numbers = ("\N{EN DASH}",) * 3 if one is None else tuple(map(_number, (one.intake, one.latest, one.gain)))
    verdict = "No rating yet" if one is None else status_html(change_look(one))
    cells = (escape(span.clinician_name or "nobody"), ended, *numbers, verdict)
    told = "".join(f'<td data-label="{name}">{cell}</td>' for name, cell in zip(COLUMNS[1:], cells, strict=True))
    return f'<tr><th scope="row">{escape(_when(span))}{now}</th>{told}</tr>'


def _number(score: Score | None) -> str:
    return "\N{EN DASH}" if score is None else str(score)


def _when(span: EpisodeSpan) -> str:
    begun = day_said(span.opened_on, "day not known")
    return f"Since {begun}" if span.closed_on is None else f"{begun} to {day_said(span.closed_on)}"


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
    how = f", {ENDING[span.ending].lower()}" if span.ending else ""
    return f"{_when(span)}{how}"
