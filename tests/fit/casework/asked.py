"""Asking for a service report, and waiting until it is made."""

from __future__ import annotations

import time
from datetime import date

from fit.casework import Role, director
from fit.casework.background import OF_NO_CLINIC, REPORTS
from fit.casework.views import ReportState

FEBRUARY = date(2026, 2, 1)
WITHIN_S = 60
NOBODYS = "0" * 13


def report_that_is_made(world, actor, month=FEBRUARY, **parts):
    """Returns its id."""
    asked = director.ask_for_service_report(world.clinic, actor, month, **parts)
    REPORTS.begin(world.clinic, OF_NO_CLINIC)  # on PostgreSQL a server would take it from the queue
    assert ended(world, actor, asked).state is ReportState.READY
    return asked


def report_of_ones_own(world, actor):
    """A report that somebody asked for who may; for all others an id that is nobody's."""
    return report_that_is_made(world, actor) if actor.role is Role.DIRECTOR else NOBODYS


def ended(world, actor, asked):
    """What has become of a report that was asked for, once something has."""
    until = time.monotonic() + WITHIN_S
    while (found := report_of(world, actor, asked)).state is ReportState.WAITS:
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)
    return found


def report_of(world, actor, asked):
    [found] = [one for one in director.list_service_reports(world.clinic, actor) if one.report_id == asked]
    return found
