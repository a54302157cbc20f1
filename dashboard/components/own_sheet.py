"""The style sheet of goals, looking back and what works here, sent with the pages that need it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

__all__ = ["use_sheet"]

SHEET: Final = Path(__file__).with_name("looking_back.css")


def use_sheet() -> None:
    """Send the rules with this page."""
    st.html(SHEET)
