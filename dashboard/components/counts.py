"""A small table of counts, where a count that would point at somebody is withheld."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from fit.service.suppression import LEAST_COUNT

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["WITHHELD", "counts_html", "draw_counts"]

WITHHELD = "withheld"
NONE_OR_FEW = f"none, or fewer than {LEAST_COUNT}"
"""Said of nobody and of few alike, so that neither can be told from the other."""


def draw_counts(title: str, of_what: str, counts: Mapping[str, int | None]) -> None:
    """Draw the counts under their title."""
    st.header(title, anchor=False)
    st.html(counts_html(title, of_what, counts))


def counts_html(title: str, of_what: str, counts: Mapping[str, int | None]) -> str:
    """Return the table; its first column is headed by the title."""
    rows = "".join(_row(name, count) for name, count in counts.items())
    head = f'<tr><th scope="col">{escape(title)}</th><th scope="col">{escape(of_what)}</th></tr>'
    return f'<table class="ml-counts"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _row(name: str, count: int | None) -> str:
    said = NONE_OR_FEW if count is None else f"{count:,}"
    return f'<tr><th scope="row">{escape(name)}</th><td>{said}</td></tr>'
