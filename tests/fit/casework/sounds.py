"""Recordings on their way, each with its real encrypted file; made without the packages for speech."""

from __future__ import annotations

import io
import wave
from dataclasses import replace

from fit.casework._recording_files import FOLDER, files_of
from fit.speech import AUDIO, Heard, MadeBy
from fit.speech._sealed import make, new_key, opened
from fit.speech.recordings import SUFFIX, State
from fit.store import recordings
from fit.store.ids import new_id, read_id, shown
from fit.transcripts import read_transcript
from tests.fit.casework.talks import vtt

MADE_BY = MadeBy(engine="recogniser 1.0", model="small", sha256="ab" * 32, language="en")
MOST = 1 << 20


def wav(seconds=0.1):
    """Silence in two channels."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(8_000)
        out.writeframes(bytes(int(seconds * 8_000) * 4))
    return file.getvalue()


def lie(settings, number, sound=None, state=State.WAITING):
    """A file with this number that no session knows."""
    folder = settings.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{number}{SUFFIX}"
    key = new_key(file, files_of(settings).clinic_key)
    make(file, key, io.BytesIO(sound or wav()), state=state, largest=MOST)
    with opened(file, key) as connection:
        connection.execute("UPDATE about SET kind = 'audio/wav'")


def recorded(clinic, actor, episode, session, *said, sound=None):
    """A recording of a session; with words, it is written down already. Returns its id."""
    number = f"{new_id():032x}"
    recording = new_id()
    row = {"clinic_id": read_id(actor.clinic_id), "id": recording, "episode_id": read_id(episode)}
    row |= {"session_id": read_id(session), "number": number, "put_by": read_id(actor.user_id)}
    row |= {"put_at": clinic.now(), "transcript_id": None}
    clinic.store.write(lambda connection: recordings.add_recording(connection, row))
    lie(clinic.settings, number, sound)
    if said:
        files = files_of(clinic.settings)
        files.begun(number, "")
        files.written(number, heard(*said))
    return shown(recording)


def heard(*said):
    """What a recogniser made of it."""
    read = read_transcript(vtt(*said), "x")
    return Heard(transcript=replace(read, format=AUDIO, from_audio=True), made_by=MADE_BY, length=60_000)
