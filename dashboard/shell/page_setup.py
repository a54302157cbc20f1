"""What every page has in common before anything is drawn: its name, its sign, its width."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.charts.address import svg_address

__all__ = ["set_up_page"]

MARK: Final = Path(__file__).parents[1] / "access" / "files" / "mark.svg"
ICON: Final = svg_address(MARK.read_text(encoding="utf-8"))
SIDEBAR_WIDTH: Final = 232
"""Pixels: room for the page's names, and as much as can be for the page on a tablet."""


def set_up_page() -> None:
    """Say so to Streamlit, first of all."""
    st.set_page_config(page_title="Mendline", page_icon=ICON, layout="wide", initial_sidebar_state=SIDEBAR_WIDTH)
