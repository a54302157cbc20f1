"""An encrypted SQLite file: how it is opened for reading and for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from fit.errors import WrongKeyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

BUSY_S = 30
"""Readers never wait for the writer (WAL); this is for checkpoints and backups."""
READERS = 8
MOST_READERS = 64
CACHE_KB = 16_000
SHARED = ("PRAGMA foreign_keys = ON", f"PRAGMA cache_size = -{CACHE_KB}", "PRAGMA temp_store = MEMORY")
FOR_READING = (*SHARED, "PRAGMA query_only = ON")
FOR_WRITING = (
    *SHARED,
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
)
"""FULL: what was acknowledged survives a power cut. secure_delete: what is deleted is overwritten with zeros."""


SAID_BY_US = "PRAGMA cipher_log_level = NONE"
"""A key that does not open is an answer while the key is being changed; SQLCipher would print it as an error."""


def connector(file: Path, key: str, pragmas: tuple[str, ...]) -> Callable[[], Any]:
    """A function that opens the file with its key."""

    def connect() -> Any:
        connection = sqlcipher.connect(str(file), timeout=BUSY_S, check_same_thread=False, isolation_level=None)
        try:
            connection.execute(SAID_BY_US)
            connection.execute(f"PRAGMA key = \"x'{key}'\"")
            _check_key(connection, file)
            for pragma in pragmas:
                connection.execute(pragma)
        except BaseException:
            # one left open on a disk that is read-only just now would make all that follow read-only too
            connection.close()
            raise
        return connection

    return connect


def _check_key(connection: Any, file: Path) -> None:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlcipher.DatabaseError as error:
        if "not a database" not in str(error):
            raise
        raise WrongKeyError(
            f"The key does not open {file}. Use the key file that was made with this database "
            "(MENDLINE_KEY_FILE), or restore the database from a backup if it is damaged."
        ) from None


def reading_engine(file: Path, key: str) -> Engine:
    """Connections that cannot write, each seeing one moment of the database."""
    return _engine(
        connector(file, key, FOR_READING),
        "BEGIN",
        poolclass=QueuePool,
        pool_size=READERS,
        max_overflow=MOST_READERS - READERS,
    )


def writing_engine(file: Path, key: str) -> Engine:
    """The one connection that writes."""
    return _engine(connector(file, key, FOR_WRITING), "BEGIN IMMEDIATE", poolclass=NullPool)


def _engine(connect: Callable[[], Any], begin: str, **pool: Any) -> Engine:
    engine = create_engine("sqlite://", module=sqlcipher, creator=connect, **pool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
