"""The monthly report on a service: figures of twelve months as they may be shown, as a PDF file."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._deed import doing, looking
from fit.casework._recording import method_of
from fit.casework._service_columns import read_service
from fit.casework.views import ReportChoices
from fit.errors import InputError, NotFoundError
from fit.repair import PlanState
from fit.service.alliance_grid import Cells, Period, alliance_grid, period_of
from fit.service.effect_sizes import Reference
from fit.service.published_grid import published_view
from fit.service.published_outcomes import published_service_outcomes
from fit.service.suppression import SMALLEST_GROUP, clinic_sd, round_counts
from fit.store import accounts, repairs
from fit.store.cells import NOBODY
from fit.store.queries.service import episodes_between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework._service_columns import ServiceColumns
    from fit.casework.actor import Actor
    from fit.reports.service_report import AllianceTable, ServiceReport
    from fit.store.types import Record

MONTHS_BACK = 11
"""A month's report tells of twelve: one month has too few endings for any figure."""
MONTHS_OFFERED = 24
A_YEAR = 12
PLANS_AT_ONCE = 1_000
"""Episodes whose plans are asked for in one query."""
NO_CLINICIAN = "No clinician yet"
TEAMLESS = ""
"""Who belongs to no team is in the report of all teams alone."""


def open_service_report(clinic: Clinic, actor: Actor) -> ReportChoices:
    """Months that are over, the last one first, and teams, by name."""
    with looking(clinic, actor, "open_service_report") as deed:
        people = accounts.users(deed.connection, deed.clinic_id)
    last = _months_before(clinic.today().replace(day=1), 1)
    months = tuple(_months_before(last, back) for back in range(MONTHS_OFFERED))
    return ReportChoices(months=months, teams=_teams(people))


def make_service_report(clinic: Clinic, actor: Actor, month: date, team: str | None = None) -> bytes:
    """The report of a month that is over, of one team or all, as a PDF file.

    Raises
    ------
    InputError
        when the month is not over.
    NotFoundError
        when nobody is in a team of that name.
    """
    from fit.reports.service_report import service_report

    return service_report(gather_service_report(clinic, actor, month, team))


def gather_service_report(clinic: Clinic, actor: Actor, month: date, team: str | None = None) -> ServiceReport:
    """What the report holds, before it is drawn."""
    first = month.replace(day=1)
    _check_over(clinic, first)
    asked = doing(clinic, actor, "make_service_report", lambda deed: deed)  # each one is audited, not one look a while
    with clinic.store.read() as connection:
        deed = replace(asked, connection=connection)
        people = accounts.users(deed.connection, deed.clinic_id)
        if team is not None and team not in _teams(people):
            raise NotFoundError(f"There is no team {team!r}. Known: {', '.join(_teams(people)) or 'none'}.")
        return _gathered(clinic, deed, first, team, people)


def _check_over(clinic: Clinic, first: date) -> None:
    last_day = _last_day(first)
    if last_day >= clinic.today():
        raise InputError(f"The month {first:%Y-%m} is not over. Choose an earlier one.")


def _last_day(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _months_before(first: date, months: int) -> date:
    number = first.year * A_YEAR + first.month - 1 - months
    return first.replace(year=number // A_YEAR, month=number % A_YEAR + 1)


def _teams(people: Sequence[Record]) -> tuple[str, ...]:
    return tuple(sorted({one.team for one in people if one.team != TEAMLESS}))


def _gathered(clinic: Clinic, deed: Deed, first: date, team: str | None, people: Sequence[Record]) -> ServiceReport:
    from fit.reports.service_report import ServiceReport

    since, until = _months_before(first, MONTHS_BACK), _last_day(first)
    rows = episodes_between(deed.connection, deed.clinic_id, since, until)
    chosen = [one for one in people if team is None or one.team == team]
    clinicians = [one.id for one in chosen] + ([NOBODY] if team is None else [])
    everybody = read_service(deed, method_of(clinic), rows, clinicians, until)
    mine = everybody.episodes.where(np.isin(everybody.episodes.clinician, clinicians))
    reference = Reference.of(everybody.episodes)
    spread = clinic_sd(everybody.episodes.intake[everybody.episodes.again] / 10)
    by_clinician, whole = _tables(everybody, chosen, team, since, first)
    return ServiceReport(
        service=_name(deed),
        team=team or "",
        month=first,
        made_on=clinic.today(),
        outcomes=published_service_outcomes(mine, reference, spread),
        clinicians=by_clinician,
        whole=whole,
        plans=_plans(deed, rows, set(clinicians), until),
        line=clinic.policy.alliance_total.score.points,
        methods=f"the policy {clinic.policy.title} {clinic.policy.version}; expected path: {clinic.curves.label}",
    )


def _name(deed: Deed) -> str:
    return str(next(one.name for one in accounts.clinics(deed.connection) if one.id == deed.clinic_id))


def _tables(
    found: ServiceColumns, people: Sequence[Record], team: str | None, since: date, first: date
) -> tuple[AllianceTable, AllianceTable]:
    """The grid by clinician, by name, and in one row together."""
    names = [*(one.display_name for one in people), NO_CLINICIAN]
    teams = [*(one.team for one in people), TEAMLESS]
    cells = _within(found.cells, since, first)
    there = np.unique(cells.row)
    cells = replace(cells, row=np.searchsorted(there, cells.row))
    together = _within(found.together, since, first)
    code = {one: place for place, one in enumerate(sorted(set(teams)))}
    mine = np.array([code[teams[one]] for one in there], np.int64)
    return (
        _table([names[one] for one in there], cells, mine),
        _table([team or "Everybody together"], together, np.zeros(1, np.int64)),
    )


def _within(cells: Cells, since: date, first: date) -> Cells:
    """Only weeks of the twelve months."""
    weeks = np.unique(cells.week)
    kept = [int(one) for one in weeks if since <= period_of(date.fromordinal(int(one)), Period.MONTH) <= first]
    rows = np.isin(cells.week, kept)
    return Cells(**{one.name: getattr(cells, one.name)[rows] for one in fields(Cells)})


def _table(names: Sequence[str], cells: Cells, team: NDArray[np.int64]) -> AllianceTable:
    from fit.reports.service_report import MEASURES, AllianceTable

    grid = alliance_grid(cells, rows=len(names), period=Period.MONTH)
    views = {one: published_view(grid, one, team) for one in MEASURES}
    return AllianceTable(rows=tuple(names), periods=grid.periods, views=views)


def _plans(deed: Deed, rows: Sequence[Record], clinicians: set[int], until: date) -> Mapping[PlanState, int | None]:
    """Plans made up to the day by state, rounded; nothing is told of fewer than five clients."""
    client = {row.id: row.client_id for row in rows if (row.clinician_id or NOBODY) in clinicians}
    ids = list(client)
    found: dict[PlanState, list[int]] = {state: [] for state in PlanState}
    for at in range(0, len(ids), PLANS_AT_ONCE):
        for plan in repairs.plans_of(deed.connection, deed.clinic_id, ids[at : at + PLANS_AT_ONCE]):
            if plan.created_at.date() <= until:
                found[PlanState(plan.state)].append(client[plan.episode_id])
    return {state: _rounded(clients) for state, clients in found.items()}


def _rounded(clients: Sequence[int]) -> int | None:
    return int(round_counts(len(clients))) if len(set(clients)) >= SMALLEST_GROUP else None
