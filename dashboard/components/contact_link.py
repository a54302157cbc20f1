"""Where a client wants links: shown beside one, to be copied or opened in the clinician's own mail or messages."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import streamlit as st

from dashboard.components.copy_button import copy_button

__all__ = ["contact_address", "draw_contact"]

SENDS_NOTHING = "Mendline sends nothing. Tell the word in another way, not beside the link."


def draw_contact(contact: str, link: str) -> None:
    """Draw the address or number with what opens a message to it; nothing where none is kept."""
    if not contact:
        return
    called = "Write an e-mail" if "@" in contact else "Write a message"
    address = escape(contact_address(contact, link), quote=True)
    st.html(
        f"<p>Links for this client go to <strong>{escape(contact)}</strong>. "
        f'<a class="ml-contact" href="{address}">{called} with this link</a></p>'
    )
    copy_button(contact, "Copy the address" if "@" in contact else "Copy the number")
    st.caption(SENDS_NOTHING)


def contact_address(contact: str, link: str) -> str:
    """Return what opens a message with the link alone in it: no name, and no subject that tells what it is."""
    if "@" in contact:
        return f"mailto:{quote(contact, safe='@+.-_')}?body={quote(link, safe='')}"
    number = "".join(letter for letter in contact if letter.isdecimal() or letter == "+")
    return f"sms:{number}?body={quote(link, safe='')}"
