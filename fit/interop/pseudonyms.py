"""Salted numbers instead of keys, and days moved by whole weeks that only the clinic's salt tells."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fit.errors import InputError

__all__ = ["Pseudonyms", "yearless_shift"]

LENGTH: Final = 16
"""Hexadecimal digits of a number: 64 bits; among a million, two are alike once in 37 million extracts."""
LEAST_BYTES: Final = 16
FEWEST_WEEKS, PLACES = 4, 52
"""[weeks] Days go back by 4 to 55 weeks: never to themselves or the month before, never into the future."""
YEARLESS: Final = date(2000, 1, 3)
"""A Monday: the week in which the days of an episode begin whose year is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudonyms:
    """What one clinic's salt makes of keys and days: always the same, and nothing to anybody without the salt."""

    salt: bytes
    clinic_id: int

    def __post_init__(self) -> None:
        if len(self.salt) < LEAST_BYTES:
            raise InputError(f"A salt of {len(self.salt)} bytes can be guessed. Give at least {LEAST_BYTES}.")

    def number(self, kind: str, key: int | str) -> str:
        """The number that stands for a record of this kind."""
        return self._hash(kind, key).hex()[:LENGTH]

    def shift(self, client_id: int) -> timedelta:
        """By how much every day of a client goes back."""
        weeks = FEWEST_WEEKS + int.from_bytes(self._hash("weeks", client_id)[:8]) % PLACES
        return timedelta(weeks=-weeks)

    def _hash(self, kind: str, key: int | str) -> bytes:
        return hmac.digest(self.salt, f"{kind}:{self.clinic_id}:{key}".encode(), hashlib.sha256)


def yearless_shift(first: date) -> timedelta:
    """By how much the days of an episode move whose year is not told, so that all such begin in the same week."""
    return YEARLESS - (first - timedelta(days=first.weekday()))
