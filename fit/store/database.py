"""The clinic's database: an encrypted SQLite file by default, PostgreSQL by address. Same doors for both."""

from __future__ import annotations

import logging
from concurrent.futures import wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from fit.errors import StoreError
from fit.store._key_file import OWNER_ONLY_FOLDER, key_for
from fit.store._lock_file import FileLock
from fit.store._sqlite import reading_engine, writing_engine
from fit.store._writer import Writer
from fit.store.schema import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from sqlalchemy import Connection, Engine

__all__ = ["Database", "open_postgresql", "open_sqlite"]

T = TypeVar("T")
TRIES = 3
MEANWHILE_EVERY_S = 0.1
RETRY_STATES = frozenset({"40001", "40P01"})
"""PostgreSQL: two transactions met; the one told so may simply try again."""

log = logging.getLogger(__name__)


def _nothing() -> None:
    """What is done meanwhile when nobody wants anything."""


class _Writes(Protocol):
    def write(self, work: Callable[[Connection], T], meanwhile: Callable[[], None]) -> T: ...
    def write_soon(self, work: Callable[[Connection], None]) -> None: ...
    def wipe(self) -> bool: ...
    def close(self) -> None: ...


class Database:
    """An opened database: `read` gives a connection, `write` does a piece of work and returns after the commit."""

    def __init__(self, engine: Engine, writes: _Writes) -> None:
        self._engine = engine
        self._writes = writes

    @property
    def dialect(self) -> str:
        """Which kind of database it is: sqlite or postgresql."""
        return self._engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database."""
        with _in_words(), self._engine.connect() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T], *, meanwhile: Callable[[], None] | None = None) -> T:
        """Do the work in a transaction and return its result after the commit.

        The work may run in another thread; `meanwhile` is called in this one now and then while it waits.
        """
        with _in_words():
            return self._writes.write(work, meanwhile or _nothing)

    def write_soon(self, work: Callable[[Connection], None]) -> None:
        """Do the work in a transaction without waiting for it; for what may be lost in a power cut."""
        with _in_words():
            self._writes.write_soon(work)

    def wipe(self) -> bool:
        """Clear away what deleted rows left outside of the tables, as far as the database can; False: not all yet.

        SQLite: the write-ahead log is taken over and emptied; deleted rows themselves were overwritten already.
        PostgreSQL: the space of deleted rows is given back, to be overwritten by later rows.
        """
        with _in_words():
            return self._writes.wipe()

    def close(self) -> None:
        """Finish what waits, and let go of the database."""
        self._engine.dispose()
        self._writes.close()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise StoreError(f"The database could not be used: {error.orig}. See that disk and server are well.") from error


class _SqliteWrites:
    """All writes of the process go through one thread."""

    def __init__(self, engine: Engine, lock: FileLock) -> None:
        self._engine, self._lock = engine, lock
        self._writer = Writer(engine)

    def write(self, work: Callable[[Connection], T], meanwhile: Callable[[], None]) -> T:
        answer: Future[T] = self._writer.submit(work)
        while meanwhile is not _nothing and not answer.done():
            wait((answer,), timeout=MEANWHILE_EVERY_S)
            meanwhile()
        return answer.result()

    def write_soon(self, work: Callable[[Connection], None]) -> None:
        self._writer.submit(work).add_done_callback(_log_failure)

    def wipe(self) -> bool:
        connection = self._engine.raw_connection()
        try:
            busy, _, _ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
        if busy:
            log.warning("the write-ahead log could not be emptied while somebody was reading; closing empties it")
        return not busy

    def close(self) -> None:
        self._writer.close()
        self._engine.dispose()
        self._lock.release()


def _log_failure(answer: Future[Any]) -> None:
    if (error := answer.exception()) is not None:
        log.error("a write that nobody waited for failed: %s", type(error).__name__)


class _PostgresqlWrites:
    """PostgreSQL orders its writers itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, work: Callable[[Connection], T], meanwhile: Callable[[], None]) -> T:
        del meanwhile  # the work runs in this thread
        for _ in range(TRIES - 1):
            try:
                return self._once(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in RETRY_STATES:
                    raise
        return self._once(work)

    def _once(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)

    def write_soon(self, work: Callable[[Connection], None]) -> None:
        self.write(work, _nothing)

    def wipe(self) -> bool:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM transcript, turn, turn_edit, turn_words"))
        return True

    def close(self) -> None:
        self._engine.dispose()


def open_sqlite(file: Path, key_file: Path) -> Database:
    """Open the encrypted file, making it and its key when there is neither yet, and bring its tables up to date.

    Raises
    ------
    KeyMissingError, WrongKeyError
        when the file cannot be read with the key at hand.
    StoreLockedError
        when another process has it open.
    SchemaError
        when a newer Mendline made it.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    key = key_for(file, key_file)
    lock = FileLock(file)
    try:
        writing = writing_engine(file, key)
        with writing.begin() as connection:
            upgrade(connection)
        writes = _SqliteWrites(writing, lock)
        writes.wipe()  # what an earlier server left in the log when it was cut off
        return Database(reading_engine(file, key), writes)
    except BaseException:
        lock.release()
        raise


def open_postgresql(url: str) -> Database:
    """Open a PostgreSQL database and bring its tables up to date.

    Raises
    ------
    StoreError
        when the server does not answer or refuses.
    SchemaError
        when a newer Mendline made the tables.
    """
    engine = create_engine(url, pool_pre_ping=True)
    with _in_words(), engine.begin() as connection:
        upgrade(connection)
    return Database(engine, _PostgresqlWrites(engine))
