"""The single lines of both forms, a small picture each."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.address import svg_address
from dashboard.charts.items import HEIGHT, WIDTH, item_courses, item_picture
from dashboard.charts.page_overlay import answers_of
from dashboard.components.screen import screen_palette

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.charts.items import ItemCourse
    from fit.assessment import EpisodeAssessment
    from fit.casework.views import ClientPage

__all__ = ["draw_items"]


def draw_items(page: ClientPage, one: EpisodeAssessment) -> None:
    """Draw every line that was marked; a form of which only the total is known has none."""
    last = max(one.meetings)
    pictures = "".join(_picture(item, last) for item in _items(page, one))
    st.html(f'<h3 class="ml-part">Single lines</h3><div class="ml-items">{pictures}</div>')


def _items(page: ClientPage, one: EpisodeAssessment) -> Iterator[ItemCourse]:
    for scale, is_outcome in ((one.outcome_scale, True), (one.alliance_scale, False)):
        if scale is not None:
            yield from item_courses(scale, answers_of(page, one, scale), is_outcome=is_outcome)


def _picture(item: ItemCourse, last: int) -> str:
    address = svg_address(item_picture(item, last, screen_palette()))
    image = f'<img src="{address}" width="{WIDTH}" height="{HEIGHT}" alt="{escape(item.in_words, quote=True)}">'
    return f"<figure><figcaption>{escape(item.title)}: {escape(item.name)}</figcaption>{image}</figure>"
