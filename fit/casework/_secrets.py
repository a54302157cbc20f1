"""Passphrases, PINs and tokens: how they are made, kept and compared."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from threading import BoundedSemaphore
from unicodedata import decimal

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from fit.casework._passphrases import LONGEST, check_passphrase, normalized
from fit.errors import InputError
from fit.store.ids import LENGTH, read_id, shown

__all__ = [
    "ascii_digits",
    "check_passphrase",
    "check_pin",
    "clinic_of",
    "hashed",
    "hashed_code",
    "matches",
    "new_first_passphrase",
    "new_recovery_codes",
    "new_token",
    "renewed",
    "token_hash",
]

PIN_LENGTHS = range(4, 13)
TOKEN_BYTES = 32
RECOVERY_CODES, GROUPS, GROUP = 10, 4, 4
SALT_BYTES = 16
AT_ONCE = BoundedSemaphore(2)
"""argon2 takes 64 MB and both cores for a moment: a crowd at the door must not fill the machine."""

_hasher = PasswordHasher()


def hashed(secret: str) -> str:
    """Hash a passphrase or PIN for keeping (argon2id)."""
    with AT_ONCE:
        return _hasher.hash(normalized(secret))


@cache
def _nobodys(_hasher: PasswordHasher) -> str:
    """Hash what nobody has, with as much work as this hasher does for everybody; kept for each hasher."""
    return hashed(secrets.token_urlsafe(TOKEN_BYTES))


def matches(secret: str, kept: str | None) -> bool:
    """Compare with what is kept; takes as long when there is nothing to compare with, or too much was typed."""
    typed = normalized(secret)
    against = kept if len(typed) <= LONGEST else None
    compared = against or _nobodys(_hasher)
    with AT_ONCE:
        try:
            _hasher.verify(compared, typed[:LONGEST])
        except VerifyMismatchError:
            return False
    return against is not None


def renewed(secret: str, kept: str) -> str | None:
    """Hash a passphrase anew that is right, when what is kept was hashed with less work than today; else None."""
    return hashed(secret) if _hasher.check_needs_rehash(kept) else None


def hashed_code(code: str, salt: str) -> str:
    """Hash a recovery code with its owner's salt: found among all of theirs by hashing once what was typed."""
    with AT_ONCE:
        return _hasher.hash(code, salt=bytes.fromhex(salt))


def new_recovery_codes() -> tuple[str, ...]:
    """Make recovery codes: 80 bits each, in groups that can be read out and typed."""
    return tuple(_in_groups() for _ in range(RECOVERY_CODES))


def new_first_passphrase() -> str:
    """Make a passphrase to be handed over: 80 bits in groups that can be read out, written down and typed."""
    return _in_groups()


def _in_groups() -> str:
    return "-".join(shown(secrets.randbits(63))[-GROUP:] for _ in range(GROUPS))


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
    # a cookie may hold anything: what is no text is no token either, and finds nothing
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
