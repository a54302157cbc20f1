"""Streamlit's entry script: who is this, which pages are theirs, draw the one asked for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor, looked_up_once
from dashboard.components.palette import draw_palette
from dashboard.components.urgent_notice import SEEN_BY_CLIENTS, draw_urgent_notice
from dashboard.operator.meters import page_run
from dashboard.shell.menu import menu_of
from dashboard.shell.menu_pages import pages_of
from dashboard.shell.page_setup import set_up_page
from dashboard.shell.sidebar import draw_sidebar
from dashboard.shell.turns import in_turn

if TYPE_CHECKING:
    from fit.casework.actor import Actor


def main() -> None:
    """Run once for every look at a page."""
    begun = time.perf_counter()
    with in_turn(), looked_up_once():
        set_up_page()
        actor = current_actor()
        pages = pages_of(actor.role)
        page = st.navigation(list(pages.values()), position="hidden")
        st.set_page_config(page_title=f"{page.title} · Mendline")
        with page_run(page.url_path or menu_of(actor.role)[0].address, begun):
            if page.url_path not in SEEN_BY_CLIENTS:
                _draw_for_whoever_works_here(actor, page.url_path)
            page.run()


def _draw_for_whoever_works_here(actor: Actor, address: str) -> None:
    """Draw the menu, the palette and what cannot wait; a page that a client looks at too leads back by its own link."""
    draw_sidebar(actor, address or menu_of(actor.role)[0].address)
    draw_palette(actor)
    draw_urgent_notice(actor, address)


main()
