"""Telling how far a long piece of work is, in the thread of whoever asked for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Told the share that is done, from 0 to 1, and what is being done."""


def nobody_asks(share: float, doing: str) -> None:
    """For work whose progress nobody wants to know."""


class Relay:
    """Takes news from the thread that works and passes them on in the thread that waits."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._waiting = threading.current_thread()
        self._news: tuple[float, str] | None = None

    def tell(self, share: float, doing: str) -> None:
        """Take news, from any thread."""
        self._news = (share, doing)
        if threading.current_thread() is self._waiting:
            self.pass_on()

    def pass_on(self) -> None:
        """Pass on the latest news, if there are any."""
        if (news := self._news) is not None:
            self._news = None
            self._progress(*news)
