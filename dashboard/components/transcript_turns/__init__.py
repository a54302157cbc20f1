"""The turns of a transcript, a slice at a time, with corrections in place and what stood there before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.api.recording import SOUND
from dashboard.clinic import current_clinic
from dashboard.components._packaged import packaged_component
from dashboard.dates import moment_said
from dashboard.record_words import clock_said, speaker_said
from fit.casework.clinician import edit_turn, open_transcript
from fit.casework.views import SpeakerChoice
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.casework.views import TranscriptPage, TurnRow

__all__ = ["draw_turns"]

SLICE = 100
"""[turns] As casework gives them."""
SILENCE_MS = 1_500
"""From here on a gap between turns is shown; shorter ones are how people take turns."""
SECOND_MS = 1_000


@st.fragment
def draw_turns(episode_id: str, transcript_id: str, turn_id: str) -> None:
    """Draw the slice that is turned to, at first the one with the turn that was asked for."""
    where = (current_clinic(), current_actor(), episode_id, transcript_id)
    try:
        asked_for = open_transcript(*where, turn_id=turn_id)
        first = _slice_turned_to(asked_for)
        found = asked_for if first == asked_for.first else open_transcript(*where, first=first)
    except (AccessDeniedError, NotFoundError):
        st.info("This transcript is not here any more.")
        return
    key = f"turns.{transcript_id}"
    draw = packaged_component("transcript_turns", script="transcript_turns.js", style="transcript_turns.css")
    answer = st.session_state.get(f"{key}.answer")
    sent = draw(key=key, data=_content(found, turn_id) | {"answer": answer}, on_change_change=_nothing).change
    if sent and (answer is None or answer["number"] != sent["number"]):
        st.session_state[f"{key}.answer"] = {"number": sent["number"], "refused": _changed(found, sent)}
        st.rerun(scope="fragment")


def _nothing() -> None:
    """Streamlit keeps a value only for which there is a callback."""


def _slice_turned_to(found: TranscriptPage) -> int:
    pages = -(-found.facts.turns // SLICE)
    if pages == 1:
        return 0
    with st.container(horizontal=True, vertical_alignment="center", key="turns-pages"):
        page = st.pagination(pages, default=found.first // SLICE + 1, key=f"slice-{found.facts.transcript_id}")
        st.caption(f"Turns {(page - 1) * SLICE + 1} to {min(page * SLICE, found.facts.turns)} of {found.facts.turns}")
    return (page - 1) * SLICE


def _changed(found: TranscriptPage, sent: dict[str, Any]) -> str:
    """Change the turn; returns why not, empty when it was done."""
    who = sent.get("who")
    try:
        edit_turn(
            current_clinic(),
            current_actor(),
            found.episode_id,
            str(sent["turn"]),
            version=int(sent["version"]),
            text=str(sent["text"]),
            speaker=None if who is None else SpeakerChoice(label=str(who["label"]), role=Role(who["role"])),
        )
    except (AccessDeniedError, ConflictError, InputError, NotFoundError) as refused:
        return str(refused)
    return ""


def _content(found: TranscriptPage, turn_id: str) -> dict[str, Any]:
    where = {"episode": found.episode_id, "transcript": found.facts.transcript_id}
    return {
        "turns": list(_turns(found.turns, _needing_a_name(found.speakers))),
        "speakers": [_choice(choice) for choice in found.speakers],
        "canChange": found.can_change,
        "asked": turn_id,
        "sound": f"{SOUND}?{urlencode(where)}" if found.has_sound else "",
        "address": f"/transcript?{urlencode(where)}&turn=",
    }


def _choice(choice: SpeakerChoice) -> dict[str, str]:
    role = "" if choice.role is None else choice.role.value
    return {"label": choice.label, "role": role, "name": speaker_said(choice.label, choice.role)}


def _needing_a_name(speakers: Sequence[SpeakerChoice]) -> frozenset[Role | None]:
    """Roles that several speakers share: only there is the file's own name, perhaps that of a person, shown too."""
    roles = [choice.role for choice in speakers]
    return frozenset({None, Role.OTHER, *(role for role in roles if roles.count(role) > 1)})


def _turns(turns: Sequence[TurnRow], named: frozenset[Role | None]) -> Iterator[dict[str, Any]]:
    silences = [0, *(_silence(one, after) for one, after in pairwise(turns))]
    for turn, silence in zip(turns, silences, strict=False):
        yield {
            "id": turn.turn_id,
            "start": turn.start,
            "time": clock_said(turn.start) or f"turn {turn.place + 1}",
            "label": turn.label,
            "role": "" if turn.role is None else turn.role.value,
            "name": speaker_said(turn.label if turn.role in named else "", turn.role),
            "text": turn.text,
            "unsure": [list(span) for span in turn.doubtful],
            "version": turn.version,
            "edits": [_edit(turn, place) for place in range(len(turn.edits))],
            "silence": f"{silence / SECOND_MS:.1f} s of silence" if silence >= SILENCE_MS else "",
        }


def _silence(one: TurnRow, after: TurnRow) -> int:
    return 0 if one.end is None or after.start is None else after.start - one.end


def _edit(turn: TurnRow, place: int) -> dict[str, str]:
    edit = turn.edits[place]
    return {
        "text": edit.text,
        "name": speaker_said(edit.label, edit.role),
        "by": f"{edit.edited_by}, {moment_said(edit.edited_at)}",
    }
