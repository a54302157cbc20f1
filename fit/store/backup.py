"""A copy of the encrypted database, made beside the server that writes into it, and such a copy put to use.

SQLite's own way of copying (its backup interface) reads one moment of the database, page by page; SQLCipher opens each
page with the clinic's key and closes it with the copy's. In WAL mode a reader keeps no writer waiting.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from fit.errors import SchemaError, StoreError, WrongKeyError
from fit.sealing.header import OWNER_ONLY
from fit.store._sqlite import SHARED, connector, reading_engine, writing_engine
from fit.store.contents import contents_of
from fit.store.schema import revisions, upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from fit.store.contents import Contents

__all__ = [
    "asked",
    "bring_up_to_date",
    "check_schema",
    "copy_sqlite",
    "let_go",
    "opened_copy",
    "put_under_key",
    "whole",
]

T = TypeVar("T")
SEE = "See that the disk is well, and what mendline doctor says of the database."
ALL_PAGES = -1
"""In one step, so that what is written meanwhile does not let it begin anew."""
WHOLE = "ok"
BESIDE = ("-wal", "-shm", "-journal")


def copy_sqlite(file: Path, key: str, copy: Path, copy_key: str) -> Contents:
    """Copy one moment of the database under a key of the copy's own; returns what was in it at that moment.

    Raises
    ------
    StoreError
        when it cannot be read, or there is no room for the copy.
    """
    engine = reading_engine(file, key)
    try:
        with engine.connect() as connection:
            found = contents_of(connection)  # the first query of the transaction: from here on it sees this moment
            _copied(connection.connection.driver_connection, copy, copy_key)
            return found
    except (DBAPIError, sqlcipher.Error) as error:
        raise StoreError(f"The database could not be copied ({_in_words(error)}). {SEE}") from None
    finally:
        engine.dispose()


def asked(file: Path, key: str, question: Callable[[Connection], T]) -> T:
    """Ask a database of whatever schema, without changing it.

    Raises
    ------
    StoreError
        when it cannot be read with this key, or knows no answer.
    """
    engine = reading_engine(file, key)
    try:
        with engine.connect() as connection:
            return question(connection)
    except (DBAPIError, sqlcipher.Error) as error:
        raise StoreError(f"The database could not be read ({_in_words(error)}).") from None
    finally:
        engine.dispose()


def put_under_key(copy: Path, copy_key: str, file: Path, key: str) -> None:
    """Write a copy anew under the clinic's key, as the file that a server opens.

    Raises
    ------
    StoreError
        when it cannot be read, or there is no room.
    """
    source = connector(copy, copy_key, SHARED)()
    try:
        _copied(source, file, key)
    except sqlcipher.Error as error:
        raise StoreError(f"The database could not be written ({error}). See that there is room on the disk.") from None
    finally:
        source.close()


def _copied(source: Any, copy: Path, copy_key: str) -> None:
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
    target = connector(copy, copy_key, SHARED)()
    try:
        source.backup(target, pages=ALL_PAGES)
        target.execute("PRAGMA journal_mode = DELETE").fetchall()  # the copy is one file
    finally:
        target.close()
    with copy.open("rb") as written:
        os.fsync(written.fileno())


def _in_words(error: Exception) -> str:
    return str(getattr(error, "orig", error))


def let_go(copy: Path) -> None:
    """Take a copy away, with whatever lies beside it."""
    for one in (copy, *(copy.with_name(f"{copy.name}{end}") for end in BESIDE)):
        one.unlink(missing_ok=True)


def whole(copy: Path, copy_key: str) -> tuple[str, ...]:
    """What is wrong with the pages of a copy, in words; nothing when it is whole."""
    try:
        connection = connector(copy, copy_key, SHARED)()
    except WrongKeyError:
        return ("the database is no database, or its beginning is damaged",)
    try:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        found = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlcipher.DatabaseError as error:
        return (f"the database cannot be read ({error})",)
    finally:
        connection.close()
    if damaged:
        return (f"{len(damaged)} pages of the database are damaged",)
    return () if found == [(WHOLE,)] else ("the database is not whole in itself",)


@contextmanager
def opened_copy(copy: Path, copy_key: str) -> Iterator[Connection]:
    """Give a transaction on a copy that nobody else has; it is kept when all goes well."""
    engine = writing_engine(copy, copy_key)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def check_schema(schema: str) -> None:
    """Refuse what a newer Mendline made.

    Raises
    ------
    SchemaError
        when this one does not know the schema.
    """
    if schema not in revisions():
        raise SchemaError(
            f"The backup has schema {schema}; this Mendline knows up to {revisions()[-1]}. "
            "Install the Mendline that made it, or a newer one, and restore with that."
        )


def bring_up_to_date(connection: Connection) -> None:
    """Bring the tables of a restored database to this version."""
    upgrade(connection)
