"""Service reports asked for on a page: noted, made beside the pages, and taken out by who asked for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._deed import doing, looking
from fit.casework._service_report import check_month, part_of
from fit.casework.background import OF_NO_CLINIC, REPORTS, ask, put
from fit.casework.views import AskedReport, ReportState, TakenReport
from fit.errors import ConflictError, NotFoundError
from fit.store import asked_reports
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.store.types import Record

__all__ = ["ask_for_service_report", "list_service_reports", "take_service_report"]

KEPT = timedelta(days=30)
"""A report can be made again at any time: what is kept is only for convenience. Afterwards nobody is shown it, and it
goes."""


def ask_for_service_report(
    clinic: Clinic,
    actor: Actor,
    month: date,
    team: str | None = None,
    programme: str | None = None,
    *,
    names: bool = False,
) -> str:
    """Ask for the report of a month; it is made beside the pages. Returns its id; the very same one waits only once.

    Raises
    ------
    InputError
        when the month is not over, or a team and a programme are asked for at once.
    NotFoundError
        when nobody is in a team of that name, or there is no such programme.
    """
    first, number = check_month(month, team, programme, today=clinic.today()), new_id()

    def work(deed: Deed) -> int:
        part_of(deed, team, programme, names=names)
        asked_reports.let_go(deed.connection, deed.clinic_id, deed.now - KEPT)
        row = {"clinic_id": deed.clinic_id, "id": number, "asked_by": deed.user_id, "asked_at": deed.now}
        row |= {"month": first, "team": team or "", "programme": programme or "", "names": names}
        row |= {"tries": 0, "why_not": ""}
        there = asked_reports.ask(deed.connection, row)
        put(clinic, deed.connection, REPORTS, OF_NO_CLINIC)
        deed.about("service report", shown(there))
        return there

    asked = doing(clinic, actor, "ask_for_service_report", work)
    ask(clinic, REPORTS, OF_NO_CLINIC)
    return shown(asked)


def list_service_reports(clinic: Clinic, actor: Actor) -> tuple[AskedReport, ...]:
    """What one asked for in the last thirty days, the last first; looking also sees to it that what waits is made."""
    with looking(clinic, actor, "list_service_reports") as deed:
        rows = asked_reports.of_person(deed.connection, deed.clinic_id, deed.user_id)
        found = [row for row in rows if row.asked_at >= deed.now - KEPT]
    if any(row.ended_at is None for row in found):
        ask(clinic, REPORTS, OF_NO_CLINIC)
    return tuple(map(_asked_report, found))


def take_service_report(clinic: Clinic, actor: Actor, report_id: str) -> TakenReport:
    """The file of a report that one asked for; every time is audited, as it leaves Mendline.

    Raises
    ------
    NotFoundError
        when one asked for no such report in the last thirty days.
    ConflictError
        when it is not made yet, or could not be.
    """

    def work(deed: Deed) -> Record:
        row = asked_reports.file_of(deed.connection, deed.clinic_id, deed.user_id, read_id(report_id))
        if row is None or row.asked_at < deed.now - KEPT:
            raise NotFoundError("There is no such report. Ask for it on the page “Service report”.")
        if row.file is None:
            raise ConflictError(row.why_not or "The report is still being made. Try again in a moment.")
        deed.about("service report", report_id)
        return row

    row = doing(clinic, actor, "take_service_report", work)
    return TakenReport(report=_asked_report(row), file=row.file)


def _asked_report(row: Record) -> AskedReport:
    state = ReportState.WAITS if row.ended_at is None else ReportState.FAILED if row.why_not else ReportState.READY
    return AskedReport(
        report_id=shown(row.id),
        month=row.month,
        team=row.team,
        programme=row.programme,
        names=row.names,
        asked_at=row.asked_at,
        state=state,
        why_not=row.why_not,
    )
