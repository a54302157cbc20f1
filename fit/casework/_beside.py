"""Reading a clinic's database beside its server, as commands on the machine do: one moment of it, changing nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._clinic_key import key_place
from fit.store.reading_only import reading_postgresql, reading_sqlite

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from fit.casework.settings import Settings
    from fit.store.types import Connection

__all__ = ["reading_beside"]


def reading_beside(settings: Settings, *, any_schema: bool = False) -> AbstractContextManager[Connection]:
    """Give a connection to whichever database the settings name; `any_schema`: also to one of another version.

    Raises
    ------
    StoreError
        when the database cannot be read.
    """
    if settings.database_url:
        return reading_postgresql(settings.database_url, any_schema=any_schema)
    return reading_sqlite(settings.database_file, key_place(settings), any_schema=any_schema)
