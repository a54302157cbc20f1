"""A new key for the encrypted database: written whole beside the old file, looked through, and put in its place."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher

from fit.errors import StoreError, WrongKeyError
from fit.sealing.header import OWNER_ONLY, sync_folder
from fit.store._lock_file import FileLock
from fit.store._sqlite import SHARED, connector

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["could_open", "held", "opens_with", "rekey"]

NEXT = ".next"
WHOLE = "ok"


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Keep every server away from the database.

    Raises
    ------
    StoreLockedError
        when one has it open.
    """
    lock = FileLock(file)
    try:
        yield
    finally:
        lock.release()


def opens_with(file: Path, key: str) -> bool:
    """Whether this key opens the database."""
    try:
        connector(file, key, SHARED)().close()
    except WrongKeyError:
        return False
    return True


def could_open(file: Path, key: str) -> bool:
    """Whether the encrypted file could be opened anew by this key; not when it is damaged at its beginning either."""
    try:
        connector(file, key, SHARED)().close()
    except (WrongKeyError, sqlcipher.Error):
        return False
    return True


def rekey(file: Path, key: str, new_key: str) -> None:
    """Encrypt the database anew by another key; until the last moment the old file is there as it was.

    Needs as much free disk as the database is large. Whoever calls has seen to it that nobody else has it open.

    Raises
    ------
    StoreError
        when the new file is not whole: the old one stays.
    """
    fresh = file.with_name(f"{file.name}{NEXT}")
    _cleared(fresh)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
    connection = connector(file, key, SHARED)()
    try:
        # the log is taken over and goes: left beside a new file, it would be taken for that file's own
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        connection.execute(f"ATTACH DATABASE ? AS next KEY \"x'{new_key}'\"", (str(fresh),))
        connection.execute("SELECT sqlcipher_export('next')").fetchall()
        connection.execute("DETACH DATABASE next")
        _check(connection, fresh, new_key)
    finally:
        connection.close()
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    fresh.replace(file)
    sync_folder(file.parent)


def _cleared(fresh: Path) -> None:
    """Take away what an earlier try left."""
    for beside in (fresh, *(fresh.with_name(f"{fresh.name}-{end}") for end in ("journal", "wal", "shm"))):
        beside.unlink(missing_ok=True)


def _check(old: Any, fresh: Path, new_key: str) -> None:
    new = connector(fresh, new_key, SHARED)()
    try:
        damaged = new.execute("PRAGMA cipher_integrity_check").fetchall()
        found = new.execute("PRAGMA integrity_check").fetchall()
        same = _counts(old) == _counts(new)
    except sqlcipher.DatabaseError as error:
        raise StoreError(
            f"The database under the new key cannot be read ({error}). The old one is as it was."
        ) from None
    finally:
        new.close()
    if damaged or found != [(WHOLE,)] or not same:
        raise StoreError(
            "The database under the new key is not whole. The old one is as it was; see that disk is well."
        )


def _counts(connection: Any) -> dict[str, int]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608  our own names  # nosec B608
