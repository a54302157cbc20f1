"""The whole examination, in the order in which a person would go about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fit.casework._beside import reading_beside
from fit.casework.doctor import (
    _backups,
    _clock,
    _configuration,
    _database,
    _disk,
    _files,
    _key,
    _people,
    _postgresql,
    _records,
    _server,
)
from fit.casework.doctor._finding import mend, to_know
from fit.errors import MendlineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings
    from fit.store.types import Connection


def examine(settings: Settings, *, thorough: bool = False, now: datetime | None = None) -> tuple[Finding, ...]:
    """Look at everything; `thorough` reads every page and every rating, which takes minutes where there are many."""
    return tuple(_findings(settings, thorough=thorough, now=now or datetime.now(UTC)))


def _findings(settings: Settings, *, thorough: bool, now: datetime) -> Iterator[Finding]:
    yield from _configuration.look(settings)
    yield from _key.look(settings, thorough=thorough)
    yield from _server.look(settings)
    if not settings.database_url and not settings.database_file.exists():
        there = f"There is no database yet ({settings.database_file})."
        yield to_know("database.there", there, "Make a clinic with: mendline create-clinic; or set MENDLINE_DATA.")
        yield from _disk.look(settings, database_bytes=0)
        yield from _clock.look(now, newest=None)
        return
    try:
        with reading_beside(settings, any_schema=True) as connection:
            yield from _of_database(connection, settings, thorough=thorough, now=now)
    except MendlineError as error:
        yield mend("database.answers", "The database cannot be read.", str(error))
        yield from _disk.look(settings, database_bytes=0)
        yield from _clock.look(now, newest=None)
    yield from _backups.look(settings, now)


def _of_database(connection: Connection, settings: Settings, *, thorough: bool, now: datetime) -> Iterator[Finding]:
    schema = _database.look_at_schema(connection)
    yield schema
    whole = tuple(_database.look_at_pages(connection, thorough=thorough))
    yield from whole
    yield from _postgresql.look(connection)
    yield from _disk.look(settings, database_bytes=_database.size_of(connection))
    if _database.is_readable(schema, *whole):
        yield from _clock.look(now, newest=_database.newest_moment(connection))
        yield from _database.look_at_audit(connection)
        yield from _people.look(connection, settings, now)
        yield from _records.look(connection, settings)
        yield from _files.look(connection, settings)
        yield from _database.look_at_summaries(connection, settings, thorough=thorough, now=now)
    else:
        yield from _clock.look(now, newest=None)
        yield to_know("records", "Audit, people and records were not looked at.", "Mend the database first.")
