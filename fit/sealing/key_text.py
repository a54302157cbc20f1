"""What a key is: 32 random bytes, told in hexadecimal."""

from __future__ import annotations

import re
import secrets

from fit.errors import WrongKeyError
from fit.sealing.header import key_id

KEY_BYTES = 32
HEXADECIMAL = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}")
HOLDS_NO_KEY = f"holds no key of {KEY_BYTES} bytes in hexadecimal"


def new_key() -> str:
    """Make a random key, in hexadecimal."""
    return secrets.token_hex(KEY_BYTES)


def fingerprint(clinic_key: str) -> str:
    """Name a key without telling it, to see which copy belongs to which backup."""
    return key_id(clinic_key).hex()


def checked_key(text: str, where: str, remedy: str) -> str:
    """Read a key; where it was, and what to do, is said when it is none.

    Raises
    ------
    WrongKeyError
        when it is none.
    """
    key = text.strip()
    if not HEXADECIMAL.fullmatch(key):
        raise WrongKeyError(f"{where} {HOLDS_NO_KEY}. {remedy}")
    return key
