"""The way to all data of one client, for the client's own request: what is in the file, and what stays."""

from __future__ import annotations

from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.api.client_export import CLIENT_EXPORT

__all__ = ["draw_export"]

WHAT: Final = (
    "When a client asks what is kept about them: everything, in all episodes. A page in plain words, in the client's "
    "language, to read first; then tables for a spreadsheet and for programs, with ratings that were taken out, "
    "session notes, goals, transcripts and their corrections, and who looked at the record, by role."
)
STAYS: Final = (
    "Not in it: private notes that a clinician wrote for themselves alone (how many there are is said), the sound of "
    "recordings, names of colleagues, and secrets of links. The file is not encrypted: hand it over in person, and "
    "delete your copy. Each time is noted in the audit."
)


def draw_export(episode_id: str) -> None:
    """Draw the link, with what it gives."""
    st.header("All of this client\u2019s data", anchor=False)
    address = f"{CLIENT_EXPORT}?{urlencode({'episode': episode_id})}"
    st.html(
        f'<p>{WHAT}</p><p class="ml-next"><a href="{escape(address)}" download>Download all data (ZIP)</a></p>'
        f'<p class="ml-quiet">{STAYS}</p>'
    )
