"""The sidebar: mark, pages, who is here."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.drafting import words_wait
from dashboard.components.links import link_html
from dashboard.components.palette import find_button_html
from dashboard.door.paths import SIGN_OUT
from dashboard.shell.menu import menu_of
from dashboard.words import ROLE

if TYPE_CHECKING:
    from fit.casework.actor import Actor

__all__ = ["draw_sidebar"]

BRAND = '<div class="ml-brand"><img src="/static/mendline/mark.svg" alt="">Mendline</div>'


def draw_sidebar(actor: Actor, address: str) -> None:
    """Draw the mark, the way to find a page, the pages of the role, who is signed in, and the way out."""
    links = "".join(
        link_html(line.title, line.address, icon=line.icon, is_here=line.address == address)
        for line in menu_of(actor.role)
        if line.in_menu
    )
    menu = f'<nav class="ml-menu" aria-label="Pages">{links}</nav>'
    with st.sidebar:
        st.html(BRAND + find_button_html(actor.role) + menu + _person_html(actor))


def _person_html(actor: Actor) -> str:
    waits = " data-words-wait" if words_wait() else ""
    # a form, not a link: only a POST from this site ends a session
    return (
        f'<div class="ml-person"{waits}><strong>{escape(actor.name)}</strong><span>{ROLE[actor.role]}</span>'
        f'<form method="post" action="{SIGN_OUT}"><button type="submit">Sign out</button></form></div>'
    )
