"""Whether there is a backup that was verified, and how old it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._clinic_key import key_place
from fit.casework._data_folder import last_backup
from fit.casework.doctor._finding import mend, ok, to_know
from fit.errors import MendlineError
from fit.sealing import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from fit.casework._views_backup import LastBackup
    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings

ITS_KEY = (
    "Keep a copy of that key as long as the backup, and make one under the present key: mendline backup --to FOLDER"
)
OLDEST = timedelta(hours=36)
"""One a night, and half a day to find out that one was missed."""


def look(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at the note that the last verified backup left."""
    found = last_backup(settings)
    if found is None:
        said = "No backup was made and verified yet."
        remedy = "Say: mendline backup --to FOLDER, and have it done every night: docs/operations.md."
        yield mend("backup.age", said, remedy)
        return
    hours = (now - found.made_at) / timedelta(hours=1)
    said = f"The last verified backup is {hours:,.0f} hours old ({found.path})."
    if now - found.made_at > OLDEST:
        yield mend("backup.age", said, "Look why the nightly one was missed, and say: mendline backup --to FOLDER")
    else:
        yield ok("backup.age", said)
    yield from _of_key(settings, found)
    if not found.path.exists():
        remedy = "See that it is where it should be, if it was not taken elsewhere on purpose."
        yield to_know("backup.there", f"The last backup is not at {found.path} any more.", remedy)


def _of_key(settings: Settings, found: LastBackup) -> Iterator[Finding]:
    """A backup is opened by the key of then alone."""
    try:
        key = key_place(settings).read()
    except MendlineError:
        return  # the look at the key says what is wrong with it
    if key is not None and fingerprint(key) != found.key:
        yield mend("backup.key", f"The present key does not open the last backup: {found.key} does.", ITS_KEY)
