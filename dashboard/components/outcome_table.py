"""Small tables of a service: a heading for each column, a name for each row, wide ones in a frame that scrolls."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["draw_twin", "table_html"]

TWIN = "The same numbers as a table"


def table_html(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; the first cell of each row is its name."""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(_row(row) for row in rows)
    return (
        f'<div class="ml-beside-frame" role="region" aria-label="{escape(title)}" tabindex="0">'
        f'<table class="ml-beside"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(cells: Sequence[object]) -> str:
    name, *told = map(str, cells)
    values = "".join(f"<td>{escape(one)}</td>" for one in told)
    return f'<tr><th scope="row">{escape(name)}</th>{values}</tr>'


def draw_twin(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Draw the table of a chart behind a click."""
    with st.expander(TWIN):
        st.html(table_html(title, head, rows))
