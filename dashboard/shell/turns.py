"""A few pages are drawn at a time, in the order in which they were asked for.

Python does one thing at a time. Forty pages drawn at once hand it back and forth with every element, which takes many
times as long as drawing them one after the other.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["in_turn"]

AT_ONCE: Final = 2
"""One is drawn while another waits for the database."""
PATIENCE_S: Final = 10.0
"""Then a page is drawn all the same: those before it may be waiting for something long."""

_turns = BoundedSemaphore(AT_ONCE)
"""Whoever came first is let in first."""


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait for one's turn, not longer than `PATIENCE_S`, and give it back."""
    has_turn = _turns.acquire(timeout=PATIENCE_S)
    try:
        yield
    finally:
        if has_turn:
            _turns.release()
