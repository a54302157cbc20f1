"""Room on the disk: for what comes in, and for a backup or a change of the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._readiness import LEAST_FREE, free_bytes
from fit.casework.doctor._finding import mend, ok, to_know

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings

MEGABYTE = 1_000_000


def look(settings: Settings, *, database_bytes: int) -> Iterator[Finding]:
    """Look at the disk of the data folder."""
    beside = 0 if settings.database_url else database_bytes
    yield of_room(free_bytes(settings.folder), beside)


def of_room(free: int, database_bytes: int) -> Finding:
    """Whether it is enough: a new key or a backup is written whole beside the database before anything is removed."""
    needed = database_bytes + LEAST_FREE
    said = f"{free / MEGABYTE:,.0f} MB are free; the database has {database_bytes / MEGABYTE:,.0f} MB."
    if free < needed:
        remedy = f"Make room: {needed / MEGABYTE:,.0f} MB are needed for a backup or a change of the key."
        return mend("disk.room", said, remedy)
    if free < 2 * needed:
        return to_know("disk.room", said, "It will be too little before long. Plan for a larger disk.")
    return ok("disk.room", said)
