"""Making the service reports that were asked for. The number is a report's; any server can make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._report_making import begin_report, reports_waiting
from fit.casework.background._kind import Kind
from fit.casework.background.rebuild import ANY_SERVER

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic

__all__ = ["REPORTS"]


def _queue(_clinic: Clinic) -> str:
    return ANY_SERVER


REPORTS = Kind(name="reports", waiting=reports_waiting, begin=begin_report, queue=_queue)
