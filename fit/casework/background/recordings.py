"""Writing recordings down. They wait as files in the data folder: only servers that have this folder can do it."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from fit.casework._recording_files import recordings_wait, write_down
from fit.casework.background._kind import OF_NO_CLINIC, Kind
from fit.sealing.file_key import OWNER_ONLY_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from fit.casework._clinic import Clinic

__all__ = ["RECORDINGS"]

NAME_OF_FOLDER = "folder.id"


def _waiting(clinic: Clinic) -> tuple[int, ...]:
    return (OF_NO_CLINIC,) if recordings_wait(clinic.settings) else ()


def _begin(clinic: Clinic, _number: int) -> None:
    write_down(clinic.settings)


def _queue(clinic: Clinic) -> str:
    return f"folder {_id_of(clinic.settings.folder / NAME_OF_FOLDER)}"


def _id_of(file: Path) -> str:
    """The name of the folder in the queue: made once, and the same for all servers that share the folder."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    with suppress(FileExistsError), file.open("x", encoding="ascii") as new:
        new.write(secrets.token_hex(8))
    return file.read_text("ascii")


RECORDINGS = Kind(name="recordings", waiting=_waiting, begin=_begin, queue=_queue)
