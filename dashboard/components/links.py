"""Links from page to page that keep the socket open: one tap, no reload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["page_link", "switch_to"]


def page_link(label: str, url_path: str, query: Mapping[str, str] | None = None, *, icon: str | None = None) -> None:
    """Link to a page of the menu by its address, "" being the first page of the signed-in person."""
    st.page_link(_page(url_path), label=label, icon=icon, query_params=dict(query or {}))


def switch_to(url_path: str, query: Mapping[str, str] | None = None) -> None:
    """Go to a page of the menu now."""
    st.switch_page(_page(url_path), query_params=dict(query or {}))


def _page(url_path: str) -> st.Page:
    """Name a page by its address: Streamlit finds the one of the menu that has it."""
    return st.Page(_elsewhere, title=url_path or "start", url_path=url_path or None, default=not url_path)


def _elsewhere() -> None:
    """Stand in for the page itself, which the menu holds."""
