"""What a page has to know of the screen it is on."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.palette import Palette, palette_for

__all__ = ["screen_palette", "screen_theme"]


def screen_palette() -> Palette:
    """Return the chart colours for the reader's light or dark screen."""
    return palette_for(st.context.theme.type)


def screen_theme() -> str:
    """Return "dark" for a reader's dark screen, else "light"."""
    return "dark" if st.context.theme.type == "dark" else "light"
