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

__all__ = ["MOST_TRIES", "NOT_MADE", "begin_reports", "reports_wait"]

MOST_TRIES = 3
"""Of a report that is broken off each time, as by a machine without enough memory."""
NOT_MADE = (
    "It could not be made. Ask for it again; if that fails too, "
    "let whoever looks after the machine read the log of Mendline."
)

log = logging.getLogger(__name__)


def reports_wait(clinic: Clinic) -> bool:
    """Whether any report that was asked for is not made yet."""
    return bool(_waiting(clinic))


def begin_reports(clinic: Clinic) -> None:
    """See to it that whatever waits is being made; asking often does no harm."""
    clinic.under_way.begin("service reports", partial(_make_all, clinic))


def _make_all(clinic: Clinic, stopping: Event) -> None:
    """Make what waits, the first that was asked for first."""
    try:
        while not stopping.is_set() and (rows := _waiting(clinic)):
            _make(clinic, rows[0], stopping)
    except StoreError as error:  # all that is left waits until somebody looks for it, or for the next start
        log.warning("service reports are not made yet: %s", type(error).__name__)


def _make(clinic: Clinic, row: Record, stopping: Event) -> None:
    """Make a report and keep its file; another one that was made meanwhile stays.

    Tries are looked at before the next one: whatever a report does to this server, it does not do it for ever.
    """
    end = partial(asked_reports.end, row=row, at=clinic.now())
    if row.tries >= MOST_TRIES:
        clinic.store.write(partial(end, why_not=NOT_MADE))
    elif clinic.store.write(lambda connection: asked_reports.count_try(connection, row)):
        file = _file(clinic, row, stopping)
        if file is not None:
            clinic.store.write(partial(end, file=file))
        elif stopping.is_set():
            clinic.store.write(lambda connection: asked_reports.count_try(connection, row, back=True))


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
        log.warning("%s", error)
        return None


def _waiting(clinic: Clinic) -> Sequence[Record]:
    with clinic.store.read() as connection:
        return asked_reports.waiting(connection)
