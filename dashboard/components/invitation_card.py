"""A form for another device, as the clinician shows or sends it: a picture to scan, six digits, a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
import streamlit as st

from dashboard.clinic import current_clinic
from dashboard.components.copy_button import copy_button
from fit.casework.views import Way

if TYPE_CHECKING:
    from fit.casework.views import HandOver

__all__ = ["draw_invitation", "own_address"]

QR_MARGIN = 3
"""[modules] Light border; what surrounds the picture is light too."""


def draw_invitation(handed: HandOver) -> None:
    """Show what opens the form. It is shown once: only its hash is kept."""
    address = f"{own_address()}/k/{handed.token}"
    if handed.way is Way.CODE:
        _draw_code(handed, address)
    else:
        st.markdown("Copy this link and send it in a way that you have agreed on. It names nobody.")
        st.code(address, language=None, wrap_lines=True)
        copy_button(address, "Copy the link")
        st.caption(
            f"It opens with the word, on one device, once, until {handed.expires_at.astimezone():%d %b %Y, %H:%M}."
        )


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


def _qr(address: str) -> str:
    picture: str = segno.make(address, error="m", micro=False).svg_data_uri(border=QR_MARGIN, scale=5, light="#fff")
    return picture
