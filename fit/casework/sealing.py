"""Small secrets that must be read again, sealed with a key of their own, which the clinic's key wraps.

A hash will not do for them: codes are made from them. So that whoever reads a database server's disk, or a backup
without the key, has nothing, they are encrypted (AES-GCM) and bound to what they belong to.
"""

from __future__ import annotations

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fit.casework._clinic_key import clinic_key
from fit.errors import StoreError
from fit.sealing import keep_key, kept_key

if TYPE_CHECKING:
    from pathlib import Path

    from fit.casework.settings import Settings

__all__ = ["key_file", "opened_seal", "sealed"]

FILE = "sign_in.key"
NONCE_BYTES = 12
OWNER_ONLY_FOLDER = 0o700


def sealed(settings: Settings, secret: str, *, belongs_to: str) -> str:
    """Encrypt a secret; it opens only for what it belongs to."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    closed = AESGCM(_key(settings)).encrypt(nonce, secret.encode(), belongs_to.encode())
    return urlsafe_b64encode(nonce + closed).decode()


def opened_seal(settings: Settings, kept: str, *, belongs_to: str) -> str:
    """Decrypt what `sealed` made.

    Raises
    ------
    StoreError
        when it was changed, belongs to something else, or was sealed with another key.
    """
    try:
        raw = urlsafe_b64decode(kept)
        return AESGCM(_key(settings)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], belongs_to.encode()).decode()
    except (InvalidTag, ValueError):
        raise StoreError(
            f"A secret does not open with {key_file(settings)}. Put the right file back, or let second factors be "
            "set up anew."
        ) from None


def key_file(settings: Settings) -> Path:
    """Where their key is kept, wrapped by the clinic's key: in the clinic's folder, and changed with that key."""
    return settings.folder / FILE


def _key(settings: Settings) -> bytes:
    file, key = key_file(settings), clinic_key(settings)
    if not file.exists():
        _make(file, key)
    return kept_key(file, key)


def _make(file: Path, key: str) -> None:
    """Make the key; it appears whole or not at all, and of two processes that make one at once the first wins."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    fresh = file.with_name(f"{FILE}.{secrets.token_hex(4)}")
    keep_key(fresh, key)
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
