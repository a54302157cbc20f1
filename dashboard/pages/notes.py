"""All session notes of a client, that of the newest session first, to read and to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.note_sheet import use_note_sheet
from dashboard.components.note_text import note_html
from dashboard.components.print_button import print_button
from dashboard.dates import session_said
from dashboard.note_words import who_reads
from dashboard.plain_text import plain
from dashboard.sentences import counted
from fit.casework.clinician import open_notes
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import NoteRow, NotesPage

__all__ = ["page"]

AT_ONCE = 10
"""[notes] Drawn at first, and more with each press: a page is read from the top."""
SHOWN = "notes-shown"


def page() -> None:
    """Draw the notes, and the way to write those that are missing."""
    found = _notes_asked_for()
    if found is None:
        st.title("Session notes", anchor=False)
        st.info("Choose a client first; the notes are reached from the client's page.")
        page_link("Back to your list", "")
        st.stop()
    use_note_sheet()
    query = {"episode": found.episode.episode_id}
    page_link("To the client's page", "client", query, icon=":material/arrow_back:")
    st.title(f"Session notes: {plain(found.client_label)}", anchor=False)
    st.html(f'<p class="ml-who-reads">{who_reads(own=found.can_write)}</p>')
    if found.can_write and found.episode.closed_on is None:
        page_link("Note for today's session", "note", query, icon=":material/edit_note:")
    if not found.notes:
        st.html('<div class="ml-empty"><h2>No note yet</h2><p>A few lines after a session are enough.</p></div>')
    shown = st.session_state.setdefault(f"{SHOWN}-{found.episode.episode_id}", AT_ONCE)
    for row in found.notes[:shown]:
        _draw_note(found, row)
    _draw_more(found, shown)
    _draw_missing(found)
    if found.notes:
        print_button("Print")


def _notes_asked_for() -> NotesPage | None:
    try:
        return open_notes(current_clinic(), current_actor(), st.query_params.get("episode", ""))
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_note(found: NotesPage, row: NoteRow) -> None:
    st.html(note_html(session_said(row.meeting, row.occurred_on, found.as_of), row.newest))
    label = f"{'Write on in' if found.can_write else 'History of'} the note of session {row.meeting}"
    query = {"episode": found.episode.episode_id, "session": row.session_id}
    page_link(label, "note", query, icon=":material/edit_note:" if found.can_write else ":material/history:")


def _draw_more(found: NotesPage, shown: int) -> None:
    left = len(found.notes) - shown
    if left > 0:
        st.button(
            f"Show {counted(min(left, AT_ONCE), 'earlier note')}", key="more-notes", on_click=_more, args=(found,)
        )


def _more(found: NotesPage) -> None:
    st.session_state[f"{SHOWN}-{found.episode.episode_id}"] += AT_ONCE


def _draw_missing(found: NotesPage) -> None:
    """Draw the way to each session without a note; nothing says that there should be one."""
    if not found.without or not found.can_write:
        return
    with st.expander(f"Sessions without a note ({len(found.without)})", key="sessions-without-note"):
        for session in found.without:
            day = session_said(session.meeting, session.occurred_on, found.as_of)
            query = {"episode": found.episode.episode_id, "session": session.session_id}
            page_link(f"Write the note: {day}", "note", query)
