"""A recording at rest: one encrypted file, in chunks, so that its sound is read without ever lying open on the disk.

The file is an SQLite database under SQLCipher, as the clinic's own: encryption, integrity of every page and torn writes
are its business. Its key is derived from the clinic's key, so that the two never encrypt alike.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher

from fit.errors import ConflictError, NotFoundError, WrongKeyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["CHUNK", "key_of", "listen", "make", "opened"]

PURPOSE = b"mendline recordings 1"
CHUNK = 1 << 20
PAGE = 65_536
# The largest page: sound is read in long pieces (measured: 340 MB/s against 150 with the usual 4,096 bytes).
BUSY_S = 30
OWNER_ONLY = 0o600

SCHEMA = (
    "CREATE TABLE chunk (number INTEGER PRIMARY KEY, content BLOB NOT NULL)",
    "CREATE TABLE stretch (number INTEGER PRIMARY KEY, line TEXT NOT NULL)",
    """CREATE TABLE about (state TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0, length INTEGER,
        kind TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
        made_for TEXT NOT NULL DEFAULT '', heard TEXT)""",
)


def key_of(clinic_key: str) -> str:
    """Derive the key of recordings from the clinic's key (hexadecimal)."""
    return hmac.new(bytes.fromhex(clinic_key), PURPOSE, hashlib.sha256).hexdigest()


def make(file: Path, key: str, stream: BinaryIO, *, state: str, largest: int) -> None:
    """Take in a recording; the file must not be there yet.

    Raises
    ------
    ConflictError
        when it is longer than `largest` bytes: nothing is kept that could be taken for the whole.
    """
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
    with opened(file, key) as connection:
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO about (state) VALUES (?)", (state,))
        for number, content in enumerate(iter(lambda: stream.read(CHUNK), b"")):
            if number * CHUNK + len(content) > largest:
                raise ConflictError(f"The recording is larger than {largest >> 20} MB. Save it as MP3 or M4A first.")
            connection.execute("INSERT INTO chunk VALUES (?, ?)", (number, content))


@contextmanager
def opened(file: Path, key: str) -> Iterator[Any]:
    """Open it for one transaction.

    Raises
    ------
    NotFoundError
        when it was erased.
    WrongKeyError
        when the key does not open it.
    """
    connection = _connected(file, key)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


def listen(file: Path, key: str) -> BinaryIO:
    """Open the sound for reading and seeking; it is decrypted as it is read."""
    return io.BufferedReader(_Chunks(_connected(file, key)), buffer_size=CHUNK)


def _connected(file: Path, key: str) -> Any:
    try:  # mode=rw: a recording that was just erased must not come back as an empty file
        connection = sqlcipher.connect(
            f"{file.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_S,
            check_same_thread=False,
            isolation_level=None,
        )
    except sqlcipher.OperationalError:
        raise NotFoundError("This recording is not there any more.") from None
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute(f"PRAGMA cipher_page_size = {PAGE}")
    try:
        for pragma in ("temp_store = MEMORY", "secure_delete = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlcipher.DatabaseError:
        connection.close()
        raise WrongKeyError(
            "The key does not open a recording. Use the key file that it was made with (MENDLINE_KEY_FILE)."
        ) from None
    return connection


class _Chunks(io.RawIOBase):
    """The chunks of a recording as one file."""

    def __init__(self, connection: Any) -> None:
        super().__init__()
        self._connection = connection
        self._at = 0
        self._cached = (-1, b"")
        rows = connection.execute("SELECT count(*), max(number) FROM chunk").fetchall()
        self._size = (rows[0][0] - 1) * CHUNK + len(self._chunk(rows[0][1])) if rows[0][0] else 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        number, offset = divmod(self._at, CHUNK)
        content = self._chunk(number)[offset : offset + len(buffer)]
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)

    def close(self) -> None:
        self._connection.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._cached[0] != number:
            rows = self._connection.execute("SELECT content FROM chunk WHERE number = ?", (number,)).fetchall()
            self._cached = (number, rows[0][0])
        return self._cached[1]
