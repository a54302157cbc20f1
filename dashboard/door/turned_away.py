"""What the door turned away, in the server's log: by kind alone, for an address or a name could be a client's."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Final

import structlog

from dashboard.operator.meters import TURNED_AWAY

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BY_STATUS", "TurnedAway", "turned_away"]

BY_STATUS: Final = {403: "from another site", 413: "too large", 429: "too many tries"}
"""Answers of the door that say that somebody tried to get past a guard."""

LINES: Final = 10
WINDOW_S: Final = 60.0
"""Ten lines a minute of each kind: a flood of requests must not become a flood of lines."""

log: Final = structlog.get_logger("mendline.door")


class TurnedAway:
    """Writes a line for what was turned away, and counts what it leaves out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.lock = Lock()
        self.begun: dict[str, tuple[float, int]] = {}

    def __call__(self, kind: str) -> None:
        """Note one; the first line of a minute tells how many of the last had none."""
        TURNED_AWAY.labels(kind=kind).inc()
        with self.lock:
            now = self.clock()
            since, seen = self.begun.get(kind, (now, 0))
            fresh = now - since >= WINDOW_S
            unsaid = max(0, seen - LINES) if fresh else 0
            since, seen = (now, 0) if fresh else (since, seen)
            self.begun[kind] = (since, seen + 1)
        if seen < LINES:
            log.warning("turned away", kind=kind, without_a_line_before=unsaid)


turned_away: Final = TurnedAway()
"""The one of this process."""
