"""What an operator may know of a database: whether it answers and takes writes, and how much waits in it.

Counts over all clinics together, and never of what a client is or said.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from fit.errors import StoreError
from fit.store import rebuild
from fit.store.handovers import OPEN, handover
from fit.store.ids import CHANCE_BITS, EPOCH_MS
from fit.store.meters import ERRORS
from fit.store.recordings import recording
from fit.store.schema import current, revisions
from fit.store.tables import WebSession, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.database import Database

__all__ = ["bytes_of", "forms", "looking", "rebuilds", "recordings", "schema_is", "sessions", "takes_writes"]

web_session = columns_of(WebSession)


@contextmanager
def looking(database: Database) -> Iterator[Connection]:
    """Give a connection that sees one moment of the database.

    Raises
    ------
    StoreError
        when it does not answer, or is damaged.
    """
    try:
        with database.read() as connection:
            yield connection
    except DBAPIError as error:
        ERRORS.labels(error=type(error.orig).__name__).inc()
        raise StoreError(f"The database could not be read: {error.orig}. See that it is whole.") from error


def schema_is(database: Database) -> int | None:
    """Where the tables are: 0 as this Mendline needs them, below 0 behind, above 0 ahead; None: it does not answer."""
    try:
        with looking(database) as connection:
            found = current(connection)
    except StoreError:
        return None
    if found == revisions()[-1]:
        return 0
    return -1 if found is None or found in revisions() else 1


def takes_writes(database: Database) -> bool:
    """Whether a write comes through; nothing is other than before."""
    try:
        return database.write(_write_nothing_new if database.dialect == "sqlite" else _may_write)
    except (StoreError, DBAPIError):
        return False


def _write_nothing_new(connection: Connection) -> bool:
    """Write a row as it is: it goes to the disk all the same, and a full or read-only disk is noticed."""
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
    return True


def _may_write(connection: Connection) -> bool:
    """PostgreSQL says so; the account that Mendline works with may not touch the row of the version."""
    read_only: str = connection.execute(text("SHOW transaction_read_only")).scalar_one()
    return read_only == "off"


def bytes_of(connection: Connection) -> int:
    """How large the database is."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    return int(pages) * int(connection.execute(text("PRAGMA page_size")).scalar_one())


def sessions(connection: Connection, now: datetime, used_since: datetime) -> int:
    """How many browsers are signed in."""
    standing = select(func.count()).where(
        web_session.c.revoked_at.is_(None), web_session.c.expires_at > now, web_session.c.last_seen_at > used_since
    )
    return int(connection.execute(standing).scalar_one())


def forms(connection: Connection, now: datetime, made_since: datetime) -> int:
    """How many forms somebody may still fill in; older ones than `made_since` are over for sure, and not looked at."""
    first = (int(made_since.timestamp() * 1000) - EPOCH_MS) << CHANCE_BITS
    waiting = select(func.count()).where(
        handover.c.id > first, handover.c.used_at.is_(None), handover.c.state == OPEN, handover.c.expires_at > now
    )
    return int(connection.execute(waiting).scalar_one())


def recordings(connection: Connection) -> int:
    """How many recordings have no transcript yet: they are being written down, or wait for their clinician."""
    waiting = select(func.count()).where(recording.c.transcript_id.is_(None), recording.c.withheld.is_(False))
    return int(connection.execute(waiting).scalar_one())


def rebuilds(connection: Connection) -> int:
    """How many clinics wait for their summaries to be worked out anew."""
    return len(rebuild.waiting(connection))
