"""A figure on a page. Plotly's check of every value takes longer than the rest of a page: tests do it once instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from plotly.basedatatypes import BaseFigure

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure

__all__ = ["CONFIG", "draw_chart"]

CONFIG: Final = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


class _Described(BaseFigure):  # type: ignore[misc]
    """A figure that says what it is without building an object for each of its parts."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        return self._figure


def draw_chart(figure: Figure, *, key: str, alt: str) -> None:
    """Draw a figure, with the words that say the same to who does not see it."""
    st.plotly_chart(_Described(figure), theme=None, config=CONFIG, key=key, alt=alt)
