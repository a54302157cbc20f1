"""Links from page to page that keep the socket open: one tap, no reload.

A link of Streamlit's is a message of its own, sent with every look at a page. Where many stand together, they are one
piece of HTML instead, whose links the palette's script follows in the same way (`palette/assets/links.js`).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.plain_text import plain
from dashboard.shell.menu import menu_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["go_to", "link_html", "linked_row_html", "links_html", "page_link", "rows_html"]


def page_link(label: str, address: str, query: Mapping[str, str] | None = None, *, icon: str | None = None) -> None:
    """Link to a page of the menu by its address; "" is the page on which the signed-in person lands."""
    page = _page(address or _first_page())
    st.page_link(page, label=plain(label), icon=icon, query_params=dict(query or {}))


def link_html(
    label: str, address: str, query: Mapping[str, str] | None = None, *, icon: str = "", is_here: bool = False
) -> str:
    """Return a link to a page of the menu as HTML; `icon` is the name of a sign, `is_here` marks the page one is on."""
    here = ' aria-current="page"' if is_here else ""
    sign = f'<span class="ml-icon" aria-hidden="true" translate="no">{icon}</span>' if icon else ""
    return f'<a class="ml-link" {_way(address, query)}{here}>{sign}<span>{escape(label)}</span></a>'


def links_html(*links: str) -> str:
    """Return links side by side, as far as there is room; nothing where there are none."""
    inside = "".join(links)
    return f'<div class="ml-links">{inside}</div>' if inside else ""


def rows_html(rows: Iterable[str]) -> str:
    """Return rows of a list one below the other."""
    return f'<div class="ml-rows">{"".join(rows)}</div>'


def linked_row_html(label: str, address: str, query: Mapping[str, str], inside: str) -> str:
    """Return a row that is one big link; `label` is what screen readers hear of it, `inside` what is seen."""
    link = f'<a {_way(address, query)}><span class="ml-unseen">{escape(label)}</span></a>'
    return f'<div class="ml-linked-row">{link}{inside}</div>'


def go_to(address: str, query: Mapping[str, str] | None = None) -> NoReturn:
    """Leave this page for another one of the menu."""
    st.switch_page(_page(address), query_params=dict(query or {}))


def _way(address: str, query: Mapping[str, str] | None) -> str:
    """Name where a link leads as the browser's address does: the page on which one lands is "/"."""
    path = "" if address in {"", _first_page()} else address
    asked = f"?{escape(urlencode(query))}" if query else ""
    return f'href="/{path}{asked}" data-go'


def _first_page() -> str:
    return menu_of(current_actor().role)[0].address


def _page(address: str) -> st.Page:
    """Name a page by its address: Streamlit finds the one of the menu that has it."""
    return st.Page(_elsewhere, title=address, url_path=address)


def _elsewhere() -> None:
    """Stand in for the page itself, which the menu holds."""
