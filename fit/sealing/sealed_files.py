"""Files whose content is sealed in chunks: read and written piece by piece, never open on the disk.

Each chunk is sealed by AES-256-GCM under the file's own key; its nonce is the chunk's number and whether it is the last
one. So a chunk that was changed, moved, left out or put in twice does not open, and a file that was cut short, at the
edge of a chunk too, is found out when it is opened.
"""

from __future__ import annotations

import io
import os
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fit.errors import InputError, SealBrokenError
from fit.sealing.header import (
    HEAD_BYTES,
    KEY_BYTES,
    NONCE_BYTES,
    OWNER_ONLY,
    TAG_BYTES,
    new_head,
    read_head,
    sync_folder,
)
from fit.sealing.in_chunks import InChunks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["open_sealed", "sealed_file", "unseal"]

COUNTER_BYTES = NONCE_BYTES - 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(COUNTER_BYTES) + bytes([last])


class _Writer(io.RawIOBase):
    """Seals what is written; the last chunk is held back until it is known to be the last."""

    def __init__(self, file: BinaryIO, clinic_key: str) -> None:
        super().__init__()
        own = secrets.token_bytes(KEY_BYTES)
        head = new_head(clinic_key, own)
        self._file, self._cipher, self._head = file, AESGCM(own), head
        self._held = bytearray()
        self._number = self._length = 0
        file.write(head.raw)

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._length

    def write(self, content: Any) -> int:
        self._held += content
        size = memoryview(content).nbytes
        self._length += size
        while len(self._held) > self._head.chunk:
            self._seal(self._head.chunk, last=False)
        return size

    def finish(self) -> None:
        """Seal the last chunk; a file without it is no whole file."""
        self._seal(len(self._held), last=True)

    def _seal(self, size: int, *, last: bool) -> None:
        plain = bytes(self._held[:size])
        del self._held[:size]
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), plain, self._head.fixed))
        self._number += 1


class _Reader(InChunks):
    """Opens one chunk at a time, wherever it is asked to read."""

    def __init__(self, file: BinaryIO, clinic_key: str, name: str) -> None:
        self._file, self._name = file, name
        self._head = read_head(file, name)
        self._cipher = AESGCM(self._head.own_key(clinic_key, name))
        self._whole = self._head.chunk + TAG_BYTES
        sealed = file.seek(0, io.SEEK_END) - HEAD_BYTES
        self._count = max(1, -(-sealed // self._whole))
        super().__init__(chunk=self._head.chunk, count=self._count)

    def opened(self, number: int) -> bytes:
        self._file.seek(HEAD_BYTES + number * self._whole)
        sealed = self._file.read(self._whole)
        nonce = _nonce(number, last=number == self._count - 1)
        try:
            return self._cipher.decrypt(nonce, sealed, self._head.fixed)
        except InvalidTag:
            raise SealBrokenError(
                f"{self._name} is not as it was sealed: part {number + 1} was changed, moved or lost, or the file "
                "was cut short. Use another copy."
            ) from None

    def close(self) -> None:
        self._file.close()
        super().close()


def open_sealed(path: Path, clinic_key: str) -> BinaryIO:
    """Open a sealed file for reading and seeking; a chunk at a time is opened, in memory alone.

    Raises
    ------
    WrongKeyError
        when another clinic key wrapped its key.
    SealBrokenError
        when it is no sealed file or was cut short; while reading, when a chunk was changed or moved.
    """
    file = path.open("rb")
    try:
        return io.BufferedReader(_Reader(file, clinic_key, path.name))
    except BaseException:
        file.close()
        raise


@contextmanager
def sealed_file(path: Path, clinic_key: str) -> Iterator[BinaryIO]:
    """Write a sealed file that appears only when it is whole, for its owner alone.

    Raises
    ------
    InputError
        when nothing can be written there.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except OSError as wrong:
        raise InputError(f"{path}: cannot be written ({wrong.strerror}). Choose another place.") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            writer = _Writer(file, clinic_key)
            yield cast("BinaryIO", writer)
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def unseal(path: Path, clinic_key: str, out: BinaryIO) -> None:
    """Copy the content of a sealed file in plain; whoever asks answers for where it goes."""
    with open_sealed(path, clinic_key) as file:
        shutil.copyfileobj(file, out)
