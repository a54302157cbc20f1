"""The course on a page: what to show, the figure with its words, its legend, its table, and what lies beside it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.address import svg_address
from dashboard.charts.in_words import trend_in_words
from dashboard.charts.legend import HEIGHT, WIDTH, brief_legend_of, legend_of
from dashboard.charts.page_overlay import AT_FIRST, View, overlay_of, views_of
from dashboard.charts.palette import LIGHT
from dashboard.charts.svg import svg_of
from dashboard.charts.trend import trend
from dashboard.components.chart import draw_chart
from dashboard.components.course_files import course_files
from dashboard.components.course_items import draw_items
from dashboard.components.course_table import course_table
from dashboard.components.episodes import draw_episodes
from dashboard.components.event_list import draw_event_form, event_list
from dashboard.components.newest_session import beside_the_numbers
from dashboard.components.screen import screen_palette, screen_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.charts.figure import Figure
    from dashboard.charts.legend import LegendEntry
    from dashboard.charts.overlay import Overlay
    from fit.assessment import EpisodeAssessment
    from fit.casework.views import ClientPage

__all__ = ["Course", "draw_beside_course", "draw_course"]

NAMES = {
    View.DATES: "Dates",
    View.OWN_LEVEL: "Own usual level",
    View.RATERS: "Other raters",
    View.ITEMS: "Single lines",
    View.EPISODES: "Earlier and later episodes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What was asked to be seen of a client's course, and what lies on it."""

    page: ClientPage
    one: EpisodeAssessment
    views: tuple[View, ...]
    over: Overlay


def draw_course(page: ClientPage, one: EpisodeAssessment, *, newest: int | None = None) -> Course:
    """Draw what can be asked for, the chart as wide as the page, and a short legend; return what was drawn."""
    with st.container(key="course-head", horizontal=True, vertical_alignment="center", gap="medium"):
        st.header("Course", anchor=False, width="content")
        views = _views_asked_for(page, one)
    course = Course(page=page, one=one, views=views, over=overlay_of(page, one, views, newest=newest))
    figure = trend(one, course.over, palette=screen_palette())
    words = trend_in_words(one, course.over)
    with st.container(key="course-chart"):
        draw_chart(figure, key="course", alt=words)
        st.html(_on_paper(course, words))
    st.html(_legend_html(brief_legend_of(figure), "What the lines and shapes mean"))
    if course.over.flags:
        st.html(event_list(course.over))
    return course


def draw_beside_course(course: Course) -> None:
    """Draw what is read after the chart: every line and shape by name, events, files, single lines, the table."""
    page, one, over, views = course.page, course.one, course.over, course.views
    st.html(_whole_legend(trend(one, over, palette=screen_palette())))
    if beside := beside_the_numbers(page):
        st.html(beside)
    course_files(page.episode.episode_id, strand=_place(page, one), views=views, theme=screen_theme())
    if View.ITEMS in views:
        draw_items(page, one)
    if View.EPISODES in views:
        draw_episodes(page)
    with st.expander("The same numbers as a table"):
        st.html(course_table(one, over))
    if page.can_note_events:
        draw_event_form(page)


def _on_paper(course: Course, words: str) -> str:
    """Return the same chart as a drawing that fits any sheet, with its legend; what is on screen keeps its pixels."""
    drawn = svg_of(trend(course.one, course.over, palette=LIGHT), LIGHT, words=words)
    return f'<img class="ml-on-paper" src="{svg_address(drawn)}" alt="{escape(words, quote=True)}">'


def _views_asked_for(page: ClientPage, one: EpisodeAssessment) -> tuple[View, ...]:
    there = views_of(page, one)
    if not there:
        return ()
    at_first = [view for view in AT_FIRST if view in there]
    key = f"show-{page.episode.episode_id}-{_place(page, one)}"
    asked = st.pills(
        "Show",
        there,
        selection_mode="multi",
        default=at_first,
        format_func=NAMES.__getitem__,
        key=key,
        wrap=True,
        label_visibility="collapsed",
    )
    return tuple(asked)


def _place(page: ClientPage, one: EpisodeAssessment) -> int:
    """Return which of the strands this is."""
    return next(place for place, strand in enumerate(page.strands) if strand is one)


def _legend_html(entries: Sequence[LegendEntry], label: str) -> str:
    """Return lines and shapes with their names: nobody has to point at anything to know what it is."""
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    lines = "".join(f'<li><img src="{entry.address()}" {size} alt="">{escape(entry.said)}</li>' for entry in entries)
    return f'<ul class="ml-legend" aria-label="{escape(label, quote=True)}">{lines}</ul>'


def _whole_legend(figure: Figure) -> str:
    entries = legend_of(figure)
    return (
        f'<details class="ml-more-legend"><summary>Every line and shape ({len(entries)})</summary>'
        f"{_legend_html(entries, 'Every line and shape')}</details>"
    )
