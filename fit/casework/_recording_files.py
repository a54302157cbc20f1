"""The sound of recordings: where the files of this clinic lie, who writes them down, and which are leftovers."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from fit.casework._clinic_key import clinic_key
from fit.errors import NotFoundError
from fit.speech.background import SpeechOptions, begin, obstacle
from fit.speech.recordings import Recordings
from fit.store import recordings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._clinic import Clinic
    from fit.casework.settings import Settings
    from fit.store.types import Record

FOLDER = "recordings"


def files_of(settings: Settings) -> Recordings:
    """The files of recordings, opened with the clinic's key; on PostgreSQL the first recording makes one."""
    return Recordings(settings.folder / FOLDER, clinic_key(settings))


def speech_options(settings: Settings) -> SpeechOptions:
    """How recordings are written down here."""
    return SpeechOptions(
        model=settings.speech_model, language=settings.speech_language, at_once=settings.speech_at_once
    )


def in_the_way(settings: Settings) -> str:
    """Why no recording can be written down here, and what to do; empty when all is there."""
    return obstacle(speech_options(settings)) or ""


def write_down(settings: Settings) -> None:
    """See to it that whatever waits is written down."""
    begin(files_of(settings), speech_options(settings))


def recordings_wait(settings: Settings) -> bool:
    """Whether any recording waits to be written down, or was left in the middle."""
    return (settings.folder / FOLDER).is_dir() and files_of(settings).waits()


def erase_files(settings: Settings, rows: Sequence[Record]) -> None:
    """Erase the sound of these recordings, whatever their state; a run that is under way keeps nothing."""
    if rows:
        files = files_of(settings)
        for row in rows:
            files.erase(row.number)


def put_aside(settings: Settings, row: Record) -> None:
    """Write a recording down no further; its sound stays as it is."""
    with suppress(NotFoundError):  # its file is gone already: nothing is left to be put aside
        files_of(settings).cancel(row.number)


def erase_leftovers(clinic: Clinic) -> None:
    """Erase every file that belongs to no session: its transcript was removed, or the server was cut off."""
    if not (clinic.settings.folder / FOLDER).is_dir():
        return
    files = files_of(clinic.settings)
    there = files.numbers()  # looked up first: a recording that comes in is noted before its file is there
    with clinic.store.read() as connection:
        known = recordings.known_numbers(connection, there)
    for number in set(there) - known:
        files.erase(number)
