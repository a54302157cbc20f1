"""The note of one session: written, with its history; without a session in the address that of today's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.note_editor import draw_editor, place_of
from dashboard.components.note_sheet import use_note_sheet
from dashboard.components.note_text import draw_history, note_html
from dashboard.components.print_button import print_button
from dashboard.dates import session_said
from dashboard.note_words import who_reads
from dashboard.plain_text import plain
from fit.casework.clinician import open_note
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import SessionNotePage

__all__ = ["page"]


def page() -> None:
    """Draw the note that the address names."""
    asked_for = st.query_params.get("session", "")
    found = _note_asked_for(asked_for)
    if found is None:
        st.title("Session note", anchor=False)
        st.info("Choose a client first; the notes are reached from the client's page.")
        page_link("Back to your list", "")
        st.stop()
    use_note_sheet()
    query = {"episode": found.episode.episode_id}
    with st.container(horizontal=True):
        page_link("To the client's page", "client", query, icon=":material/arrow_back:")
        page_link("All session notes", "notes", query, icon=":material/notes:")
        if found.can_write and found.session_id:
            draft = query | {"session": found.session_id}
            page_link("Draft of the documentation", "documentation", draft, icon=":material/assignment:")
    st.title(f"Session note: {plain(found.client_label)}", anchor=False)
    st.html(f'<p class="ml-lead">{_session(found)}</p><p class="ml-who-reads">{who_reads(own=found.can_write)}</p>')
    place = place_of(found, asked_for)
    if found.newest is not None:
        st.html(note_html("As it is saved", found.newest, css="ml-on-paper-only" if found.can_write else ""))
    elif not found.can_write:
        st.html('<p class="ml-quiet">No note is written of this session.</p>')
    if found.can_write:
        draw_editor(found, place)
    draw_history(found, place)
    print_button("Print")


def _note_asked_for(session_id: str) -> SessionNotePage | None:
    try:
        return open_note(current_clinic(), current_actor(), st.query_params.get("episode", ""), session_id or None)
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _session(found: SessionNotePage) -> str:
    if found.meeting is None:
        return "Today's session. It is begun when you save the note, or with the first rating of today."
    return session_said(found.meeting, found.occurred_on, found.as_of)
