"""The course on a page: what to show, the figure with its words, its legend, its table, and what lies beside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.in_words import trend_in_words
from dashboard.charts.legend import HEIGHT, WIDTH, legend_of
from dashboard.charts.page_overlay import AT_FIRST, View, overlay_of, views_of
from dashboard.charts.trend import CONFIG, trend
from dashboard.components.course_files import course_files
from dashboard.components.course_items import draw_items
from dashboard.components.course_table import course_table
from dashboard.components.episodes import draw_episodes
from dashboard.components.event_list import draw_event_form, event_list
from dashboard.components.newest_session import beside_the_numbers
from dashboard.components.screen import screen_palette, screen_theme

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from fit.assessment import EpisodeAssessment
    from fit.casework.views import ClientPage

__all__ = ["draw_course"]

NAMES = {
    View.DATES: "Dates",
    View.OWN_LEVEL: "Own usual level",
    View.RATERS: "Other raters",
    View.ITEMS: "Single lines",
    View.EPISODES: "Earlier and later episodes",
}


def draw_course(page: ClientPage, one: EpisodeAssessment, *, newest: int | None = None) -> None:
    """Draw the trend with all that belongs to it."""
    episode_id = page.episode.episode_id
    views = _views_asked_for(page, one)
    over = overlay_of(page, one, views, newest=newest)
    figure = trend(one, over, palette=screen_palette())
    with st.container(key="course-chart", gap="small"):
        st.plotly_chart(figure, theme=None, config=CONFIG, key="course", alt=trend_in_words(one, over))
        st.html(_legend(figure))
    if page.events:
        st.html(event_list(over))
    if beside := beside_the_numbers(page):
        st.html(beside)
    course_files(episode_id, strand=_place(page, one), views=views, theme=screen_theme())
    if View.ITEMS in views:
        draw_items(page, one)
    if View.EPISODES in views:
        draw_episodes(page)
    with st.expander("The same numbers as a table"):
        st.html(course_table(one, over))
    if page.can_note_events:
        draw_event_form(page)


def _views_asked_for(page: ClientPage, one: EpisodeAssessment) -> tuple[View, ...]:
    there = views_of(page, one)
    if not there:
        return ()
    at_first = [view for view in AT_FIRST if view in there]
    key = f"show-{page.episode.episode_id}-{_place(page, one)}"
    asked = st.pills(
        "Show", there, selection_mode="multi", default=at_first, format_func=NAMES.__getitem__, key=key, wrap=True
    )
    return tuple(asked)


def _place(page: ClientPage, one: EpisodeAssessment) -> int:
    """Return which of the strands this is."""
    return next(place for place, strand in enumerate(page.strands) if strand is one)


def _legend(figure: Figure) -> str:
    """Name every line and shape below the chart: nobody has to point at anything to know what it is."""
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    lines = "".join(
        f'<li><img src="{entry.address()}" {size} alt="">{escape(entry.said)}</li>' for entry in legend_of(figure)
    )
    return f'<ul class="ml-legend" aria-label="What the lines and shapes mean">{lines}</ul>'
