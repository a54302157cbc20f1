"""Keys of records: 63-bit whole numbers in order of time, shown outside as short opaque text."""

from __future__ import annotations

import secrets
import threading
import time

from fit.errors import NotFoundError

__all__ = ["new_id", "read_id", "shown"]

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Base 32 without the letters that are taken for digits or for each other."""
LENGTH = 13
"""Characters: 13 of 5 bits hold 63 bits."""
EPOCH_MS = 1_577_836_800_000
"""Start of 2020; 41 bits of milliseconds last until 2089."""
CHANCE_BITS = 22
LARGEST_STEP = 64
"""Ids made within one millisecond lie a random step apart, so that one does not tell the next."""
LARGEST = (1 << 63) - 1
DIGIT = {letter: place for place, letter in enumerate(ALPHABET)}


class _Source:
    """Makes ids that only grow, also when the clock is set back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        now = time.time_ns() // 1_000_000 - EPOCH_MS
        fresh = (now << CHANCE_BITS) | secrets.randbits(CHANCE_BITS - 1)
        with self._lock:
            self._last = max(fresh, self._last + 1 + secrets.randbelow(LARGEST_STEP))
            return self._last


_source = _Source()


def new_id() -> int:
    """Make the key of a new record; later ones are larger."""
    return _source.next()


def shown(key: int) -> str:
    """Write a key as opaque text, for addresses and pages."""
    return "".join(ALPHABET[(key >> (5 * place)) & 31] for place in reversed(range(LENGTH)))


def read_id(text: str) -> int:
    """Read back the key from its text.

    Raises
    ------
    NotFoundError
        when the text is no id; it is the same answer as for a record that is not there.
    """
    if len(text) != LENGTH or not all(letter in DIGIT for letter in text):
        raise NotFoundError("There is no record of that id. Open it from a list.")
    key = 0
    for letter in text:
        key = key << 5 | DIGIT[letter]
    if key > LARGEST:
        raise NotFoundError("There is no record of that id. Open it from a list.")
    return key
