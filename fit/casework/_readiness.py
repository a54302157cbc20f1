"""Whether this process can take a rating now: what a load balancer or an operator's watch asks every few seconds."""

from __future__ import annotations

import shutil
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fit.casework._clinic_key import key_place
from fit.errors import MendlineError
from fit.store import rekeying, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fit.casework._clinic import Clinic
    from fit.casework.settings import Settings

__all__ = ["LEAST_FREE", "Obstacle", "free_bytes", "obstacles"]

LEAST_FREE: Final = 256 * 1024 * 1024
"""[bytes] Room for the write-ahead log of a busy day and one recording that comes in."""


class Obstacle(StrEnum):
    """Why no work should be sent here; each is a name for programs."""

    STARTING = "starting"
    DATABASE_DOES_NOT_ANSWER = "database_does_not_answer"
    DATABASE_TAKES_NO_WRITES = "database_takes_no_writes"
    SCHEMA_BEHIND = "schema_behind"
    SCHEMA_AHEAD = "schema_ahead"
    KEY_MISSING = "key_missing"
    KEY_DOES_NOT_OPEN = "key_does_not_open"
    DISK_NEARLY_FULL = "disk_nearly_full"
    TOO_SLOW = "too_slow"


def obstacles(clinic: Clinic, *, least_free: int = LEAST_FREE) -> tuple[Obstacle, ...]:
    """What keeps this process from taking a rating; empty when nothing does."""
    return (*_of_database(clinic), *_of_key(clinic.settings), *_of_disk(clinic.settings.folder, least_free))


def _of_database(clinic: Clinic) -> Iterator[Obstacle]:
    place = watched.schema_is(clinic.store)
    if place is None:
        yield Obstacle.DATABASE_DOES_NOT_ANSWER
        return
    if place:
        yield Obstacle.SCHEMA_BEHIND if place < 0 else Obstacle.SCHEMA_AHEAD
    if not watched.takes_writes(clinic.store):
        yield Obstacle.DATABASE_TAKES_NO_WRITES


def _of_key(settings: Settings) -> Iterator[Obstacle]:
    """The database is open already: whether it could be opened again is the question."""
    try:
        key = key_place(settings).read()
    except MendlineError:
        yield Obstacle.KEY_DOES_NOT_OPEN
        return
    if settings.database_url:
        return
    if key is None:
        yield Obstacle.KEY_MISSING
    elif settings.database_file.exists() and not rekeying.could_open(settings.database_file, key):
        yield Obstacle.KEY_DOES_NOT_OPEN


def _of_disk(folder: Path, least_free: int) -> Iterator[Obstacle]:
    if free_bytes(folder) < least_free:
        yield Obstacle.DISK_NEARLY_FULL


def free_bytes(folder: Path) -> int:
    """How much fits on the disk of a folder, or of the one that it will be made in: bytes."""
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    return shutil.disk_usage(there).free
