"""Long lists, fifty rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ROWS_A_PAGE", "of_this_page"]

Row = TypeVar("Row")
ROWS_A_PAGE = 50
"""More would be sent again with every click: about two kilobytes a row."""


def of_this_page(rows: Sequence[Row], key: str, *, at_once: int = ROWS_A_PAGE) -> Sequence[Row]:
    """Return the rows of the page that is turned to, and draw what turns it when there is more than one."""
    pages = -(-len(rows) // at_once)
    if pages <= 1:
        return rows
    with st.container(key=f"pages-{key}", horizontal=True, vertical_alignment="center"):
        page = st.pagination(pages, key=f"page-{key}")
        first = (page - 1) * at_once
        st.caption(f"{first + 1} to {min(first + at_once, len(rows))} of {len(rows)}")
    return rows[first : first + at_once]
