"""Making the service reports that were asked for: one at a time, in a process that lets all pages come first."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from fit.casework._recording import method_of
from fit.casework._reporter import Order, service_report_of
from fit.errors import StoreError
from fit.store import asked_reports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from fit.casework._clinic import Clinic
    from fit.store.types import Record

__all__ = ["MOST_TRIES", "NOT_MADE", "begin_report", "reports_waiting"]

MOST_TRIES = 3
"""Of a report that is broken off each time, as by a machine without enough memory."""
NOT_MADE = (
    "It could not be made. Ask for it again; if that fails too, "
    "let whoever looks after the machine read the log of Mendline."
)

log = logging.getLogger(__name__)


def reports_waiting(clinic: Clinic) -> Sequence[int]:
    """Reports that were asked for and are not made yet."""
    return [row.id for row in _waiting(clinic)]


def begin_report(clinic: Clinic, number: int) -> None:
    """See to it that a report is being made; asking often does no harm."""
    clinic.under_way.begin(number, partial(_make, clinic, number))


def _make(clinic: Clinic, number: int, stopping: Event) -> None:
    """Make a report that waits, and keep its file; another one that was made meanwhile stays."""
    try:
        row = next((one for one in _waiting(clinic) if one.id == number), None)
        if row is None or not clinic.store.write(lambda connection: asked_reports.count_try(connection, row)):
            return
        file = _file(clinic, row, stopping)
        if file is None and stopping.is_set():
            clinic.store.write(lambda connection: asked_reports.count_try(connection, row, back=True))
        elif file is not None or row.tries + 1 >= MOST_TRIES:
            end = partial(asked_reports.end, row=row, at=clinic.now(), file=file, why_not="" if file else NOT_MADE)
            clinic.store.write(end)
    except StoreError as error:  # it waits until somebody looks for it, or for the next start
        log.warning("a service report is not made yet: %s", type(error).__name__)


def _file(clinic: Clinic, row: Record, stopping: Event) -> bytes | None:
    """The report as it is now; None when it was broken off."""
    method = method_of(clinic)
    order = Order(
        clinic_id=row.clinic_id,
        user_id=row.asked_by,
        now=method.now.isoformat(),
        today=method.today.isoformat(),
        versions=method.versions,
        month=row.month.isoformat(),
        team=row.team,
        programme=row.programme,
        names=row.names,
    )
    try:
        return service_report_of(clinic.settings, order, stopping)
    except StoreError as error:
        log.warning("a service report was broken off: %s", error)
        return None


def _waiting(clinic: Clinic) -> Sequence[Record]:
    with clinic.store.read() as connection:
        return asked_reports.waiting(connection)
