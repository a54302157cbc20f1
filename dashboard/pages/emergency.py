"""Opening a colleague's client with a reason: by code, for reading, for a limited time, and told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, saying_why
from dashboard.components.links import page_link
from dashboard.dates import moment_said
from fit.casework.clinician import open_with_a_reason

if TYPE_CHECKING:
    from fit.casework.views import Opened

__all__ = ["page"]

LEAD = (
    "For an emergency: somebody needs help now, and the clinician in charge cannot be reached. You can then read the "
    "client's page, record, transcripts and goals. Nothing can be changed or taken out."
)
TOLD = "The clinician in charge and their supervisor are told at once who opened the client, when, and why."


def page() -> None:
    """Ask for the client's code and the reason."""
    page_link("All clients", "", icon=":material/arrow_back:")
    st.title("Open a client with a reason", anchor=False)
    minutes = int(current_clinic().settings.opening_limit.total_seconds() // 60)
    st.html(f'<p class="ml-lead">{LEAD}</p><p>{TOLD} It closes by itself after {minutes} minutes.</p>')
    with st.form("emergency", width=FORM_WIDTH):
        code = st.text_input("Code of the client", max_chars=100, autocomplete="off", key="emergency-code")
        reason = st.text_area("Why you need to read this", max_chars=500, key="emergency-reason")
        sent = st.form_submit_button("Open and tell", type="primary", icon=":material/lock_open:")
    if sent:
        with saying_why():
            _draw_opened(open_with_a_reason(current_clinic(), current_actor(), code=code, reason=reason))


def _draw_opened(opened: Opened) -> None:
    told = f"{', '.join(opened.told)} {'was' if len(opened.told) == 1 else 'were'} told."
    st.success(f"You can read until {moment_said(opened.until)}. {told}")
    page_link("Go to the client", "client", {"episode": opened.episode_id}, icon=":material/person:")
