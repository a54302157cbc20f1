"""Writing in a case formulation: a field, on what it rests, and both texts when somebody saved meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.drafting import draw_field, drop, field_key, fold, is_kept, look_at_draft, typed_words
from dashboard.components.repair_writing import deed, draw_outcome
from dashboard.components.side_by_side import Theirs, draw_side_by_side, theirs_by
from dashboard.formulation_words import evidence_said
from fit.casework.clinician import save_statement, set_aside_statement

if TYPE_CHECKING:
    from fit.casework.views import EvidenceRef, FormulationPage, FormulationSection, StatementRow

__all__ = [
    "SAVED",
    "close_button",
    "draw_set_aside",
    "draw_writing",
    "is_open",
    "open_button",
    "take_up",
    "was_done",
]

SAVED = "formulation"
OPEN = "formulation-open"
LOOKED = "formulation-looked-for-drafts"
WORDS = "words"
LONGEST, LONGEST_REASON = 1_000, 500
"""[characters] As the use cases take them."""
ON_NOTHING = "nothing in the record"
AS_BEFORE = "as before: it is not there any more"


def is_open(place: str, episode_id: str = "") -> bool:
    """Whether somebody writes here; also where that was begun before the server was stopped that the page was on."""
    if episode_id and place not in st.session_state.setdefault(LOOKED, set()):
        st.session_state[LOOKED].add(place)
        if is_kept(episode_id, place):
            _open(place)
    return place in st.session_state.get(OPEN, ())


def open_button(label: str, place: str) -> None:
    """Draw what opens a field."""
    st.button(label, key=f"open-{place}", on_click=_open, args=(place,))


def close_button(place: str) -> None:
    """Draw what folds a field away; what was typed there stays."""
    st.button("Not now", key=f"close-{place}", on_click=_close, args=(place,))


def _open(place: str) -> None:
    st.session_state[OPEN] = {*st.session_state.get(OPEN, ()), place}


def _close(place: str) -> None:
    st.session_state[OPEN] = {*st.session_state.get(OPEN, ())} - {place}
    fold(place)


def was_done(place: str) -> None:
    """Say once what came of the last press here."""
    draw_outcome(place)


def draw_writing(
    found: FormulationPage,
    place: str,
    ask: str,
    section: FormulationSection,
    one: StatementRow | None = None,
) -> None:
    """Draw the field of a statement, with on what it rests."""
    saved = {WORDS: "" if one is None else one.newest.words}
    version = 0 if one is None else one.newest.version
    drafted = look_at_draft(place, saved, version, episode_id=found.client.episode.episode_id, keep_untouched=True)
    based_on = version if drafted.was_overtaken else drafted.based_on
    args = (found, place, section, None if one is None else one.statement_id, based_on)
    with st.container(width=720):
        draw_field(place, WORDS, ask, drafted.words[WORDS], longest=LONGEST)
        _draw_choice(found, place, None if one is None else one.newest.evidence)
        if drafted.was_overtaken and one is not None:
            by = theirs_by(one.newest.written_by, one.newest.written_at, is_own=one.newest.is_own)
            draw_side_by_side(place, {WORDS: "Statement"}, Theirs(saved, version, by), lambda: _save(*args))
        with st.container(horizontal=True):
            if not drafted.was_overtaken:
                st.button("Save", key=f"save-{place}", type="primary", on_click=_save, args=args)
            close_button(place)
    if drafted.is_changed:
        st.html('<p class="ml-quiet ml-unsaved" role="status">Not saved yet.</p>')


def _draw_choice(found: FormulationPage, place: str, now: EvidenceRef | None) -> None:
    said = {row.ref: evidence_said(row) for row in found.choices}
    options: list[EvidenceRef | None] = [None, *said]
    if now is not None and now not in said:
        there = (one.evidence for one in found.statements)
        said[now] = next((evidence_said(one) for one in there if one is not None and one.ref == now), AS_BEFORE)
        options.append(now)
    st.selectbox(
        "It rests on",
        options,
        index=options.index(now),
        key=f"rests-{place}",
        format_func=lambda ref: ON_NOTHING if ref is None else said[ref],
    )


def _save(
    found: FormulationPage, place: str, section: FormulationSection, statement_id: str | None, based_on: int
) -> None:
    said = typed_words(place, (WORDS,))[WORDS]

    def work() -> None:
        save_statement(
            current_clinic(),
            current_actor(),
            found.client.episode.episode_id,
            section=section,
            words=said,
            evidence=st.session_state.get(f"rests-{place}"),
            statement_id=statement_id,
            based_on=based_on,
        )
        _forget(place)

    deed(f"{SAVED}-{place}", work, "The statement is saved.")


def _forget(place: str) -> None:
    drop(place)
    for key in (field_key(place, WORDS), f"rests-{place}"):
        st.session_state.pop(key, None)
    _close(place)


def draw_set_aside(found: FormulationPage, one: StatementRow) -> None:
    """Draw the field for the reason."""
    place = f"aside-{one.statement_id}"
    st.text_input("Why does it not hold any more?", key=f"reason-{place}", max_chars=LONGEST_REASON, width=560)
    args = (found, one)
    st.button("Set it aside", key=f"do-{place}", type="primary", on_click=_set_aside, args=args)


def _set_aside(found: FormulationPage, one: StatementRow) -> None:
    place = f"aside-{one.statement_id}"

    def work() -> None:
        reason = str(st.session_state.get(f"reason-{place}") or "")
        about = (current_clinic(), current_actor(), found.client.episode.episode_id, one.statement_id)
        set_aside_statement(*about, reason=reason, based_on=one.newest.version)
        _close(place)

    deed(f"{SAVED}-{one.statement_id}", work, "It is set aside, and stays in the history.")


def take_up(found: FormulationPage, one: StatementRow) -> None:
    """Let a statement count again."""

    def work() -> None:
        save_statement(
            current_clinic(),
            current_actor(),
            found.client.episode.episode_id,
            section=one.newest.section,
            words=one.newest.words,
            evidence=one.newest.evidence,
            statement_id=one.statement_id,
            based_on=one.newest.version,
        )

    deed(f"{SAVED}-{one.statement_id}", work, "It counts again.")
