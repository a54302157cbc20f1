"""What a client reads on the clinic's own screen around the form: in the tablet's letters and their own direction."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.components import form_words

__all__ = ["client_head_html", "draw_client_head"]

STYLE: Final = Path(__file__).parent / "client_head.css"


def draw_client_head(language: str, title: str, text: str, *, is_end: bool = False) -> None:
    """Draw what is asked, or the thank-you at the end."""
    st.html(STYLE)
    st.html(client_head_html(language, title, text, is_end=is_end))


def client_head_html(language: str, title: str, text: str, *, is_end: bool = False) -> str:
    """The same as HTML, every text escaped."""
    spoken, direction = form_words.spoken(language), form_words.direction(language)
    kind = "ml-client is-end" if is_end else "ml-client"
    inner = f"<h1>{escape(title)}</h1><p>{escape(text)}</p>"
    return f'<div class="{kind}" lang="{spoken}" dir="{direction}">{inner}</div>'
