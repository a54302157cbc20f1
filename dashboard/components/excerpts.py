"""The stretches of a session to look at first: memory before the record, then both side by side."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.api.recording import SOUND
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.components.links import page_link
from dashboard.components.moments import draw_verdict
from dashboard.record_words import clock_said, speaker_said
from fit.casework.clinician import show_excerpt

if TYPE_CHECKING:
    from fit.casework.views import ExcerptRow, MemoryRow, ReadingPage, TurnRow

__all__ = ["draw_excerpts"]

SECOND_MS = 1_000
NUMBER = {1: "one stretch", 2: "two stretches", 3: "three stretches"}
LEAST_SILENCE_MS = 1_500
"""From here on a gap is shown, as in the transcript itself."""
FIRST = (
    " Before you look, you can write down how you remember it: the difference is where one learns. Only you see what "
    "you write."
)


def draw_excerpts(found: ReadingPage) -> None:
    """Draw the stretches, ranked by the line of the session rating that fell."""
    with st.container(key="excerpts"):
        st.header("Where to look first", anchor=False)
        if not found.excerpts:
            st.html(f'<p class="ml-quiet">{_nothing(found)}</p>')
        else:
            st.html(f'<p class="ml-quiet">{_intro(found)}</p>')
        for place, one in enumerate(found.excerpts, start=1):
            _draw(found, one, place)


def _nothing(found: ReadingPage) -> str:
    unread = (
        next((one for one in found.dialogue.not_assessable if one.what == "markers"), None) if found.dialogue else None
    )
    if unread:
        return f"No stretch can be named: {escape(unread.reason)}. The transcript itself can be read and searched."
    return "No stretch stands out by its words or its silences. That does not mean that nothing happened: ask."


def _intro(found: ReadingPage) -> str:
    ranked = f" Ranked by the line that fell most: {escape(found.about.value)}." if found.about else ""
    closed = any(not one.opened for one in found.excerpts)
    return (
        f"{NUMBER[len(found.excerpts)].capitalize()} to begin with. They are possible moments, found by "
        f"{_found_by(found)}: you decide whether anything happened there.{ranked}{FIRST if closed else ''}"
    )


def _found_by(found: ReadingPage) -> str:
    """Pauses are spoken of only where the file tells when turns end."""
    unknown = {one.what for one in found.dialogue.not_assessable} if found.dialogue else set()
    return "words" if "silences" in unknown else "words and pauses"


def _draw(found: ReadingPage, one: ExcerptRow, place: int) -> None:
    with st.container(key=f"excerpt-{place}", border=True, gap="small"):
        st.html(f'<h3 class="ml-excerpt">{place}. {escape(one.heading)}</h3><p class="ml-quiet">{_when(one)}</p>')
        if one.opened:
            _draw_opened(found, one, place)
        else:
            _draw_remembering(found, one, place)


def _when(one: ExcerptRow) -> str:
    turns = f"turns {one.first_turn + 1} to {one.last_turn + 1}"
    if one.start is None:
        return f"{turns}; the file has no times"
    until = f" to {clock_said(one.end)}" if one.end is not None else ""
    return f"from {clock_said(one.start)}{until}, {turns}"


def _draw_remembering(found: ReadingPage, one: ExcerptRow, place: int) -> None:
    transcript = found.facts.transcript_id if found.facts else ""
    with st.form(f"remember-{transcript}-{one.turn}", border=False):
        text = st.text_area(
            "How do you remember this moment? (optional)",
            key=f"memory-{transcript}-{one.turn}",
            height=90,
            max_chars=20_000,
            help="What was said, what you felt, how the client seemed. Only you see it.",
        )
        if st.form_submit_button("Show what was said", type="primary", key=f"show-{place}"):
            with saying_why():
                show_excerpt(current_clinic(), current_actor(), found.episode_id, transcript, one.turn, remembered=text)
                st.rerun()


def _draw_opened(found: ReadingPage, one: ExcerptRow, place: int) -> None:
    if one.memory and one.memory.text:
        with st.container(key=f"beside-{place}"):
            left, right = st.columns([2, 3], gap="medium")
            left.html(_memory_html(one.memory))
            right.html(f'<h4 class="ml-label">As it was said</h4>{_turns_html(one)}')
    else:
        st.html(_turns_html(one))
    st.html(f'<p class="ml-fact">{escape(one.fact)}</p><p class="ml-quiet">Why this stretch: {escape(one.reason)}.</p>')
    if found.has_sound and one.start is not None:
        st.html(_sound_html(found, one))
    if found.facts:
        query = {"episode": found.episode_id, "transcript": found.facts.transcript_id}
        query |= {"turn": found.turn_ids[one.turn]}
        page_link("Open it in the whole transcript", "transcript", query, icon=":material/subject:")
    _draw_what_you_make_of_it(found, one, place)


def _draw_what_you_make_of_it(found: ReadingPage, one: ExcerptRow, place: int) -> None:
    """Ask where it was read, and not only in the list of all moments; a long silence alone is no moment to judge."""
    moment = next((each for each in found.moments if each.moment.turn == one.turn), None)
    if moment is not None and found.can_change:
        st.html('<p class="ml-ask">Now that you have read it: was it one? Only you see your answer.</p>')
        draw_verdict(found, moment, f"stretch-{place}")


def _memory_html(memory: MemoryRow) -> str:
    words = f'<blockquote class="ml-memory"><p>{escape(memory.text)}</p></blockquote>'
    return f'<h4 class="ml-label">As you remember it</h4>{words}'


def _turns_html(one: ExcerptRow) -> str:
    lines, end = [], None
    for turn in one.turns:
        lines.append(_silence_html(end, turn.start) + _turn_html(turn, is_about=turn.place == one.turn))
        end = turn.end
    return f'<ol class="ml-excerpt-turns">{"".join(lines)}</ol>'


def _silence_html(end: int | None, start: int | None) -> str:
    if end is None or start is None or start - end < LEAST_SILENCE_MS:
        return ""
    return f'<li class="ml-silence">{(start - end) / SECOND_MS:.1f} s of silence</li>'


def _turn_html(turn: TurnRow, *, is_about: bool) -> str:
    about = ' class="is-about"' if is_about else ""
    mark = '<span class="ml-here">this turn</span>' if is_about else ""
    time = clock_said(turn.start) or f"turn {turn.place + 1}"
    return (
        f"<li{about}><span>{time}</span> <strong>{escape(speaker_said('', turn.role))}</strong>{mark}"
        f"<p>{escape(turn.text)}</p></li>"
    )


def _sound_html(found: ReadingPage, one: ExcerptRow) -> str:
    """A player of this stretch alone, as far as browsers keep to it."""
    if found.facts is None or one.start is None:
        return ""
    query = urlencode({"episode": found.episode_id, "transcript": found.facts.transcript_id})
    until = "" if one.end is None else f",{one.end / SECOND_MS:.1f}"
    source = f"{SOUND}?{query}#t={one.start / SECOND_MS:.1f}{until}"
    told = 'class="ml-excerpt-sound" controls preload="none" aria-label="This stretch"'
    return f'<audio {told} src="{escape(source)}"></audio>'
