"""Passphrases, PINs and tokens: how they are made, kept and compared."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from threading import BoundedSemaphore
from unicodedata import decimal

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from fit.errors import InputError
from fit.store.ids import LENGTH, read_id, shown

SHORTEST_PASSPHRASE = 12
LONGEST_PASSPHRASE = 256
PIN_LENGTHS = range(4, 13)
TOKEN_BYTES = 32
AT_ONCE = BoundedSemaphore(2)
"""argon2 takes 64 MB and both cores for a moment: a crowd at the door must not fill the machine."""

_hasher = PasswordHasher()


def hashed(secret: str) -> str:
    """Hash a passphrase or PIN for keeping (argon2id)."""
    with AT_ONCE:
        return _hasher.hash(secret)


@cache
def _nobodys() -> str:
    return hashed(secrets.token_urlsafe(TOKEN_BYTES))


def matches(secret: str, kept: str | None) -> bool:
    """Compare with what is kept; takes as long when there is nothing to compare with."""
    against = kept or _nobodys()
    with AT_ONCE:
        try:
            _hasher.verify(against, secret[:LONGEST_PASSPHRASE])
        except VerifyMismatchError:
            return False
    return kept is not None


def check_passphrase(passphrase: str) -> str:
    """Return a passphrase that is long enough.

    Raises
    ------
    InputError
        when it is too short or too long.
    """
    if not SHORTEST_PASSPHRASE <= len(passphrase) <= LONGEST_PASSPHRASE:
        raise InputError(
            f"A passphrase has {SHORTEST_PASSPHRASE} to {LONGEST_PASSPHRASE} characters. Four words make a good one."
        )
    return passphrase


def check_pin(pin: str) -> str:
    """Return a PIN of digits.

    Raises
    ------
    InputError
        when it is not 4 to 12 digits.
    """
    if not (pin.isascii() and pin.isdigit() and len(pin) in PIN_LENGTHS):
        raise InputError(
            f"A PIN has {PIN_LENGTHS.start} to {PIN_LENGTHS.stop - 1} digits. Choose one that only you know."
        )
    return pin


def ascii_digits(text: str) -> str:
    """Return the digits of a text, in whatever script they were typed, as 0 to 9; all else is left out."""
    return "".join(str(decimal(letter)) for letter in text if letter.isdecimal())


def new_token(clinic_id: int) -> str:
    """Make a token that names its clinic and cannot be guessed."""
    return shown(clinic_id) + secrets.token_urlsafe(TOKEN_BYTES)


def clinic_of(token: str) -> int:
    """The clinic that a token names.

    Raises
    ------
    NotFoundError
        when it is no token.
    """
    return read_id(token[:LENGTH])


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
