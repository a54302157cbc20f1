"""Links from page to page that keep the socket open: one tap, no reload."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.plain_text import plain
from dashboard.shell.menu import menu_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["go_to", "page_link"]


def page_link(label: str, address: str, query: Mapping[str, str] | None = None, *, icon: str | None = None) -> None:
    """Link to a page of the menu by its address; "" is the page on which the signed-in person lands."""
    page = _page(address or menu_of(current_actor().role)[0].address)
    st.page_link(page, label=plain(label), icon=icon, query_params=dict(query or {}))


def go_to(address: str, query: Mapping[str, str] | None = None) -> NoReturn:
    """Leave this page for another one of the menu."""
    st.switch_page(_page(address), query_params=dict(query or {}))


def _page(address: str) -> st.Page:
    """Name a page by its address: Streamlit finds the one of the menu that has it."""
    return st.Page(_elsewhere, title=address, url_path=address)


def _elsewhere() -> None:
    """Stand in for the page itself, which the menu holds."""
