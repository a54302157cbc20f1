"""A transcript comes in, from a file or from a recording: the clinician says who speaks, then it is kept."""

from __future__ import annotations

from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import say_next, saying_why
from dashboard.components.links import go_to, page_link
from dashboard.components.recording_upload import recording_upload
from dashboard.components.speakers import ask_for_columns, ask_for_speakers
from dashboard.dates import day_said
from dashboard.plain_text import plain
from dashboard.record_words import LEVEL, session_said
from dashboard.sentences import counted
from fit.casework.clinician import (
    check_transcript,
    check_written,
    import_transcript,
    open_record,
    open_recordings,
    take_written,
)
from fit.casework.views import ConsentKind
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from fit.casework.views import RecordPage, RecordSession, TranscriptCheck
    from fit.transcripts import Columns, Role

__all__ = ["page"]

TABLES = frozenset({".csv", ".tsv"})
SOUNDS = (b"RIFF", b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"\xff\xf3", b"\x1aE\xdf\xa3")
KINDS = (
    "WebVTT of Zoom or Teams, SRT, the Word document of Teams or Meet, Otter, Zoom or plain text, Whisper's JSON, a "
    "table (CSV), or Mendline's own JSON."
)


def page() -> None:
    """Ask for the file of one session."""
    record = _record_asked_for()
    session = None if record is None else _session_asked_for(record)
    if record is None or session is None:
        _draw_unknown()
    page_link("To the record", "record", {"episode": record.episode_id}, icon=":material/arrow_back:")
    st.title("Add a transcript", anchor=False)
    whose = f"{record.client_label} · {session_said(session.meeting, session.occurred_on)}"
    st.html(f'<p class="ml-lead">{escape(whose)}</p>')
    if not record.can_change or not record.stands.get(ConsentKind.TRANSCRIPT):
        st.info("There is no consent to a transcript on record. Ask the client, and note it on the record first.")
        st.stop()
    _draw_earlier_than_consent(record, session)
    if recording := st.query_params.get("recording", ""):
        _draw_written(record, recording)
    else:
        _draw_choice(record, session)


def _draw_earlier_than_consent(record: RecordPage, session: RecordSession) -> None:
    """Remind where the session was held before the day from which the client agrees."""
    standing = [one for one in record.consents if one.kind is ConsentKind.TRANSCRIPT and one.withdrawn_on is None]
    since = min((one.given_on for one in standing), default=None)
    if since is not None and session.occurred_on is not None and session.occurred_on < since:
        st.warning(
            f"This session was before the client agreed ({day_said(since)}). Does the consent cover it? Ask first."
        )


def _draw_choice(record: RecordPage, session: RecordSession) -> None:
    st.header("From a file", anchor=False)
    file = st.file_uploader("The transcript", key="transcript-file")
    st.caption(f"{KINDS} It is looked at first; nothing is kept until you say so, and the file itself is not kept.")
    if file is not None:
        _draw_file(record, session, file)
        return
    st.header("From a recording", anchor=False)
    _draw_recording(record, session)


def _draw_recording(record: RecordPage, session: RecordSession) -> None:
    if why_not := open_recordings(current_clinic(), current_actor(), record.episode_id).obstacle:
        st.info("Recordings cannot be written down on this machine yet. Ask whoever looks after it.")
        st.caption(f"For them: {why_not}")
        return
    if not record.stands.get(ConsentKind.RECORDING):
        st.info("There is no consent to a recording on record. Ask the client, and note it on the record first.")
        return
    arrived = recording_upload(record.episode_id, session)
    st.caption(
        "WAV, MP3, M4A, OGG, FLAC or a video, up to 2 GB. It is encrypted as it arrives, and written down on this "
        "machine. Two channels, a microphone for each, tell the speakers apart."
    )
    if arrived:
        say_next("The recording has arrived. It is written down now; you can go on with your work.")
        go_to("record", {"episode": record.episode_id})


def _draw_written(record: RecordPage, recording: str) -> None:
    """Ask who speaks in a recording that was written down."""
    place = (current_clinic(), current_actor(), record.episode_id, recording)
    try:
        found = check_written(*place)
    except (AccessDeniedError, ConflictError, NotFoundError) as refused:
        st.info(plain(str(refused)))
        return
    _draw_found(found)
    roles = ask_for_speakers(found, key=recording)
    keeps = open_recordings(*place[:3]).keeps
    keep = keeps and st.checkbox("Keep the sound too: the client agreed to that, to listen to it again later")
    st.caption("The sound is kept." if keep else "The sound is erased as soon as the transcript is kept.")
    if st.button("Keep this transcript", type="primary"):
        with saying_why():
            transcript = take_written(*place, roles=roles, keep=keep)
            go_to("transcript", {"episode": record.episode_id, "transcript": transcript})


def _record_asked_for() -> RecordPage | None:
    try:
        return open_record(current_clinic(), current_actor(), st.query_params.get("episode", ""))
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _session_asked_for(record: RecordPage) -> RecordSession | None:
    asked = st.query_params.get("session", "")
    return next((session for session in record.sessions if session.session_id == asked), None)


def _draw_unknown() -> NoReturn:
    st.title("Add a transcript", anchor=False)
    st.info("Choose a session first; this is reached from the client's record.")
    page_link("Back to your list", "")
    st.stop()


def _draw_file(record: RecordPage, session: RecordSession, file: UploadedFile) -> None:
    if _is_sound(file.getvalue()):
        st.info("This is a recording, and here goes a transcript. A recording has its own place below, on this page.")
        _draw_recording(record, session)
        return
    ending = PurePath(file.name).suffix.lower()
    columns = ask_for_columns(file.getvalue(), key=file.file_id) if ending in TABLES else None
    found = _checked(record, file, ending, columns)
    if found is None:
        return
    _draw_found(found)
    roles = ask_for_speakers(found, key=file.file_id)
    if st.button("Keep this transcript", type="primary"):
        with saying_why():
            _keep(record, session, file, ending, columns, roles)


def _is_sound(content: bytes) -> bool:
    """Whether a file begins like the usual kinds of sound or film."""
    return content.startswith(SOUNDS) or content[4:8] == b"ftyp"


def _checked(record: RecordPage, file: UploadedFile, ending: str, columns: Columns | None) -> TranscriptCheck | None:
    place = (current_clinic(), current_actor(), record.episode_id)
    try:
        return check_transcript(*place, file.getvalue(), columns=columns, ending=ending)
    except (ConflictError, InputError) as wrong:
        st.error(plain(str(wrong)))
        return None


def _draw_found(found: TranscriptCheck) -> None:
    kind = escape(found.title.partition(":")[0])
    facts = f"{counted(found.turns, 'turn')}, {found.words:,} words, {LEVEL[found.level]}"
    st.html(f"<p><strong>{kind}</strong>: {facts}.</p>")


def _keep(
    record: RecordPage,
    session: RecordSession,
    file: UploadedFile,
    ending: str,
    columns: Columns | None,
    roles: Mapping[str, Role],
) -> NoReturn:
    transcript = import_transcript(
        current_clinic(),
        current_actor(),
        record.episode_id,
        session_id=session.session_id,
        content=file.getvalue(),
        roles=roles,
        columns=columns,
        ending=ending,
    )
    go_to("transcript", {"episode": record.episode_id, "transcript": transcript})
