"""The process that writes recordings down: `python -m fit.speech._worker`, told what to do on its standard input."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fit.errors import MendlineError, NotFoundError
from fit.priority import step_back
from fit.speech._locks import machine_locks, one_of, wait_for_one
from fit.speech._model import find_model
from fit.speech._recogniser import Recogniser
from fit.speech._transcribing import transcribe
from fit.speech.background import SpeechOptions, worker_locks
from fit.speech.recordings import Recordings

if TYPE_CHECKING:
    from fit.speech._heard import HeardStretch

__all__ = ["main"]

MOST_TRIES = 3
# A recording at which the process dies three times in one stretch is not tried again by itself.
LOOK_S = 1.0
# How often it looks whether the recording is still wanted, and the server there.


class _ServerGoneError(Exception):
    """The server ended: its work ends too, and goes on at its next start."""


class _NotWantedError(Exception):
    """The recording was cancelled while it was written down."""


def main() -> None:
    """Write down all recordings that wait, then end."""
    step_back()
    task = json.load(sys.stdin)
    options = SpeechOptions(**task["options"])
    recordings = Recordings(Path(task["folder"]), task["key"])
    worker = one_of(worker_locks(recordings.folder, options.at_once))
    if worker is None:
        return
    try:
        wait_for_one(machine_locks(options.at_once), waiting=lambda: _check_server(task["server"]))
        while claimed := recordings.claim():
            number, lock = claimed
            _Run(recordings, number, options, task["server"]).go()
            lock.release()
    except _ServerGoneError:
        return


class _Run:
    """One recording."""

    def __init__(self, recordings: Recordings, number: str, options: SpeechOptions, server: int) -> None:
        self._recordings, self._number, self._options, self._server = recordings, number, options, server
        self._looked = 0.0

    def go(self) -> None:
        with suppress(NotFoundError):  # erased: nothing is left to be said about it
            try:
                self._write_down()
            except NotFoundError:
                raise
            except MendlineError as error:
                self._recordings.failed(self._number, str(error))
            except _ServerGoneError:
                self._recordings.left(self._number)
                raise
            except _NotWantedError:
                return

    def stretches(self) -> list[HeardStretch]:
        return self._recordings.stretches(self._number)

    def add(self, stretch: HeardStretch) -> None:
        self._recordings.add_stretch(self._number, stretch)

    def _write_down(self) -> None:
        if self._recordings.tries(self._number) >= MOST_TRIES:
            self._recordings.failed(
                self._number,
                f"Writing this recording down ended {MOST_TRIES} times without a reason given, perhaps for want of "
                "memory. Try again when the machine is less busy, or with a smaller model.",
            )
            return
        recogniser = Recogniser(find_model(self._options.model), language=self._options.language)
        self._recordings.begun(self._number, str(recogniser.made_by))
        heard = transcribe(self._recordings.sound(self._number), recogniser, finished=self, told=self._told)
        self._recordings.written(self._number, heard)

    def _told(self, done: int) -> None:
        if time.monotonic() - self._looked < LOOK_S:
            return
        self._looked = time.monotonic()
        _check_server(self._server)
        if not self._recordings.reached(self._number, done):
            raise _NotWantedError


def _check_server(server: int) -> None:
    if os.getppid() != server:
        raise _ServerGoneError


if __name__ == "__main__":
    main()
