"""A session note as it is read: its four fields, who wrote it and when, and the states it had before."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.drafting import drop, field_key
from dashboard.components.repair_writing import deed, draw_outcome
from dashboard.dates import moment_said
from dashboard.note_words import FIELD
from dashboard.sentences import counted
from fit.casework.clinician import bring_back_note

if TYPE_CHECKING:
    from fit.casework.views import NoteVersion, SessionNotePage

__all__ = ["draw_history", "note_html", "version_said"]

BROUGHT = "history"


def note_html(title: str, said: NoteVersion, *, css: str = "") -> str:
    """A note with its title, as HTML; fields in which nothing stands are left out."""
    fields = "".join(
        f'<h3>{label}</h3><p class="ml-written">{escape(words)}</p>'
        for name, label in FIELD.items()
        if (words := getattr(said.words, name))
    )
    return (
        f'<article class="ml-note {css}"><h2>{escape(title)}</h2>{fields or "<p>Nothing stands here any more.</p>"}'
        f"<footer>{escape(version_said(said))}</footer></article>"
    )


def version_said(said: NoteVersion) -> str:
    """Say which version it is, by whom and when."""
    back = f", brought back from version {said.brought_back}" if said.brought_back else ""
    return f"Version {said.version}{back}, {said.written_by}, {moment_said(said.written_at)}"


def draw_history(found: SessionNotePage, place: str) -> None:
    """Draw the earlier states, each with the way to bring it back; none is ever changed."""
    draw_outcome(BROUGHT)
    if len(found.versions) < 2:  # noqa: PLR2004  the one that stands, and another
        return
    with st.expander(f"History ({counted(len(found.versions) - 1, 'earlier version')})", key="note-history"):
        st.html('<p class="ml-quiet">Every saved version stays. Bringing one back makes a new one of it.</p>')
        for said in found.versions[1:]:
            st.html(note_html(f"Version {said.version}", said))
            if found.can_write and found.newest and said.words != found.newest.words:
                label = f"Bring version {said.version} back"
                st.button(label, key=f"back-{said.version}", on_click=_bring_back, args=(found, place, said.version))


def _bring_back(found: SessionNotePage, place: str, version: int) -> None:
    if found.session_id is None or found.newest is None:
        return
    about = (current_clinic(), current_actor(), found.episode.episode_id, found.session_id, version)
    based_on = found.newest.version
    if deed(BROUGHT, lambda: bring_back_note(*about, based_on=based_on), f"Version {version} is the newest again."):
        drop(place)
        for name in FIELD:
            st.session_state.pop(field_key(place, name), None)
