"""Work that goes on in threads of this process: of each kind one piece at a time, none after the clinic is closed."""

from __future__ import annotations

import logging
from threading import Event, Lock, Thread
from traceback import extract_tb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["UnderWay", "in_short"]

PLACES = 4
"""Of the code, that are told."""
log = logging.getLogger(__name__)


class UnderWay:
    """What is under way, by kind; each piece is told how it learns that it must end."""

    def __init__(self) -> None:
        self._stopping = Event()
        self._threads: dict[str, Thread] = {}
        self._once_more: set[str] = set()
        self._known = Lock()

    def begin(self, kind: str, work: Callable[[Event], None]) -> None:
        """Begin to work; what is under way already is done once more afterwards, as it may be past what is new."""
        with self._known:
            if self._stopping.is_set():
                return
            if kind in self._threads:
                self._once_more.add(kind)
                return
            thread = Thread(target=self._do, args=(kind, work), name=kind, daemon=True)
            thread.start()
            self._threads[kind] = thread

    def stop(self) -> None:
        """Let each piece end, and wait until it has; nothing is begun any more."""
        self._stopping.set()
        with self._known:
            threads = list(self._threads.values())
        for thread in threads:
            thread.join()

    def _do(self, kind: str, work: Callable[[Event], None]) -> None:
        while True:
            try:
                work(self._stopping)
            except Exception as error:  # noqa: BLE001  nobody waits for it here; its own words may be a client's
                log.warning("%s: broken off by %s", kind, in_short(error))
            with self._known:
                if kind not in self._once_more or self._stopping.is_set():
                    del self._threads[kind]
                    return
                self._once_more.discard(kind)


def in_short(error: BaseException) -> str:
    """The name of an error, and the last places in the code that led to it."""
    places = [f"{one.filename.rpartition('/')[2]}:{one.lineno}" for one in extract_tb(error.__traceback__)]
    return " < ".join([type(error).__name__, *reversed(places[-PLACES:])])
