"""Streamlit's entry script: who is this, which pages are theirs, draw the one asked for."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.components.urgent_notice import draw_urgent_notice
from dashboard.door.paths import SIGN_OUT
from dashboard.shell.menu import MenuLine, menu_of
from dashboard.words import ROLE

if TYPE_CHECKING:
    from fit.casework.actor import Actor

HERE = Path(__file__).parent
SIDEBAR_WIDTH = 232
"""Pixels: room for the page's names, and as much as can be for the page on a tablet."""
MARK = HERE.parent / "access" / "files" / "mark.svg"


def main() -> None:
    """Run once for every look at a page."""
    st.set_page_config(page_title="Mendline", page_icon=str(MARK), layout="wide", initial_sidebar_state=SIDEBAR_WIDTH)
    for sheet in ("style.css", "print.css"):
        st.html(HERE / sheet)
    actor = current_actor()
    pages = {line.address: _page(line, actor) for line in menu_of(actor.role)}
    page = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(page_title=f"{page.title} · Mendline")
    with st.sidebar:
        _draw_menu(actor, pages)
    draw_urgent_notice(actor, page.url_path)
    page.run()


def _page(line: MenuLine, actor: Actor) -> st.Page:
    is_first = line is menu_of(actor.role)[0]
    return st.Page(line.function(), title=line.title, icon=line.icon, url_path=line.address, default=is_first)


def _draw_menu(actor: Actor, pages: dict[str, st.Page]) -> None:
    st.html('<div class="ml-brand"><img src="/static/mendline/mark.svg" alt="">Mendline</div>')
    for line in menu_of(actor.role):
        if line.in_menu:
            st.page_link(pages[line.address])
    # a form, not a link: only a POST from this site ends a session
    st.html(
        f'<div class="ml-person"><strong>{escape(actor.name)}</strong><span>{ROLE[actor.role]}</span>'
        f'<form method="post" action="{SIGN_OUT}"><button type="submit">Sign out</button></form></div>'
    )


main()
