"""A recording at rest: one encrypted file, in chunks, so that its sound is read without ever lying open on the disk.

The file is an SQLite database under SQLCipher, as the clinic's own: encryption, integrity of every page and torn writes
are its business. Its key is random, and lies beside it in a small file, wrapped by the clinic's key: changing that
key touches no sound.

Recordings of before have no such file; their key is derived from the clinic's. `adopt` gives them one of their own.
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
from fit.sealing import keep_key, kept_key, opens
from fit.sealing.in_chunks import InChunks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["CHUNK", "KEY", "adopt", "key_beside", "key_of", "listen", "make", "new_key", "opened", "read_alone"]

KEY = ".key"

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


def key_beside(file: Path) -> Path:
    """Where the key of a recording is, also of one that arrives."""
    return file.with_suffix(KEY)


def new_key(file: Path, clinic_key: str) -> str:
    """Make the key of a recording and keep it beside it."""
    return keep_key(key_beside(file), clinic_key).hex()


def key_of(file: Path, clinic_key: str) -> str:
    """Give the key of a recording (hexadecimal).

    Raises
    ------
    WrongKeyError
        when the clinic's key does not open it.
    """
    try:
        return kept_key(key_beside(file), clinic_key).hex()
    except FileNotFoundError:
        return _derived(clinic_key)


def _derived(clinic_key: str) -> str:
    """The key of a recording of before."""
    return hmac.new(bytes.fromhex(clinic_key), PURPOSE, hashlib.sha256).hexdigest()


def adopt(file: Path, clinic_key: str, new_clinic_key: str) -> None:
    """Give a recording of before a key of its own, unless it has one. It may be broken off anywhere and done again.

    Where the new clinic key opens its key already, an earlier try came that far.
    """
    beside = key_beside(file)
    if beside.exists() and opens(beside, new_clinic_key):
        return
    own = kept_key(beside, clinic_key) if beside.exists() else keep_key(beside, clinic_key)
    try:
        _connected(file, own.hex()).close()
    except WrongKeyError:
        connection = _connected(file, _derived(clinic_key))
        try:
            connection.execute(f"PRAGMA rekey = \"x'{own.hex()}'\"")
        finally:
            connection.close()


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


@contextmanager
def read_alone(file: Path, key: str) -> Iterator[None]:
    """Keep whoever writes into the file waiting: with the usual journal, a reader's lock does."""
    connection = _connected(file, key)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT state FROM about").fetchall()
        yield
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


class _Chunks(InChunks):
    """The chunks of a recording as one file."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        # their numbers go from nought to one less than there are: so they were written
        count = connection.execute("SELECT count(*) FROM chunk").fetchall()[0][0]
        super().__init__(chunk=CHUNK, count=count)

    def opened(self, number: int) -> bytes:
        found = self._connection.execute("SELECT content FROM chunk WHERE number = ?", (number,))
        content: bytes = found.fetchall()[0][0]
        return content

    def close(self) -> None:
        self._connection.close()
        super().close()
