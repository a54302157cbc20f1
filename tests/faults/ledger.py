"""What was sent, and what was acknowledged: kept by the harness, apart from the server that is killed."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """What a clinician did."""

    NOTE = "note"
    CONSENT = "consent"
    ALERT = "alert step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that a clinician did and was told that it is done, and by what it is found again."""

    kind: Kind
    mark: str


@dataclass(slots=True, kw_only=True)
class Ledger:
    """Everything that was sent in this run. Threads write to it, the checks read it."""

    sent: dict[str, int] = field(default_factory=dict)
    """By idempotency key the total that the marks add up to [tenths]."""
    acknowledged: set[str] = field(default_factory=set)
    resent: set[str] = field(default_factory=set)
    turned_away: dict[str, int] = field(default_factory=dict)
    """Ratings that were answered in a way that makes a tablet forget them, with the status."""
    deeds: list[Deed] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    """How often what came of a try."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, key: str, tenths: int) -> None:
        with self._lock:
            if key in self.sent:
                self.resent.add(key)
            self.sent[key] = tenths

    def acknowledge(self, key: str) -> None:
        with self._lock:
            self.acknowledged.add(key)

    def turn_away(self, key: str, status: int) -> None:
        with self._lock:
            self.turned_away[key] = status

    def done(self, kind: Kind, mark: str) -> None:
        with self._lock:
            self.deeds.append(Deed(kind=kind, mark=mark))

    def note(self, answer: str) -> None:
        with self._lock:
            self.answers[answer] += 1


class Gate:
    """Lets the load go on, or holds it: nobody is under way while the database is looked at."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._open = self._over = False
        self._under_way = 0

    @contextmanager
    def passing(self) -> Iterator[bool]:
        """Wait until the gate is open; False: it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._open or self._over)
            self._under_way += 1
            going_on = not self._over
        try:
            yield going_on
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    @property
    def is_open(self) -> bool:
        return self._open and not self._over

    def open(self) -> None:
        with self._changed:
            self._open = True
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._open = False

    def wait_until_still(self, limit_s: float) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: not self._under_way, limit_s):
                raise RuntimeError("the load did not come to rest; a request hangs")

    def end(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()
