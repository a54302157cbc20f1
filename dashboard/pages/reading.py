"""Looking back at a session: what flags it, the stretches to look at first, and what was said and how."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import draw_done
from dashboard.components.dialogue_facts import draw_dialogue_facts
from dashboard.components.excerpts import draw_excerpts
from dashboard.components.flagged_by import draw_flagged_by
from dashboard.components.links import page_link
from dashboard.components.moments import draw_moments
from dashboard.components.session_map import draw_session_map
from dashboard.components.session_memory import draw_session_memory
from dashboard.plain_text import plain
from dashboard.record_words import LEVEL, session_said
from dashboard.sentences import counted
from fit.casework.clinician import open_reading
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import ReadingPage, TranscriptFacts

__all__ = ["page"]

STYLE: Final = Path(__file__).parent.parent / "components" / "reading.css"


def page() -> None:
    """Draw the session that the address names, the stretches to look at first on top."""
    found = _session_asked_for()
    if found is None:
        st.title("Look back at a session", anchor=False)
        st.info(_why_none())
        page_link("Back to your list", "")
        st.stop()
    st.html(STYLE)
    page_link("To the client's page", "client", {"episode": found.episode_id}, icon=":material/arrow_back:")
    st.title(f"{plain(found.client_label)}: {session_said(found.meeting, found.occurred_on)}", anchor=False)
    draw_done()
    draw_flagged_by(found)
    if found.facts is None or found.dialogue is None:
        _draw_without_a_transcript(found)
        st.stop()
    _draw_choice(found)
    draw_session_memory(found)
    draw_excerpts(found)
    _draw_repair(found)
    draw_moments(found)
    draw_session_map(found)
    draw_dialogue_facts(found, found.dialogue)


def _why_none() -> str:
    """Whether there is no such session or it is somebody else's is not told apart."""
    if st.query_params.get("session"):
        return "This session is not here for you. Sessions are reached from an alert on a client's page."
    return "Choose a session first; it is reached from an alert on the client's page."


def _session_asked_for() -> ReadingPage | None:
    asked = st.query_params
    try:
        return open_reading(
            current_clinic(),
            current_actor(),
            asked.get("episode", ""),
            asked.get("session", ""),
            asked.get("transcript") or None,
        )
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_without_a_transcript(found: ReadingPage) -> None:
    st.html(
        '<div class="ml-empty"><h2>No transcript of this session</h2><p>With one, this page opens at the two or three '
        "stretches where the work may have strained, and shows what was said, by whom and when. It stays on the "
        "clinic's own machine.</p></div>"
    )
    if found.can_change:
        query = {"episode": found.episode_id, "session": found.session_id}
        page_link("Add a transcript or a recording", "add-transcript", query, icon=":material/upload_file:")
        page_link("What the client agreed to", "record", {"episode": found.episode_id}, icon=":material/handshake:")
        st.header("Your memory of it, meanwhile", anchor=False)
    draw_session_memory(found, folded=False)
    _draw_repair(found)


def _draw_repair(found: ReadingPage) -> None:
    """Lead on to what can be done about it: one press, already knowing which session."""
    query = {"episode": found.episode_id, "session": found.session_id}
    label = "Plan a repair" if found.can_change else "The repair of this session"
    with st.container(key="plan-a-repair"):
        page_link(label, "repair", query, icon=":material/healing:")
        if found.can_change:
            page_link("Bring this session to supervision", "packet", query, icon=":material/folder_shared:")


def _draw_choice(found: ReadingPage) -> None:
    """Say of which file this is; where there are several, let another one be chosen."""
    if found.facts is None:
        return
    st.html(f'<p class="ml-quiet">{_said_of(found.facts)}</p>')
    others = [one for one in found.transcripts if one.transcript_id != found.facts.transcript_id]
    query = {"episode": found.episode_id, "session": found.session_id}
    for one in others:
        page_link(f"Another transcript of it: {_said_of(one)}", "reading", query | {"transcript": one.transcript_id})


def _said_of(facts: TranscriptFacts) -> str:
    return escape(
        f"From a transcript of {counted(facts.turns, 'turn')} and {facts.words:,} words that tells {LEVEL[facts.level]}"
    )
