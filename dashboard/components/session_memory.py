"""How the clinician remembers a whole session: private, and kept apart from what was said."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, form_number, saying_why
from dashboard.dates import moment_said
from fit.casework.clinician import write_memory

if TYPE_CHECKING:
    from fit.casework.views import MemoryRow, ReadingPage

__all__ = ["draw_session_memory"]

FORM = "session-memory"
PRIVATE = "Only you see this: neither a supervisor nor a report does, unless you put it there yourself."


def draw_session_memory(found: ReadingPage, *, folded: bool = True) -> None:
    """Draw what was written, and a form for more; folded away where there is a record to look at."""
    if not found.can_change:
        return
    if folded:
        with st.expander("Your memory of the whole session"):
            _draw(found)
    else:
        _draw(found)


def _draw(found: ReadingPage) -> None:
    st.html("".join(map(_memory_html, found.memories)) + f'<p class="ml-quiet">{PRIVATE}</p>')
    with st.form(f"{FORM}-{form_number(FORM)}", border=False, width=FORM_WIDTH):
        text = st.text_area("How do you remember this session?", height=120, max_chars=20_000)
        if st.form_submit_button("Keep it"):
            with saying_why():
                write_memory(current_clinic(), current_actor(), found.episode_id, found.session_id, text)
                done(FORM, "Your memory is kept.")


def _memory_html(memory: MemoryRow) -> str:
    when = moment_said(memory.written_at)
    return f'<blockquote class="ml-memory"><p>{escape(memory.text)}</p><footer>written {when}</footer></blockquote>'
