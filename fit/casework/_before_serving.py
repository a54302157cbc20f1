"""What stops a server before it begins, so that it is one plain sentence and no line of a log."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from fit.casework._clinic_key import key_place
from fit.casework._data_folder import check_no_restore_under_way
from fit.errors import StoreLockedError
from fit.sealing import key_for
from fit.sealing.key_places import check_no_change_under_way
from fit.store import backup, dump, rekeying, schema

if TYPE_CHECKING:
    from pathlib import Path

    from fit.casework.settings import Settings

SEVERAL = "Several servers of one clinic need PostgreSQL (MENDLINE_DATABASE_URL), docs/operations.md."


def check_before_serving(settings: Settings) -> None:
    """Refuse a database of a newer Mendline, one that its key does not open, one between two states, and one in use.

    Raises
    ------
    StoreLockedError
        when another server has it open.
    SchemaError
        when a newer Mendline made the tables.
    ConfigurationError
        when a restore or a change of the key was begun and is not whole.
    StoreError
        when the database cannot be read.
    """
    if not settings.database_url and settings.database_file.exists():
        _check_not_in_use(settings.database_file)
    check_no_restore_under_way(settings)
    check_no_change_under_way(key_place(settings))
    found = _schema(settings)
    if found is not None:
        schema.check_known(found)


def _check_not_in_use(file: Path) -> None:
    """Take the lock and let it go. A disk on which that is not possible is told of by the opening itself."""
    try:
        with suppress(OSError), rekeying.held(file):
            pass
    except StoreLockedError as held:
        raise StoreLockedError(f"{held} {SEVERAL}") from None


def _schema(settings: Settings) -> str | None:
    if settings.database_url:
        with dump.opened(settings.database_url, read_only=True) as connection:
            return schema.current(connection)
    file = settings.database_file
    if not file.exists():
        return None
    return backup.asked(file, key_for(file, key_place(settings)), schema.current)
