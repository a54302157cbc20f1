"""Pieces of work that go on in threads of this process: one at a time, each once, none after the clinic is closed."""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["UnderWay"]


class UnderWay:
    """What is under way, by number; each piece is told how it learns that it must end."""

    def __init__(self) -> None:
        self._stopping = Event()
        self._threads: dict[int, Thread] = {}
        self._known, self._turn = Lock(), Lock()

    def begin(self, number: int, work: Callable[[Event], None]) -> None:
        """Begin a piece when its turn has come; one of that number that is under way goes on instead."""
        with self._known:
            if number in self._threads or self._stopping.is_set():
                return
            thread = Thread(target=self._do, args=(number, work), name=f"under way {number}", daemon=True)
            self._threads[number] = thread
            thread.start()

    def stop(self) -> None:
        """Let each piece end, and wait until it has; nothing is begun any more."""
        self._stopping.set()
        with self._known:
            threads = list(self._threads.values())
        for thread in threads:
            thread.join()

    def _do(self, number: int, work: Callable[[Event], None]) -> None:
        try:
            with self._turn:
                if not self._stopping.is_set():
                    work(self._stopping)
        finally:
            with self._known:
                del self._threads[number]
