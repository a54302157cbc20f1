"""The key of an encrypted database: 32 random bytes in a file that only the owner reads."""

from __future__ import annotations

import os
import re
import secrets
from typing import TYPE_CHECKING

from fit.errors import KeyMissingError, WrongKeyError

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32
OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700
HEXADECIMAL = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}")


def key_for(database: Path, key_file: Path) -> str:
    """Read the key of a database, or make one when neither exists yet.

    Raises
    ------
    KeyMissingError
        when there is a database but no key file.
    WrongKeyError
        when the key file holds no key.
    """
    if key_file.exists():
        return _read(key_file)
    if database.exists():
        raise KeyMissingError(
            f"{database} is encrypted and its key file {key_file} is not there. "
            "Put the key file back, or name its place in MENDLINE_KEY_FILE. Without it nobody can read the data."
        )
    return _make(key_file)


def _read(key_file: Path) -> str:
    key = key_file.read_text(encoding="ascii", errors="replace").strip()
    if not HEXADECIMAL.fullmatch(key):
        raise WrongKeyError(f"{key_file} holds no key of {KEY_BYTES} bytes in hexadecimal. Restore it from your copy.")
    return key


def _make(key_file: Path) -> str:
    key_file.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    key = secrets.token_hex(KEY_BYTES)
    descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key
