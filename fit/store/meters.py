"""What the store counts of its own work, for the operator: how much waits, how long it takes, what failed.

Numbers alone. No label says of what, of whom or of which clinic; the kinds of errors are names of classes.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["COMMIT_S", "ERRORS", "RATINGS", "REGISTRY", "WRITES_WAITING", "WRITE_S", "count_write"]

REGISTRY: Final = CollectorRegistry()
"""The store's own: the one that comes with the library would take in what other packages count."""

STEPS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""[s] From a commit on a fast disk to one for which people notice the wait and think that it failed."""

WRITES_WAITING: Final = Gauge(
    "mendline_writes_waiting", "Writes that were asked for and are not on disk yet.", registry=REGISTRY
)
WRITE_S: Final = Histogram(
    "mendline_write_seconds", "From asking for a write to its answer.", buckets=STEPS_S, registry=REGISTRY
)
COMMIT_S: Final = Histogram(
    "mendline_commit_seconds", "One transaction, with all that shares it.", buckets=STEPS_S, registry=REGISTRY
)
ERRORS: Final = Counter(
    "mendline_database_errors", "Times that the database could not be used.", ["error"], registry=REGISTRY
)
RATINGS: Final = Counter(
    "mendline_ratings_stored", "Ratings that this process stored, without imports.", registry=REGISTRY
)


def count_write(answer: Future[Any]) -> None:
    """Count a write as waiting until it is answered, and how long that took."""
    begun = time.perf_counter()
    WRITES_WAITING.inc()

    def answered(_answer: Future[Any]) -> None:
        WRITE_S.observe(time.perf_counter() - begun)
        WRITES_WAITING.dec()

    answer.add_done_callback(answered)
