"""An answer that costs something is worked out once for everybody who asks within a second, and never twice at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

__all__ = ["OneAtATime"]

T = TypeVar("T")

FRESH_S: Final = 1.0
"""Who asks more often gets the same answer: asking cannot load the machine."""
LONGEST_S: Final = 3.0
"""Whoever watches waits about five seconds for an answer; a disk that takes longer than this is no answer."""


class OneAtATime(Generic[T]):
    """Gives the answer of `work`, at most a second old; `late` when it takes too long."""

    def __init__(
        self,
        work: Callable[[], T],
        *,
        late: T,
        longest_s: float = LONGEST_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.work, self.late, self.longest_s, self.clock = work, late, longest_s, clock
        self.lock = Lock()
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="operator")
        self.asked: Future[T] | None = None
        self.asked_at = 0.0

    def __call__(self) -> T:
        """Return the answer, also of a question that somebody else asked meanwhile."""
        try:
            return self._asked().result(self.longest_s)
        except TimeoutError:
            return self.late

    def _asked(self) -> Future[T]:
        with self.lock:
            is_old = self.asked is not None and self.asked.done() and self.clock() - self.asked_at >= FRESH_S
            if self.asked is None or is_old:
                self.asked, self.asked_at = self.worker.submit(self.work), self.clock()
            return self.asked
