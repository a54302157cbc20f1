"""The style sheet of session notes and case formulation, sent with the pages that need it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

__all__ = ["use_note_sheet"]

SHEET: Final = Path(__file__).with_name("notes.css")


def use_note_sheet() -> None:
    """Send the rules with this page."""
    st.html(SHEET)
