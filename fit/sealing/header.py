"""The head of a sealed file: its own key, wrapped by the clinic's key in one of two places.

Two places, so that a new clinic key is written beside the old one and the old one is wiped later: at every moment of a
change, also when it is broken off, one of the two keys opens the file. A file that is nothing but a head keeps the key
of something else: that of a recording, the salt of extracts.

Layout, 168 bytes: magic (8), version (1), kind (1), two zero bytes, size of a chunk (4, big-endian), id (16), then
twice: which clinic key (8), nonce (12), the wrapped key with its tag (48). All before the two places is
authenticated with the key.
"""

from __future__ import annotations

import os
import secrets
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fit.errors import SealBrokenError, WrongKeyError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

__all__ = [
    "CHUNK",
    "HEAD_BYTES",
    "OWNER_ONLY",
    "Head",
    "drop_other_wraps",
    "is_sealed",
    "keep_key",
    "kept_key",
    "key_id",
    "keys_of",
    "new_head",
    "opens",
    "read_head",
    "sync_folder",
    "wrap_for",
]

MAGIC, VERSION = b"MENDSEAL", 1
CONTENT, KEY_ALONE = 1, 2
CHUNK = 1 << 16
"""[bytes] Of plain content in one chunk: read and written with no more than this in memory."""
KEY_BYTES, NONCE_BYTES, TAG_BYTES, ID_BYTES = 32, 12, 16, 16
BEFORE = struct.Struct(f">8sBB2xI{ID_BYTES}s")
PLACE = struct.Struct(f">8s{NONCE_BYTES}s{KEY_BYTES + TAG_BYTES}s")
PLACES = 2
HEAD_BYTES = BEFORE.size + PLACES * PLACE.size
FREE = bytes(PLACE.size)
OWNER_ONLY = 0o600
PURPOSE = b"mendline file keys 1"
NAMING = b"mendline key id 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands before the content: the file's own key is known only to who has the clinic's."""

    fixed: bytes
    places: tuple[bytes, ...]

    @property
    def chunk(self) -> int:
        """[bytes] Of plain content in one chunk."""
        return int(BEFORE.unpack(self.fixed)[3])

    @property
    def raw(self) -> bytes:
        """As it is written."""
        return self.fixed + b"".join(self.places)

    def own_key(self, clinic_key: str, name: str) -> bytes:
        """Unwrap the file's own key.

        Raises
        ------
        WrongKeyError
            when another clinic key wrapped it.
        """
        for place in self.places:
            if (own := _unwrapped(place, self.fixed, clinic_key)) is not None:
                return own
        raise WrongKeyError(
            f"The clinic's key does not open {name}. Use the key that it was made with (docs/data_at_rest.md)."
        )


def key_id(clinic_key: str) -> bytes:
    """Name a clinic key without telling it: the same key has the same name everywhere."""
    return _derived(clinic_key, NAMING)[:8]


def _derived(clinic_key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(bytes.fromhex(clinic_key))


def _wrapped(own: bytes, fixed: bytes, clinic_key: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_derived(clinic_key, PURPOSE)).encrypt(nonce, own, fixed)
    return PLACE.pack(key_id(clinic_key), nonce, sealed)


def _unwrapped(place: bytes, fixed: bytes, clinic_key: str) -> bytes | None:
    """The key; None when this place is free, another key's, or was torn while it was written."""
    named, nonce, sealed = PLACE.unpack(place)
    if named != key_id(clinic_key):
        return None
    try:
        return AESGCM(_derived(clinic_key, PURPOSE)).decrypt(nonce, sealed, fixed)
    except InvalidTag:
        return None


def new_head(clinic_key: str, own: bytes, *, kind: int = CONTENT) -> Head:
    """Make the head of a new file with this key."""
    fixed = BEFORE.pack(MAGIC, VERSION, kind, CHUNK, secrets.token_bytes(ID_BYTES))
    return Head(fixed=fixed, places=(_wrapped(own, fixed, clinic_key), FREE))


def read_head(file: BinaryIO, name: str) -> Head:
    """Read the head of an opened file.

    Raises
    ------
    SealBrokenError
        when it is no sealed file, or one of a newer Mendline.
    """
    file.seek(0)
    raw = file.read(HEAD_BYTES)
    if len(raw) < HEAD_BYTES or not raw.startswith(MAGIC):
        raise SealBrokenError(f"{name} is no sealed file of Mendline, or its beginning is lost. Use another copy.")
    if raw[len(MAGIC)] != VERSION:
        raise SealBrokenError(f"{name} was sealed by a newer Mendline (format {raw[len(MAGIC)]}). Install that one.")
    fixed, rest = raw[: BEFORE.size], raw[BEFORE.size :]
    return Head(fixed=fixed, places=tuple(rest[at : at + PLACE.size] for at in range(0, len(rest), PLACE.size)))


def is_sealed(path: Path) -> bool:
    """Whether this is a sealed file, by its beginning."""
    with path.open("rb") as file:
        raw = file.read(HEAD_BYTES)
    return raw.startswith(MAGIC) and len(raw) == HEAD_BYTES


def opens(path: Path, clinic_key: str) -> bool:
    """Whether this clinic key opens the file."""
    with path.open("rb") as file:
        head = read_head(file, path.name)
    return any(_unwrapped(place, head.fixed, clinic_key) is not None for place in head.places)


def keys_of(path: Path) -> tuple[str, ...]:
    """Name the clinic keys that open the file, as `fingerprint` does: one, or two while the key is changed.

    Raises
    ------
    SealBrokenError
        when it is no sealed file.
    """
    with path.open("rb") as file:
        head = read_head(file, path.name)
    return tuple(PLACE.unpack(place)[0].hex() for place in head.places if place != FREE)


def wrap_for(path: Path, clinic_key: str, new_clinic_key: str) -> None:
    """Let a second clinic key open the file too; nothing happens when it does already.

    Raises
    ------
    WrongKeyError
        when the first key does not open it.
    """
    with path.open("r+b") as file:
        head = read_head(file, path.name)
        if any(_unwrapped(place, head.fixed, new_clinic_key) is not None for place in head.places):
            return
        own = head.own_key(clinic_key, path.name)
        used = next(at for at, place in enumerate(head.places) if _unwrapped(place, head.fixed, clinic_key) == own)
        _write_place(file, 1 - used, _wrapped(own, head.fixed, new_clinic_key))


def drop_other_wraps(path: Path, clinic_key: str) -> None:
    """Let this clinic key alone open the file from now on.

    Raises
    ------
    WrongKeyError
        when it does not open it: nothing is dropped.
    """
    with path.open("r+b") as file:
        head = read_head(file, path.name)
        head.own_key(clinic_key, path.name)
        for at, place in enumerate(head.places):
            if place != FREE and _unwrapped(place, head.fixed, clinic_key) is None:
                _write_place(file, at, FREE)


def _write_place(file: BinaryIO, at: int, place: bytes) -> None:
    file.seek(BEFORE.size + at * PLACE.size)
    file.write(place)
    file.flush()
    os.fsync(file.fileno())


def keep_key(path: Path, clinic_key: str, own: bytes | None = None) -> bytes:
    """Make a file that keeps a key, a random one unless it is given."""
    own = secrets.token_bytes(KEY_BYTES) if own is None else own
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(new_head(clinic_key, own, kind=KEY_ALONE).raw)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
        sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return own


def kept_key(path: Path, clinic_key: str) -> bytes:
    """Give the key that a file keeps.

    Raises
    ------
    WrongKeyError
        when the clinic's key does not open it.
    """
    with path.open("rb") as file:
        return read_head(file, path.name).own_key(clinic_key, path.name)


def sync_folder(folder: Path) -> None:
    """See to it that names in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
