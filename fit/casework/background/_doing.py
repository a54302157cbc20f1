"""Asking for background work, and doing it: by the queue on PostgreSQL, in this process otherwise."""

from __future__ import annotations

import logging
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import count
from time import sleep
from typing import TYPE_CHECKING

from fit.casework.background.rebuild import REBUILD
from fit.casework.background.recordings import RECORDINGS
from fit.casework.background.reports import REPORTS
from fit.store import queue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from threading import Event

    from fit.casework._clinic import Clinic
    from fit.casework.background._kind import Kind
    from fit.store.queue_worker import QueueWorker
    from fit.store.types import Connection

__all__ = ["KINDS", "ask", "put", "worker", "working"]

KINDS = (RECORDINGS, REBUILD, REPORTS)
LOOK_S = 2.0
"""How often it is seen whether a piece of work is done that goes on elsewhere."""
LOOKS_A_TRY = 15
"""Work that goes on elsewhere is begun anew after half a minute: only what has ended by then does begin."""

log = logging.getLogger(__name__)


def put(clinic: Clinic, connection: Connection, kind: Kind, number: int) -> None:
    """Ask for work in the transaction that needs it: after a crash both are there, or neither.

    In this process nothing need be noted: what waits is read from rows and files. `ask` when it is committed.
    """
    if _has_queue(clinic):
        queue.put(connection, kind.name, kind.queue(clinic), number)


def ask(clinic: Clinic, kind: Kind, number: int) -> None:
    """See to it that the work is begun, here or by whichever server takes it first; asking often does no harm."""
    if _has_queue(clinic):
        clinic.store.write(lambda connection: put(clinic, connection, kind, number))
    else:
        _do_here(clinic, kind, number)


@contextmanager
def working(clinic: Clinic) -> Iterator[None]:
    """Take up what waits, and do what is asked for as long as the server runs; figures are right when it begins."""
    with _worker_of(clinic) as is_at_work:
        for kind in KINDS:
            for number in kind.waiting(clinic):
                ask(clinic, kind, number)
        _wait_for_figures(clinic, is_at_work)
        yield


def _wait_for_figures(clinic: Clinic, is_at_work: Callable[[], bool]) -> None:
    """No page shows sums of which some are worked out anew and some are not yet."""
    while waiting := REBUILD.waiting(clinic):
        log.info("figures are being worked out anew, by this server or another one")
        for number in waiting:
            (ask if is_at_work() else _do_here)(clinic, REBUILD, number)
        sleep(LOOK_S)


def _do_here(clinic: Clinic, kind: Kind, number: int) -> None:
    kind.begin(clinic, number)


def _has_queue(clinic: Clinic) -> bool:
    return clinic.store.dialect == "postgresql"


def _worker_of(clinic: Clinic) -> AbstractContextManager[Callable[[], bool]]:
    return _at_work(worker(clinic)) if _has_queue(clinic) else nullcontext(lambda: True)


@contextmanager
def _at_work(hired: QueueWorker) -> Iterator[Callable[[], bool]]:
    hired.start()
    try:
        yield hired.is_at_work
    finally:
        hired.stop()


def worker(clinic: Clinic, **pace: float) -> QueueWorker:
    """Who takes jobs of every kind from the queues of this server."""
    from fit.store.queue_worker import QueueWorker

    kinds = {kind.name: partial(_do, clinic, kind) for kind in KINDS}
    return QueueWorker(clinic.settings.database_url, kinds, [kind.queue(clinic) for kind in KINDS], **pace)


def _do(clinic: Clinic, kind: Kind, number: int, stopping: Event) -> None:
    """Do a job until nothing is left of it; once more where it was begun already."""
    from fit.store.queue_worker import StoppedError

    looks = count()
    while number in kind.waiting(clinic):
        if next(looks) % LOOKS_A_TRY == 0:
            kind.begin(clinic, number)
        elif stopping.wait(LOOK_S):
            raise StoppedError
