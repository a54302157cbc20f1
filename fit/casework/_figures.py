"""Figures of an installation for its operator: counts over all clinics together, nothing of any client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._data_folder import last_backup
from fit.casework._readiness import free_bytes
from fit.store import watched

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic

__all__ = ["Figures", "figures"]

A_DAY = timedelta(days=1)
"""Added to how long a form can wait: its key tells the day on which it was made, by another clock perhaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What waits, what is open, and how much room there is."""

    sessions: int
    forms: int
    recordings: int
    rebuilds: int
    database_bytes: int
    free_bytes: int
    last_backup_at: datetime | None


def figures(clinic: Clinic) -> Figures:
    """Count what an operator may know.

    Raises
    ------
    StoreError
        when the database does not answer.
    """
    now, settings = clinic.now(), clinic.settings
    longest = max(settings.link_limit, settings.code_limit, settings.hand_over_limit)
    found = last_backup(settings)
    with watched.looking(clinic.store) as connection:
        return Figures(
            sessions=watched.sessions(connection, now, now - settings.idle_limit),
            forms=watched.forms(connection, now, now - longest - A_DAY),
            recordings=watched.recordings(connection),
            rebuilds=watched.rebuilds(connection),
            database_bytes=watched.bytes_of(connection),
            free_bytes=free_bytes(settings.folder),
            last_backup_at=None if found is None else found.made_at,
        )
