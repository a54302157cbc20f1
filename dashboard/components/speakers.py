"""Saying who speaks in a file, and which column of a table holds what, with a first guess at both."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.record_words import SPEAKER
from dashboard.sentences import counted
from fit.errors import TranscriptError
from fit.transcripts import Columns, Role, table_columns

if TYPE_CHECKING:
    from fit.casework.views import SpeakerFound, TranscriptCheck

__all__ = ["ask_for_columns", "ask_for_speakers"]

GUESS = "By its name"
COLUMNS = {"speaker": "Who speaks", "text": "What is said", "start": "When it starts", "end": "When it ends"}
SURE = 0.9
"""Below it the guess is called one; above, it is right nearly every time."""


def ask_for_columns(content: bytes, *, key: str) -> Columns:
    """Ask which columns of a table hold what; untouched, they are found by their names."""
    try:
        names = table_columns(content, "the file.csv")
    except TranscriptError:
        return Columns()
    choices = [None, *(str(place) for place in range(1, len(names) + 1))]
    shown = {None: GUESS} | {str(place): f"{place}: {name[:40]}" for place, name in enumerate(names, start=1)}
    with st.expander("Which column holds what", expanded=True), st.container(horizontal=True):
        chosen = {
            what: st.selectbox(said, choices, format_func=shown.__getitem__, key=f"column-{what}-{key}", width=220)
            for what, said in COLUMNS.items()
        }
    return Columns(**chosen)


def ask_for_speakers(found: TranscriptCheck, *, key: str) -> dict[str, Role]:
    """Ask of everybody in the file who it is; returns what is said so far."""
    st.header("Who speaks?", anchor=False)
    if not found.speakers:
        st.markdown("The file does not say who speaks. You can say so turn by turn once it is kept.")
        return {}
    st.html(f'<p class="ml-quiet">{_guess(found)}</p>')
    chosen = {one.label: _ask(one, f"speaker-{place}-{key}") for place, one in enumerate(found.speakers)}
    if found.unlabelled:
        st.caption(f"{counted(found.unlabelled, 'turn')} without a name: they stay open, and can be said later.")
    return {label: role for label, role in chosen.items() if role is not None}


def _guess(found: TranscriptCheck) -> str:
    if all(one.guess is None for one in found.speakers):
        return f"There is no guess: {escape(found.why)}. Please say it."
    how = "This is a good guess" if found.sure >= SURE else "This is only a guess"
    rests = "from the names in the file, or from who says “you” rather than “I”"
    return f"{how}, {rests} ({escape(found.why)}). Please look at it, and change what is wrong."


def _ask(one: SpeakerFound, key: str) -> Role | None:
    with st.container(border=True):
        st.html(
            f'<p><strong>{escape(one.label)}</strong> <span class="ml-quiet">{counted(one.turns, "turn")}, '
            f"{one.words:,} words</span></p>"
            f'<p class="ml-quiet">“{escape(one.first_words)}”</p>'
        )
        return st.segmented_control(
            f"{one.label} is",
            list(Role),
            default=one.guess,
            required=one.guess is not None,
            format_func=SPEAKER.__getitem__,
            key=key,
            label_visibility="collapsed",
        )
