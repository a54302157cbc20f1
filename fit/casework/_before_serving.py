"""What stops a server before it begins, so that it is one plain sentence and no line of a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._clinic_key import key_place
from fit.casework._data_folder import check_no_restore_under_way
from fit.sealing import key_for
from fit.sealing.key_places import check_no_change_under_way
from fit.store import backup, dump, schema

if TYPE_CHECKING:
    from fit.casework.settings import Settings


def check_before_serving(settings: Settings) -> None:
    """Refuse a database of a newer Mendline, one that its key does not open, and one between two states.

    Raises
    ------
    SchemaError
        when a newer Mendline made the tables.
    ConfigurationError
        when a restore or a change of the key was begun and is not whole.
    StoreError
        when the database cannot be read.
    """
    check_no_restore_under_way(settings)
    check_no_change_under_way(key_place(settings))
    found = _schema(settings)
    if found is not None:
        schema.check_known(found)


def _schema(settings: Settings) -> str | None:
    if settings.database_url:
        with dump.opened(settings.database_url, read_only=True) as connection:
            return schema.current(connection)
    file = settings.database_file
    if not file.exists():
        return None
    return backup.asked(file, key_for(file, key_place(settings)), schema.current)
