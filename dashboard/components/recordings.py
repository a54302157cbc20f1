"""How far the recordings of a client are, redrawn by itself while one is on its way, and what can be done with each."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.components.links import page_link
from dashboard.dates import moment_said
from dashboard.record_words import RECORDING_STATE, clock_said, session_said
from fit.casework.clinician import cancel_recording, open_recordings, remove_recording, retry_recording
from fit.casework.views import RecordingState
from fit.errors import AccessDeniedError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import RecordingRow, RecordPage

__all__ = ["draw_recordings"]

ASKED_EVERY: Final = "2s"
UNDER_WAY: Final = frozenset({RecordingState.WAITING, RecordingState.RUNNING})
STOPPED: Final = frozenset({RecordingState.FAILED, RecordingState.CANCELLED})


def draw_recordings(record: RecordPage) -> None:
    """Draw what waits, is written down, or is ready to be taken over; nothing where there is nothing."""
    found = open_recordings(current_clinic(), current_actor(), record.episode_id).recordings
    if not any(one.state is not RecordingState.KEPT for one in found):
        return
    st.header("Recordings on their way", anchor=False)
    under_way = any(one.state in UNDER_WAY for one in found)
    st.fragment(_draw, run_every=ASKED_EVERY if under_way else None)(record, under_way=under_way)


def _draw(record: RecordPage, *, under_way: bool) -> None:
    try:
        found = open_recordings(current_clinic(), current_actor(in_use=False), record.episode_id).recordings
    except (AccessDeniedError, NotFoundError):
        st.info("This client is not yours any more.")
        return
    for one in found:
        if one.state is not RecordingState.KEPT:
            _draw_one(record, one)
    if under_way and not any(one.state in UNDER_WAY for one in found):
        st.rerun()  # nothing moves any more: the page stops asking


def _draw_one(record: RecordPage, one: RecordingRow) -> None:
    name = session_said(one.meeting, one.occurred_on)
    with st.container(border=True, key=f"recording-{one.recording_id}"):
        st.html(
            f'<p class="ml-about"><strong>{name}</strong><span>{RECORDING_STATE[one.state]} · sent by '
            f"{escape(one.put_by)} on {moment_said(one.put_at)}</span></p>"
        )
        if one.state in UNDER_WAY:
            st.progress(_share(one), text=_how_far(one))
        if one.reason:
            st.warning(one.reason)
        if record.can_change:
            _draw_deeds(record, one, name)


def _share(one: RecordingRow) -> float:
    return min(1.0, one.done / one.length) if one.length else 0.0


def _how_far(one: RecordingRow) -> str:
    if one.state is RecordingState.WAITING:
        return "It waits for its turn. You can go on with your work; it needs no page that is open."
    done = clock_said(one.done) or "0:00"
    return f"{done} of {clock_said(one.length)} written down" if one.length else f"{done} written down"


def _draw_deeds(record: RecordPage, one: RecordingRow, name: str) -> None:
    place = (current_clinic(), current_actor(in_use=False), record.episode_id, one.recording_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        if one.state is RecordingState.WRITTEN:
            query = {"episode": record.episode_id, "session": one.session_id, "recording": one.recording_id}
            page_link(f"Say who speaks: {name}", "add-transcript", query, icon=":material/record_voice_over:")
        if one.state in UNDER_WAY and st.button("Stop", key=f"stop-{one.recording_id}"):
            with saying_why():
                cancel_recording(*place)
                st.rerun()
        if one.state in STOPPED and st.button("Try again", key=f"again-{one.recording_id}"):
            with saying_why():
                retry_recording(*place)
                st.rerun()
        if one.state not in UNDER_WAY and st.button("Erase the recording", key=f"erase-{one.recording_id}"):
            with saying_why():
                remove_recording(*place)
                st.rerun()
