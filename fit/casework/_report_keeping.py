"""Service reports that have been kept for long enough go by themselves, while a server runs."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from fit.casework._report_desk import KEPT
from fit.errors import StoreError
from fit.store import accounts, asked_reports

if TYPE_CHECKING:
    from threading import Event

    from fit.casework._clinic import Clinic

__all__ = ["EVERY_S", "let_reports_go", "remove_old_reports"]

EVERY_S = 3600.0
"""A server runs for months: its start alone is too seldom. Looking costs a search by a key."""

log = logging.getLogger(__name__)


def let_reports_go(clinic: Clinic) -> None:
    """Remove old reports beside the pages, at once and every hour, until this server ends."""
    clinic.under_way.begin("old service reports", partial(_remove_again_and_again, clinic))


def remove_old_reports(clinic: Clinic) -> int:
    """Remove what nobody is shown any more, of every clinic; returns how many reports went.

    Each clinic's go in a transaction of their own, so that it may be broken off and done again, and two servers that do
    it at once remove the same.
    """
    before = clinic.now() - KEPT
    with clinic.store.read() as connection:
        clinic_ids = [row.id for row in accounts.clinics(connection)]
    return sum(clinic.store.write(partial(asked_reports.let_go, clinic_id=one, before=before)) for one in clinic_ids)


def _remove_again_and_again(clinic: Clinic, stopping: Event) -> None:
    """A database that cannot be used just now is asked again when it is time, with the next look."""
    while not stopping.is_set():
        try:
            remove_old_reports(clinic)
        except StoreError as error:  # its words may name rows
            log.warning("old service reports are not removed yet: %s", type(error).__name__)
        stopping.wait(EVERY_S)
