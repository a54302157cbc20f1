"""The clinic's database: an encrypted SQLite file by default, PostgreSQL by address. Same doors for both."""

from __future__ import annotations

import logging
from concurrent.futures import wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from fit.errors import StoreError, StoreUnavailableError
from fit.sealing import FileKey, key_for
from fit.sealing.key_places import check_no_change_under_way
from fit.sealing.own_folder import make_own_folder
from fit.store import meters
from fit.store._lock_file import FileLock
from fit.store._safe_address import check_way, with_patience
from fit.store._sqlite import reading_engine, writing_engine
from fit.store._trouble import in_words, in_words_of_opening, is_read_only, unsure_at_commit
from fit.store._writer import Writer
from fit.store.erasure import links_of_a_client
from fit.store.queue import prepare
from fit.store.schema import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from sqlalchemy import Connection, Engine

    from fit.sealing import KeyPlace

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

    def __init__(self, engine: Engine, writes: _Writes, opened: Callable[[], Engine]) -> None:
        self._engine = engine
        self._writes = writes
        self.opened = opened
        """Opens it once more for reading: in another process, to which this is sent."""

    @property
    def dialect(self) -> str:
        """Which kind of database it is: sqlite or postgresql."""
        return self._engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database."""
        with in_words(), self._engine.connect() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T], *, meanwhile: Callable[[], None] | None = None) -> T:
        """Do the work in a transaction and return its result after the commit.

        The work may run in another thread; `meanwhile` is called in this one now and then while it waits.
        """
        try:
            with in_words():
                return self._writes.write(work, meanwhile or _nothing)
        except StoreUnavailableError as error:
            if is_read_only(error):
                # what was opened while nothing could be written stays so: SQLite shares it with the next writer, and
                # a PostgreSQL that became a standby is not asked where the server that takes writes is now
                self._engine.dispose()
            raise

    def write_soon(self, work: Callable[[Connection], None]) -> None:
        """Do the work in a transaction without waiting for it; for what may be lost in a power cut."""
        with in_words():
            self._writes.write_soon(work)

    def wipe(self) -> bool:
        """Clear away what deleted rows left outside of the tables, as far as the database can; False: not all yet.

        SQLite: the write-ahead log is taken over and emptied; deleted rows themselves were overwritten already.
        PostgreSQL: the space of deleted rows is given back, to be overwritten by later rows.
        """
        with in_words():
            return self._writes.wipe()

    def close(self) -> None:
        """Finish what waits, and let go of the database."""
        self._engine.dispose()
        self._writes.close()


BY_THE_OWNER = "Open the clinic once as the account that owns the tables and the database, docs/deployment.md."


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
        meters.ERRORS.labels(error=type(error).__name__).inc()
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
        waiting, write, commit = meters.WRITES_WAITING.track_inprogress(), meters.WRITE_S.time(), meters.COMMIT_S.time()
        with waiting, write, commit, self._engine.connect() as connection, connection.begin() as transaction:
            result = work(connection)
            with unsure_at_commit():
                transaction.commit()
            return result

    def write_soon(self, work: Callable[[Connection], None]) -> None:
        try:
            self.write(work, _nothing)
        except (DBAPIError, StoreError) as error:
            log.error("a write that nobody waited for failed: %s", type(error).__name__)  # noqa: TRY400  no text of it

    def wipe(self) -> bool:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM {', '.join((*links_of_a_client(), 'turn_words'))}"))
        return True

    def close(self) -> None:
        self._engine.dispose()


def open_sqlite(file: Path, place: KeyPlace | Path) -> Database:
    """Open the encrypted file, making it and its key when there is neither yet, and bring its tables up to date.

    Raises
    ------
    KeyMissingError, WrongKeyError
        when the file cannot be read with the key at hand.
    ConfigurationError
        when others can read the key, a change of the key was broken off, or the folder is not there and this account
        may not make it.
    StoreLockedError
        when another process has it open.
    SchemaError
        when a newer Mendline made it.
    """
    place = place if not isinstance(place, Path) else FileKey(path=place)
    make_own_folder(file.parent)
    check_no_change_under_way(place)
    key = key_for(file, place)
    with in_words_of_opening():
        lock = FileLock(file)
    try:
        writing = writing_engine(file, key)
        with in_words_of_opening(), writing.begin() as connection:
            upgrade(connection)
        writes = _SqliteWrites(writing, lock)
        writes.wipe()  # what an earlier server left in the log when it was cut off
        opened = partial(reading_engine, file, key)
        return Database(opened(), writes, opened)
    except BaseException:
        lock.release()
        raise


def open_postgresql(url: str) -> Database:
    """Open a PostgreSQL database and bring its tables up to date.

    Raises
    ------
    ConfigurationError
        when the server is on another machine and the way to it is not encrypted and checked.
    StoreError
        when the server does not answer or refuses, or this account may not make the tables that are missing.
    SchemaError
        when a newer Mendline made the tables.
    """
    check_way(url)
    opened = partial(create_engine, with_patience(url), pool_pre_ping=True)
    engine = opened()
    try:
        with in_words_of_opening(), engine.begin() as connection:
            upgrade(connection)
            prepare(connection)
    except ProgrammingError as error:
        engine.dispose()
        raise StoreError(f"The tables could not be brought up to date: {error.orig}. {BY_THE_OWNER}") from error
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, _PostgresqlWrites(engine), opened)
