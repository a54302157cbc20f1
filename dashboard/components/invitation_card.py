"""A form for another device, as the clinician shows or sends it: a picture to scan, six digits, a link."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import segno
import streamlit as st

from dashboard.clinic import current_clinic
from dashboard.components.contact_link import draw_contact
from dashboard.components.copy_button import copy_button
from fit.casework.views import Way

if TYPE_CHECKING:
    from fit.casework.views import HandOver

__all__ = ["draw_invitation", "is_this_machine_alone", "own_address"]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
QR_MARGIN = 3
"""[modules] Light border; what surrounds the picture is light too."""


def draw_invitation(handed: HandOver, *, contact: str = "") -> None:
    """Show what opens the form, and for a link where the client wants it. It is shown once: only its hash is kept."""
    address = f"{own_address()}/k/{handed.token}"
    if handed.way is Way.CODE:
        _draw_code(handed, address)
    else:
        _draw_link(address, contact)
        st.caption(
            f"It opens with the word, on one device, once, until {handed.expires_at.astimezone():%d %b %Y, %H:%M}."
        )


def _draw_link(address: str, contact: str) -> None:
    if is_this_machine_alone(address):
        st.markdown("This link opens on this machine alone. It is of no use in a message.")
        st.code(address, language=None, wrap_lines=True)
        copy_button(address, "Copy the link")
        return
    st.markdown("Copy this link and send it in a way that you have agreed on. It names nobody.")
    st.code(address, language=None, wrap_lines=True)
    copy_button(address, "Copy the link")
    draw_contact(contact, address)


def _draw_code(handed: HandOver, address: str) -> None:
    picture, digits = st.columns([1, 1.4], vertical_alignment="center")
    with picture:
        st.html(f'<img class="ml-qr" alt="Picture to scan with the other device" src="{_qr(address)}">')
    with digits:
        st.markdown(f"Scan the picture with the other device, or open **{own_address()}/k** there and type")
        st.html(f'<p class="ml-code">{handed.code[:3]} {handed.code[3:]}</p>')
        st.caption(f"Good until {handed.expires_at.astimezone():%H:%M}, for one device.")


def own_address() -> str:
    """Where other devices reach this clinic: as set up, else as this page was opened."""
    opened_at = (st.context.url or "").split("/")
    return current_clinic().settings.address or "/".join(opened_at[:3])


def is_this_machine_alone(address: str) -> bool:
    """Whether an address leads every device to itself."""
    return urlsplit(address).hostname in LOOPBACK


def _qr(address: str) -> str:
    picture: str = segno.make(address, error="m", micro=False).svg_data_uri(border=QR_MARGIN, scale=5, light="#fff")
    return picture
