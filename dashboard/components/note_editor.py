"""Writing a session note: four fields that keep what is typed, and both texts when somebody saved meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.drafting import Drafted, draw_field, keep_as_saved, look_at_draft, typed_words
from dashboard.components.repair_writing import deed, draw_outcome
from dashboard.components.side_by_side import Theirs, draw_side_by_side, theirs_by
from dashboard.note_words import FIELD, HELP
from fit.casework.clinician import save_note
from fit.casework.views import NoteWords

if TYPE_CHECKING:
    from fit.casework.views import NoteVersion, SessionNotePage

__all__ = ["draw_editor", "place_of"]

PLACE = "note-editor"
LONGEST = 4_000
"""[characters] As the use case takes it."""
NAMES = tuple(FIELD)
EMPTY = NoteWords()
SEE_BOTH = "This was saved meanwhile. Below the fields both texts stand beside each other."


def place_of(found: SessionNotePage, asked_for: str) -> str:
    """Name the editor by what the address asks for, so that what is typed stays when the session is begun elsewhere."""
    return f"{found.episode.episode_id}-{asked_for or 'today'}"


def draw_editor(found: SessionNotePage, place: str) -> None:
    """Draw the fields with what is saved or being typed; below them both texts where somebody saved meanwhile."""
    newest = found.newest
    saved = {name: getattr(newest.words if newest else EMPTY, name) for name in NAMES}
    drafted = look_at_draft(place, saved, newest.version if newest else 0, episode_id=found.episode.episode_id)
    if drafted.was_overtaken:
        st.html(f'<p class="ml-evidence-gone ml-unsaved">{SEE_BOTH}</p>')
    with st.container(width=720, key=f"keep-note-{place}"):
        for name, label in FIELD.items():
            draw_field(place, name, label, drafted.words[name], longest=LONGEST, tip=HELP[name])
        if drafted.was_overtaken and newest is not None:
            _draw_both(found, place, newest)
        else:
            st.button(
                "Save this note",
                key=f"save-{place}",
                type="primary",
                on_click=_save,
                args=(found, place),
                kwargs={"based_on": drafted.based_on},
            )
        st.html(f'<p class="ml-quiet ml-unsaved" role="status">{_stands(found, drafted)}</p>')
        draw_outcome(PLACE)


def _draw_both(found: SessionNotePage, place: str, newest: NoteVersion) -> None:
    """Draw both texts where one presses; what is saved then rests on the version that is shown here."""
    saved = {name: getattr(newest.words, name) for name in NAMES}
    by = theirs_by(newest.written_by, newest.written_at, is_own=newest.is_own)
    theirs = Theirs(saved, newest.version, by)
    draw_side_by_side(place, FIELD, theirs, lambda: _save(found, place, based_on=theirs.version))


def _stands(found: SessionNotePage, drafted: Drafted) -> str:
    if drafted.is_changed:
        return "Not saved yet. What you type stays here while you look at other pages; it is kept once you save it."
    return "" if found.newest is None else "Saved."


def _save(found: SessionNotePage, place: str, *, based_on: int) -> None:
    words = typed_words(place, NAMES)

    def work() -> None:
        about = (current_clinic(), current_actor(), found.episode.episode_id, found.session_id)
        saved = save_note(*about, words=NoteWords(**words), based_on=based_on)
        keep_as_saved(place, words, saved.version)

    deed(PLACE, work, "The note is saved.")
