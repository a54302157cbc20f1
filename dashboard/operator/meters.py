"""What the server counts of its own work: numbers by page, address and kind, never by person, client or clinic.

Every label is one of a few words of our own: names of pages from the menu, registered addresses with their blanks left
open, statuses, kinds of refusals. What somebody typed into an address or a form is never one.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, GCCollector, Histogram, ProcessCollector

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OPEN_PAGES", "PAGES_FAILED", "REGISTRY", "REQUESTS", "REQUEST_S", "TURNED_AWAY", "page_run"]

REGISTRY: Final = CollectorRegistry()
"""Our own: the one that comes with the library would take in what other packages count."""
ProcessCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

STEPS_S: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""[s] Half a second is what a page may take for nearly everybody; a report may take several."""

PAGE_S: Final = Histogram(
    "mendline_page_run_seconds",
    "One whole run of a page; parts of a page that run by themselves are not counted.",
    ["page"],
    buckets=STEPS_S,
    registry=REGISTRY,
)
PAGES_FAILED: Final = Counter("mendline_page_failures", "Pages that broke off with an error.", registry=REGISTRY)
REQUESTS: Final = Counter(
    "mendline_requests",
    "Answers to requests, by registered address and status.",
    ["route", "status"],
    registry=REGISTRY,
)
REQUEST_S: Final = Histogram(
    "mendline_request_seconds",
    "From a request to the end of its answer.",
    ["route"],
    buckets=STEPS_S,
    registry=REGISTRY,
)
OPEN_PAGES: Final = Gauge("mendline_open_pages", "Pages that are open in browsers (WebSockets).", registry=REGISTRY)
TURNED_AWAY: Final = Counter(
    "mendline_turned_away", "Requests and messages that the door refused.", ["kind"], registry=REGISTRY
)


@contextmanager
def page_run(page: str, begun: float) -> Iterator[None]:
    """Count a run of a page by its address in the menu; `begun` is the reading of `time.perf_counter` at its start."""
    try:
        yield
    finally:
        PAGE_S.labels(page=page).observe(time.perf_counter() - begun)
