"""Recordings of sessions that wait to be written down: encrypted at rest, each with its state, erased afterwards.

The seam for a use case in casework, which alone decides who may do this and keeps who and which session in its own
tables; here a recording is a number, and nothing says whose it is:

    recordings = Recordings(settings.folder / "recordings", key)   the clinic's key, hexadecimal
    recordings.put(stream, note=...)   an upload, looked into before it is kept; store its number with the session
    begin(recordings, options)         (fit.speech.background) after `put`, at every start of the server (it resumes),
                                       and while a page waits for it
    recordings.progress(number)        for the page: state, done, length [ms], reason in words for the clinician
    recordings.heard(number)           the transcript once the state is WRITTEN: save it with `made_by`, then ...
    recordings.erase(number)           ... always, unless consent and policy keep the sound: then `keep(number)`
    recordings.cancel(number)          stop it; `again(number)`: try it once more
    recordings.listen(number)          a kept recording, for playback at a turn: seekable, never decrypted on the disk;
                                       `kind(number)` is its media type
    recordings.numbers()               all that are there: those that no session knows are to be erased

Consent is withdrawn: `erase` at once, whatever the state. The file is gone when it returns; a run that is under way
finds so within seconds, keeps nothing and goes on with the next. Look at the consent again before saving a transcript.
"""

from __future__ import annotations

import re
import secrets
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher

from fit.errors import ConflictError, NotFoundError, StoreUnavailableError
from fit.speech import _sealed
from fit.speech._heard import Heard, HeardStretch
from fit.speech._locks import Lock, one_of
from fit.speech._sound import Sound, open_sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["LARGEST_BYTES", "Progress", "Recordings", "State"]

LARGEST_BYTES = 2 << 30
# 2 GB: three hours of two channels as an uncompressed WAV file of 48,000 Hz.

SUFFIX, ARRIVING, LOCK, JOURNAL = ".recording", ".arriving", ".lock", "-journal"
OWNER_ONLY_FOLDER = 0o700
FORGOTTEN_S = 86_400
# An upload that has not arrived within a day never will.
NO_ROOM = "The disk is full or cannot be written. Nothing of the recording was kept; tell whoever looks after Mendline."
NAME = "The recording"
# What errors call it: the name of an uploaded file may be a client's.

_NUMBER = re.compile(r"[0-9a-f]{32}")
# The first half is the time of arrival, so that numbers are in the order in which they came.


class State(StrEnum):
    """Where a recording is on its way."""

    WAITING = "waiting"
    RUNNING = "running"
    WRITTEN = "written"
    FAILED = "failed"
    CANCELLED = "cancelled"
    KEPT = "kept"
    """The transcript was taken over, the sound is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it is; times [ms], the length None while nobody knows it."""

    state: State
    done: int
    length: int | None
    reason: str = ""
    """Why it failed and what to do, in plain words and without what was said."""


class Recordings:
    """All recordings of one clinic, in a folder of their own that only its owner reads."""

    def __init__(self, folder: Path, clinic_key: str) -> None:
        self.folder = folder
        self.clinic_key = clinic_key

    def put(
        self, stream: BinaryIO, *, largest: int = LARGEST_BYTES, note: Callable[[str], object] | None = None
    ) -> str:
        """Take in a recording and give its number.

        `note` is told the number when all has arrived, just before the recording is there: whoever keeps whose it is
        notes it there, so that a number that nobody knows is a leftover. When it raises, nothing is kept.

        Raises
        ------
        TranscriptError
            when it is no recording that can be read; nothing is kept.
        ConflictError, StoreUnavailableError
            when it is too large, or the disk is full or cannot be written; nothing is kept.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
        self._sweep()
        number = f"{time.time_ns():016x}{secrets.token_hex(8)}"
        arriving = self.folder / f"{number}{ARRIVING}"
        try:
            key = _sealed.new_key(arriving, self.clinic_key)
            _sealed.make(arriving, key, stream, state=State.WAITING, largest=largest)
            sound = open_sound(lambda: _sealed.listen(arriving, key), NAME)
            with _sealed.opened(arriving, key) as connection:
                connection.execute("UPDATE about SET length = ?, kind = ?", (sound.length, sound.kind))
            if note is not None:
                note(number)
            arriving.rename(self._file(number))
        except BaseException as error:
            with suppress(OSError):  # what is left on a disk that takes no change is swept away later
                _delete(arriving)
            if isinstance(error, (OSError, sqlcipher.OperationalError)):
                raise StoreUnavailableError(NO_ROOM) from error
            raise
        return number

    def adopt(self, new_clinic_key: str) -> None:
        """Give every recording of before a key of its own, before the clinic's key is changed to another."""
        for number in self.numbers():
            _sealed.adopt(self._file(number), self.clinic_key, new_clinic_key)

    def numbers(self) -> tuple[str, ...]:
        """Give the numbers of all recordings, the oldest first."""
        return tuple(sorted(file.stem for file in self.folder.glob(f"*{SUFFIX}")))

    def progress(self, number: str) -> Progress:
        """Say how far a recording is.

        Raises
        ------
        NotFoundError
            when it is not there, or was erased.
        """
        state, done, length, reason = self._about(number, "state, done, length, reason")
        return Progress(state=State(state), done=done, length=length, reason=reason)

    def heard(self, number: str) -> Heard:
        """Give the transcript.

        Raises
        ------
        ConflictError
            when it is not written yet, or was taken over before.
        """
        (text,) = self._about(number, "heard")
        if text is None:
            raise ConflictError("This recording is not written down. Look at its progress first.")
        return Heard.of_json(text)

    def sound(self, number: str) -> Sound:
        """Open the sound for writing it down."""
        return open_sound(lambda: self.listen(number), NAME)

    def listen(self, number: str) -> BinaryIO:
        """Open the file as it was uploaded, for reading and seeking; close it afterwards."""
        file = self._file(number)
        return _sealed.listen(file, self._key(file))

    @contextmanager
    def held_still(self, number: str) -> Iterator[BinaryIO]:
        """Open the encrypted file as it lies there, to copy it; nobody writes into it meanwhile."""
        file = self._file(number)
        key = self._key(file)
        with file.open("rb") as raw, _sealed.read_alone(file, key):
            yield raw

    def kind(self, number: str) -> str:
        """Give the media type by which browsers play it."""
        return str(self._about(number, "kind")[0])

    def keep(self, number: str) -> None:
        """Keep the sound only, after its transcript was taken over."""
        self._set(number, "state = ?, heard = NULL", State.KEPT, forget=True)

    def cancel(self, number: str) -> None:
        """Stop writing it down; what is finished so far stays, so that it can go on."""
        self._set(number, "state = ?", State.CANCELLED, only=(State.WAITING, State.RUNNING))

    def again(self, number: str) -> None:
        """Let it be tried once more after it failed or was cancelled."""
        self._set(number, "state = ?, tries = 0, reason = ''", State.WAITING, only=(State.FAILED, State.CANCELLED))

    def erase(self, number: str) -> None:
        """Delete recording, finished stretches and transcript at once; nothing happens when they are gone already."""
        file = self._file(number)
        _delete(file)
        file.with_suffix(LOCK).unlink(missing_ok=True)

    def claim(self) -> tuple[str, Lock] | None:
        """Take the recording that waited longest, for this process alone; None when none waits."""
        for number in self.numbers():
            lock = one_of([self._file(number).with_suffix(LOCK)])
            if lock and self._waits(number):
                return number, lock
            if lock:
                lock.release()
        return None

    def begun(self, number: str, made_for: str) -> None:
        """Note that a run begins; stretches that another model or language made are not used."""
        with self._opened(number) as connection:
            connection.execute("DELETE FROM stretch WHERE (SELECT made_for FROM about) != ?", (made_for,))
            connection.execute("UPDATE about SET state = ?, tries = tries + 1, made_for = ?", (State.RUNNING, made_for))

    def tries(self, number: str) -> int:
        """How often a run began since the last stretch was finished."""
        return int(self._about(number, "tries")[0])

    def left(self, number: str) -> None:
        """Note that a run ends because the server does: it was not the recording's fault."""
        self._set(number, "tries = 0")

    def reached(self, number: str, done: int) -> bool:
        """Note how far a run is [ms], and say whether it is still wanted."""
        self._set(number, "done = ?", done, only=(State.RUNNING,))
        return self.progress(number).state is State.RUNNING

    def stretches(self, number: str) -> list[HeardStretch]:
        """Give what earlier runs finished."""
        with self._opened(number) as connection:
            rows = connection.execute("SELECT line FROM stretch ORDER BY number").fetchall()
        return [HeardStretch.of_line(line) for (line,) in rows]

    def add_stretch(self, number: str, stretch: HeardStretch) -> None:
        """Keep a finished stretch."""
        with self._opened(number) as connection:
            connection.execute("INSERT INTO stretch (line) VALUES (?)", (stretch.as_line(),))
            connection.execute("UPDATE about SET tries = 0")

    def written(self, number: str, heard: Heard) -> None:
        """Keep the transcript until it is taken over."""
        text, length = heard.as_json(), heard.length
        what = "state = ?, heard = ?, done = ?, length = ?"
        self._set(number, what, State.WRITTEN, text, length, length, only=(State.RUNNING,), forget=True)

    def failed(self, number: str, reason: str) -> None:
        """Note why it cannot be written down."""
        self._set(number, "state = ?, reason = ?", State.FAILED, reason, only=(State.WAITING, State.RUNNING))

    def waits(self) -> bool:
        """Whether any recording waits to be written down, or was left in the middle."""
        return any(map(self._waits, self.numbers()))

    def _waits(self, number: str) -> bool:
        try:
            return self.progress(number).state in {State.WAITING, State.RUNNING}
        except NotFoundError:
            return False

    def _about(self, number: str, columns: str) -> Sequence[Any]:
        with self._opened(number) as connection:
            rows: list[Sequence[Any]] = connection.execute(f"SELECT {columns} FROM about").fetchall()  # noqa: S608 - columns are ours  # nosec B608
        return rows[0]

    def _set(
        self, number: str, what: str, *values: object, only: Sequence[State] = tuple(State), forget: bool = False
    ) -> None:
        marks = ", ".join("?" * len(only))
        with self._opened(number) as connection:
            connection.execute(f"UPDATE about SET {what} WHERE state IN ({marks})", (*values, *only))  # noqa: S608 - as above  # nosec B608
            if forget:
                connection.execute("DELETE FROM stretch")

    def _key(self, file: Path) -> str:
        if not file.exists():  # said as such: its key is gone too
            raise NotFoundError("This recording is not there any more.")
        return _sealed.key_of(file, self.clinic_key)

    @contextmanager
    def _opened(self, number: str) -> Iterator[Any]:
        file = self._file(number)
        with _sealed.opened(file, self._key(file)) as connection:
            yield connection

    def _file(self, number: str) -> Path:
        if not _NUMBER.fullmatch(number):
            raise NotFoundError("There is no such recording.")
        return self.folder / f"{number}{SUFFIX}"

    def _sweep(self) -> None:
        for file in self.folder.glob(f"*{ARRIVING}"):
            if _forgotten(file):
                _delete(file)
        journals, keys = self.folder.glob(f"*{SUFFIX}{JOURNAL}"), self.folder.glob(f"*{_sealed.KEY}")
        for beside in (*journals, *filter(_forgotten, keys)):
            if not self._file(beside.name.partition(".")[0]).exists():
                beside.unlink(missing_ok=True)


def _forgotten(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime > FORGOTTEN_S
    except FileNotFoundError:
        return False


def _delete(file: Path) -> None:
    """The key last: should this be broken off, a key without a file is left, never a file that nothing opens."""
    for one in (file, file.with_name(f"{file.name}{JOURNAL}"), _sealed.key_beside(file)):
        one.unlink(missing_ok=True)
