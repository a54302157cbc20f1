"""A client's record: what the client agreed to, and what was said in which session."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import draw_done
from dashboard.components.consents import draw_consents
from dashboard.components.links import go_to, page_link
from dashboard.components.recordings import draw_recordings
from dashboard.plain_text import plain
from dashboard.record_words import LEVEL, session_said
from dashboard.sentences import counted
from fit.casework.clinician import open_record
from fit.casework.views import ConsentKind
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import RecordPage, RecordSession, TranscriptFacts

__all__ = ["page"]


def page() -> None:
    """Draw consents first, then the transcripts session by session."""
    record = _record_asked_for()
    if record is None:
        st.title("Record", anchor=False)
        st.info("Choose a client first; the record is reached from the client's page.")
        page_link("Back to your list", "")
        st.stop()
    page_link("To the client's page", "client", {"episode": record.episode_id}, icon=":material/arrow_back:")
    st.title(f"Record of {plain(record.client_label)}", anchor=False)
    draw_done()
    draw_consents(record)
    draw_recordings(record)
    st.header("What was said", anchor=False)
    _draw_sessions(record)
    if record.can_change and record.stands.get(ConsentKind.TRANSCRIPT):
        _draw_adding(record)


def _record_asked_for() -> RecordPage | None:
    try:
        return open_record(current_clinic(), current_actor(), st.query_params.get("episode", ""))
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_sessions(record: RecordPage) -> None:
    spoken = [(session, one) for session in record.sessions for one in session.transcripts]
    if not spoken:
        why = (
            "Add a transcript of a session below."
            if record.stands.get(ConsentKind.TRANSCRIPT)
            else "Ask the client first. As soon as the consent is noted above, a transcript can come in."
        )
        st.html(f'<div class="ml-empty"><h2>No transcript yet</h2><p>{why}</p></div>')
        return
    query = {"episode": record.episode_id}
    with st.container(horizontal=True, gap="medium"):
        page_link("Search in these transcripts", "search", query, icon=":material/search:")
        page_link("Patterns over these sessions", "patterns", query, icon=":material/insights:")
    for session, one in spoken:
        _draw_row(record, session, one)


def _draw_row(record: RecordPage, session: RecordSession, one: TranscriptFacts) -> None:
    with st.container(key=f"row-transcript-{one.transcript_id}", gap=None):
        name = session_said(session.meeting, session.occurred_on)
        st.html(
            f'<p class="ml-about"><strong>{name}</strong><span>{counted(one.turns, "turn")} · {one.words:,} words · '
            f"{LEVEL[one.level]} · taken in by {escape(one.imported_by)}</span></p>"
        )
        query = {"episode": record.episode_id, "transcript": one.transcript_id}
        with st.container(horizontal=True, gap="medium"):
            page_link(f"Open {name}", "transcript", query)
            page_link("Look back at it", "reading", query | {"session": session.session_id})


def _draw_adding(record: RecordPage) -> None:
    st.header("Add a transcript", anchor=False)
    if not record.sessions:
        st.markdown("There is no session yet. It begins with the first rating.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        without = next((place for place, session in enumerate(record.sessions) if not session.transcripts), 0)
        session = st.selectbox(
            "Of which session",
            record.sessions,
            index=without,
            format_func=lambda one: session_said(one.meeting, one.occurred_on),
            width=300,
        )
        if st.button("Choose a file or a recording", type="primary"):
            go_to("add-transcript", {"episode": record.episode_id, "session": session.session_id})
