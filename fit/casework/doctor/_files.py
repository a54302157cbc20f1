"""Files of the data folder that nothing belongs to any more, or that something needs and are not there."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

from fit.casework._recording_files import FOLDER
from fit.casework.doctor._finding import counted, mend, ok, to_know
from fit.store import examined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings
    from fit.store.types import Connection

HALF: Final = re.compile(r"\..+\.[0-9a-f]{8}|.+\.(arriving|part|next)|clinic\.db\.next.*")
"""How files are named while they are being written."""
SUFFIX: Final = ".recording"
UNDER_WAY_S: Final = 3600.0
"""[s] Nothing is written for longer than an hour."""


def look(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """Look through the data folder."""
    yield from _of_recordings(settings.folder / FOLDER, examined.recording_numbers(connection))
    half = sum(_is_half(one) for one in settings.folder.rglob("*"))
    if half:
        said = f"{counted(half, 'file of the data folder was', 'files of the data folder were')} never finished."
        yield to_know(
            "files.half", said, "Look at them with ls -la, and remove them: what was finished has another name."
        )
    else:
        yield ok("files.half", "No half-written file is left in the data folder.")


def _of_recordings(folder: Path, known: frozenset[str]) -> Iterator[Finding]:
    there = {file.stem for file in folder.glob(f"*{SUFFIX}")}
    if there - known:
        said = f"{counted(len(there - known), 'recording belongs', 'recordings belong')} to no session."
        yield to_know("files.recordings", said, "The next start of the server erases them.")
    if known - there:
        said = f"{counted(len(known - there), 'recording is', 'recordings are')} noted, and the sound is not there."
        yield mend("files.sound", said, "Restore the folder of recordings from a backup.")
    if there == known:
        yield ok("files.recordings", "Every recording belongs to a session.")


def _is_half(file: Path) -> bool:
    try:
        return bool(HALF.fullmatch(file.name)) and time.time() - file.stat().st_mtime > UNDER_WAY_S
    except FileNotFoundError:  # it was finished meanwhile
        return False
