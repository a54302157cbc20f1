"""Recordings come in as sound, are written down on this machine, and leave again when their words are taken over."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from fit.casework._consents import check_record_consent
from fit.casework._deed import Deed, doing, looking
from fit.casework._erasing import check_not_held
from fit.casework._record_import import checked, store_transcript
from fit.casework._recording import session_of_episode
from fit.casework._recording_files import erase_files, erase_leftovers, files_of, in_the_way
from fit.casework.background import OF_NO_CLINIC, RECORDINGS, ask, put
from fit.casework.views import ConsentKind, Playback, RecordingRow, RecordingsPage, RecordingState
from fit.errors import ConflictError, NotFoundError
from fit.store import care, holds, recordings
from fit.store.ids import new_id, read_id, shown
from fit.transcripts import as_json, with_roles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import TranscriptCheck
    from fit.speech.recordings import Recordings
    from fit.store.types import Record
    from fit.transcripts import Role

BOTH = (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT)
UNDER_WAY = frozenset({RecordingState.WAITING, RecordingState.RUNNING})
NOT_HERE = "There is no such recording of this client any more. Look at the client's record."
GONE = "Its sound is not on this machine any more. Remove it here, and add the recording again."


def put_recording(clinic: Clinic, actor: Actor, episode_id: str, session_id: str, stream: BinaryIO) -> str:
    """Take in the recording of a session and begin to write it down; returns its id.

    Who may, and whether the client agreed, is asked before anything is read, and again when all has arrived.

    Raises
    ------
    ConflictError
        when a consent is missing, nothing can write it down here, or it is too large: nothing is kept.
    TranscriptError
        when it is no recording that can be read: nothing is kept.
    """
    with looking(clinic, actor, "put_recording", episode_id=episode_id) as asked:
        check_record_consent(asked.connection, asked.clinic_id, asked.episode.client_id, *BOTH)
        session_of_episode(asked.connection, asked.episode, session_id)
    if why_not := in_the_way(clinic.settings):
        raise ConflictError(why_not)
    recording_id = new_id()

    def work(deed: Deed, number: str) -> None:
        check_record_consent(deed.connection, deed.clinic_id, deed.episode.client_id, *BOTH)
        session = session_of_episode(deed.connection, deed.episode, session_id)
        row = {"clinic_id": deed.clinic_id, "id": recording_id, "episode_id": session.episode_id}
        row |= {"session_id": session.id, "number": number, "put_by": deed.user_id, "put_at": deed.now}
        recordings.add_recording(deed.connection, row)
        put(clinic, deed.connection, RECORDINGS, OF_NO_CLINIC)
        deed.about("recording", shown(recording_id))

    def note(number: str) -> None:
        doing(clinic, actor, "put_recording", lambda deed: work(deed, number), episode_id=episode_id)

    files_of(clinic.settings).put(stream, note=note)
    erase_leftovers(clinic)  # should the client have withdrawn between the note and the file
    ask(clinic, RECORDINGS, OF_NO_CLINIC)
    return shown(recording_id)


def open_recordings(clinic: Clinic, actor: Actor, episode_id: str) -> RecordingsPage:
    """How far the recordings of an episode are; looking also sees to it that what waits is written down."""
    with looking(clinic, actor, "open_recordings", episode_id=episode_id) as deed:
        rows = recordings.recordings_of(deed.connection, deed.clinic_id, deed.episode.id)
    found = tuple(_seen(clinic, row) for row in rows)
    if any(one.state in UNDER_WAY for one in found):
        ask(clinic, RECORDINGS, OF_NO_CLINIC)
    return RecordingsPage(recordings=found, obstacle=in_the_way(clinic.settings), keeps=clinic.settings.keep_recordings)


def _seen(clinic: Clinic, row: Record) -> RecordingRow:
    try:
        progress = files_of(clinic.settings).progress(row.number)
        state, done, length, reason = RecordingState(progress.state), progress.done, progress.length, progress.reason
    except NotFoundError:  # a database that was put back from a copy: sound is in no backup
        state, done, length, reason = RecordingState.FAILED, 0, None, GONE
    return RecordingRow(
        recording_id=shown(row.id),
        session_id=shown(row.session_id),
        meeting=row.meeting,
        occurred_on=row.occurred_on,
        state=state,
        done=done,
        length=length,
        reason=reason,
        put_by=row.putter_name,
        put_at=row.put_at,
    )


def cancel_recording(clinic: Clinic, actor: Actor, episode_id: str, recording_id: str) -> None:
    """Stop writing a recording down; what is finished so far stays, so that it can go on."""
    _change(clinic, actor, "cancel_recording", (episode_id, recording_id), lambda files, row: files.cancel(row.number))


def retry_recording(clinic: Clinic, actor: Actor, episode_id: str, recording_id: str) -> None:
    """Try a recording again that failed or was cancelled; it goes on where it stopped."""
    _change(clinic, actor, "retry_recording", (episode_id, recording_id), lambda files, row: files.again(row.number))
    ask(clinic, RECORDINGS, OF_NO_CLINIC)


def _change(
    clinic: Clinic, actor: Actor, use_case: str, which: tuple[str, str], change: Callable[[Recordings, Record], None]
) -> None:
    episode_id, recording_id = which

    def work(deed: Deed) -> None:
        change(files_of(clinic.settings), _recording(deed, recording_id))

    doing(clinic, actor, use_case, work, episode_id=episode_id)


def remove_recording(clinic: Clinic, actor: Actor, episode_id: str, recording_id: str) -> None:
    """Erase a recording, whatever its state: it came into the wrong session, or is not needed. Its transcript stays.

    Raises
    ------
    ConflictError
        when the client's record is under a legal hold.
    """

    def work(deed: Deed) -> None:
        row = _recording(deed, recording_id)
        check_not_held(deed, deed.episode.client_id)
        erase_files(clinic.settings, [row])
        recordings.forget_recording(deed.connection, row)

    doing(clinic, actor, "remove_recording", work, episode_id=episode_id)


def _recording(deed: Deed, recording_id: str) -> Record:
    row = recordings.recording_by_id(deed.connection, deed.clinic_id, read_id(recording_id))
    if row is None or row.episode_id != deed.episode.id:
        raise NotFoundError(NOT_HERE)
    deed.about("recording", recording_id)
    return row


def check_written(clinic: Clinic, actor: Actor, episode_id: str, recording_id: str) -> TranscriptCheck:
    """What was heard in a recording, before it is taken over: who speaks, and who may be the clinician.

    Raises
    ------
    ConflictError
        when a consent is missing, or it is not written down yet.
    """
    with looking(clinic, actor, "check_written", episode_id=episode_id) as deed:
        check_record_consent(deed.connection, deed.clinic_id, deed.episode.client_id, *BOTH)
        row = _recording(deed, recording_id)
    return checked(files_of(clinic.settings).heard(row.number).transcript)


def take_written(
    clinic: Clinic, actor: Actor, episode_id: str, recording_id: str, *, roles: Mapping[str, Role], keep: bool = False
) -> str:
    """Take over the words of a recording as the transcript of its session, and erase the sound; returns its id.

    `keep`: the client agreed that the sound is kept too, and so does the clinic. Under a legal hold it stays anyway.

    Raises
    ------
    InputError
        when somebody who speaks was not told yet.
    ConflictError
        when a consent is missing, it is not written down yet, or this clinic keeps no sound.
    """
    if keep and not clinic.settings.keep_recordings:
        raise ConflictError("This clinic keeps no sound (MENDLINE_KEEP_RECORDINGS). Take the words over without it.")
    files = files_of(clinic.settings)

    def work(deed: Deed) -> tuple[str, str, bool]:
        check_record_consent(deed.connection, deed.clinic_id, deed.episode.client_id, *BOTH)
        row = _recording(deed, recording_id)
        heard = files.heard(row.number)
        digest = hashlib.sha256(as_json(heard.transcript).encode()).hexdigest()
        found = with_roles(heard.transcript, roles)
        # also when the episode was closed meanwhile: the recording came in before
        session = care.session_by_id(deed.connection, deed.clinic_id, row.session_id)
        if session is None:
            raise NotFoundError(NOT_HERE)
        transcript_id = store_transcript(deed, session, found, digest, made_by=str(heard.made_by))
        stays = keep or holds.is_held(deed.connection, deed.clinic_id, deed.episode.client_id)
        if stays:
            recordings.set_transcript(deed.connection, row, read_id(transcript_id))
        else:
            recordings.forget_recording(deed.connection, row)
        return transcript_id, row.number, stays

    transcript_id, number, stays = doing(clinic, actor, "take_written", work, episode_id=episode_id)
    if stays:
        files.keep(number)
    else:
        files.erase(number)
    return transcript_id


def listen_recording(clinic: Clinic, actor: Actor, episode_id: str, transcript_id: str) -> Playback:
    """Open the kept sound of a transcript, for playback at a turn; close its file afterwards.

    Raises
    ------
    NotFoundError
        when no sound is kept of it.
    """
    about = ("transcript", transcript_id)
    with looking(clinic, actor, "listen_recording", episode_id=episode_id, about=about) as deed:
        row = recordings.recording_of_transcript(deed.connection, deed.clinic_id, read_id(transcript_id))
        if row is None or row.episode_id != deed.episode.id:
            raise NotFoundError("No sound is kept of this transcript. Its words can be read.")
    files = files_of(clinic.settings)
    kind, file = files.kind(row.number), files.listen(row.number)
    size = file.seek(0, io.SEEK_END)
    return Playback(file=file, kind=kind, size=size)
