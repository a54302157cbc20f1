"""Making the service reports that were asked for, one after the other. They wait as rows: any server can do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._report_making import begin_reports, reports_wait
from fit.casework.background._kind import OF_NO_CLINIC, Kind
from fit.casework.background.rebuild import ANY_SERVER

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic

__all__ = ["REPORTS"]


def _waiting(clinic: Clinic) -> tuple[int, ...]:
    return (OF_NO_CLINIC,) if reports_wait(clinic) else ()


def _begin(clinic: Clinic, _number: int) -> None:
    begin_reports(clinic)


def _queue(_clinic: Clinic) -> str:
    return ANY_SERVER


REPORTS = Kind(name="reports", waiting=_waiting, begin=_begin, queue=_queue)
