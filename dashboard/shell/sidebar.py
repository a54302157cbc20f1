"""The sidebar: mark, pages, who is here."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.drafting import words_wait
from dashboard.door.paths import SIGN_OUT
from dashboard.shell.menu import menu_of
from dashboard.words import ROLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework.actor import Actor

__all__ = ["draw_brand", "draw_menu"]


def draw_brand() -> None:
    """Draw the mark, on top of all."""
    st.sidebar.html('<div class="ml-brand"><img src="/static/mendline/mark.svg" alt="">Mendline</div>')


def draw_menu(actor: Actor, pages: Mapping[str, st.Page]) -> None:
    """Draw the pages of the role, who is signed in, and the way out."""
    with st.sidebar:
        for line in menu_of(actor.role):
            if line.in_menu:
                st.page_link(pages[line.address])
        waits = " data-words-wait" if words_wait() else ""
        # a form, not a link: only a POST from this site ends a session
        st.html(
            f'<div class="ml-person"{waits}><strong>{escape(actor.name)}</strong><span>{ROLE[actor.role]}</span>'
            f'<form method="post" action="{SIGN_OUT}"><button type="submit">Sign out</button></form></div>'
        )
