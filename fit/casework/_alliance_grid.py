"""The alliance across the caseload, from the weekly cells alone: rounded for a director, in full for who supervises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._alliance_rows import table_of
from fit.casework._audit_kinds import TAKEN_OUT
from fit.casework._deed import looking
from fit.casework._import_checks import HOLDS_CLIENTS
from fit.casework.actor import Role
from fit.casework.views import AllianceGrid, AskedGrid, CellState, DrillDown, GridRow, GridRows
from fit.errors import InputError
from fit.service.alliance_grid import QUARTER_MONTHS, Measure, Period, periods_between
from fit.service.grid_order import Order, row_order
from fit.service.published_grid import counted, view_without
from fit.service.suppression import SMALLEST_GROUP, round_counts
from fit.store import accounts
from fit.store.cells import monday

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._alliance_rows import Named, Table
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.service.alliance_grid import Grid, GridView
    from fit.store.types import Record

__all__ = ["export_alliance", "first_week", "open_alliance_grid", "supervised"]

WEEKS, MONTHS, QUARTERS = 52, 24, 8
"""Columns at most: a year of weeks, or two years of months or quarters."""
DAYS_TO_THURSDAY = 3
YOURS = "Your clinicians and you together"
"""Of whom a supervisor is told: not everybody of the clinic."""


def open_alliance_grid(
    clinic: Clinic,
    actor: Actor,
    *,
    measure: Measure = Measure.MEAN,
    rows: GridRows = GridRows.CLINICIANS,
    period: Period = Period.WEEK,
    order: Order = Order.NAME,
    team: str | None = None,
    programme: str | None = None,
) -> AllianceGrid:
    """One measure of the alliance by clinician, team or programme, and week, month or quarter.

    A director sees the whole clinic, rounded, small groups withheld; a supervisor the supervisees and oneself, a
    clinician oneself, in full. `team` leaves only the clinicians of one team, `programme` only the sessions of one
    programme, by clinician.

    Raises
    ------
    InputError
        when a team and a programme are asked for at once.
    """
    asked = AskedGrid(measure=measure, rows=rows, period=period, order=order, team=team, programme=programme)
    return _grid(clinic, actor, asked, "open_alliance_grid")


def export_alliance(clinic: Clinic, actor: Actor, asked: AskedGrid) -> AllianceGrid:
    """The same grid for a file that leaves Mendline: each time has its line in the audit.

    Raises
    ------
    InputError
        when a team and a programme are asked for at once.
    """
    return _grid(clinic, actor, asked, "export_alliance")


def _grid(clinic: Clinic, actor: Actor, asked: AskedGrid, use_case: str) -> AllianceGrid:
    today = clinic.today()
    if asked.team is not None and asked.programme is not None:
        raise InputError("A team and a programme at once could point at somebody. Choose one of them.")
    measure, period = asked.measure, asked.period
    by = asked.rows if asked.programme is None else GridRows.CLINICIANS
    exact, since = actor.role is not Role.DIRECTOR, first_week(today, period)
    columns = () if exact else periods_between(since, monday(today), period)
    with looking(clinic, actor, use_case, every_time=use_case in TAKEN_OUT) as deed:
        people = _people(deed, actor)
        table = table_of(deed, people, since, period, by, team=asked.team, programme=asked.programme, columns=columns)
    named, grid = table.named, table.grid
    view, states = _read(table, measure, exact=exact)
    places = row_order(grid, [name for _, name, _ in named], asked.order, measure)
    found = AllianceGrid(
        measure=measure,
        by=by,
        period=period,
        order=asked.order,
        team=asked.team,
        programme=asked.programme,
        rows=_told_rows(named, grid, places, exact=exact),
        periods=grid.periods,
        view=view.only(places),
        states=tuple(tuple(states[place]) for place in places),
        exact=exact,
        drill_down=_drill_down(actor, by),
        cutoff=clinic.policy.alliance_total.score,
        repair_ratings=clinic.policy.repair_ratings,
        as_of=today,
    )
    return replace(found, together=_together(found, table.whole))


def _together(grid: AllianceGrid, whole: Table | None) -> AllianceGrid | None:
    """All rows together as one; None of a single row, which would be said twice."""
    if whole is None or len(grid.rows) < 2:  # noqa: PLR2004  a pair
        return None
    view, states = _read(whole, grid.measure, exact=grid.exact)
    named = [("", YOURS, "")] if grid.exact else whole.named
    rows = _told_rows(named, whole.grid, [0], exact=grid.exact)
    return replace(
        grid, rows=rows, view=view, states=tuple(map(tuple, states)), drill_down=DrillDown.NO_FURTHER, together=None
    )


def first_week(today: date, period: Period) -> date:
    """Monday of the first week that is looked at."""
    if period == Period.WEEK:
        return monday(today) - timedelta(weeks=WEEKS - 1)
    months = today.year * 12 + today.month - MONTHS
    if period == Period.QUARTER:
        this_quarter = today.year * 12 + today.month - 1 - (today.month - 1) % QUARTER_MONTHS
        months = this_quarter - (QUARTERS - 1) * QUARTER_MONTHS
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=DAYS_TO_THURSDAY)


def supervised(deed: Deed) -> set[int]:
    """Ids of those whose clients this person may see: supervisees and oneself."""
    people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
    return {deed.user_id, *(one.id for one in people)}


def _people(deed: Deed, actor: Actor) -> Sequence[Record]:
    """Whose sessions this person sees counted."""
    everybody = accounts.users(deed.connection, deed.clinic_id)
    if actor.role is Role.DIRECTOR:
        return [one for one in everybody if one.role in HOLDS_CLIENTS]
    mine = supervised(deed) if actor.role is Role.SUPERVISOR else {deed.user_id}
    return [one for one in everybody if one.id in mine]


def _read(table: Table, measure: Measure, *, exact: bool) -> tuple[GridView, list[list[CellState]]]:
    return _exact(table.grid, measure) if exact else _published(table, measure)


def _exact(grid: Grid, measure: Measure) -> tuple[GridView, list[list[CellState]]]:
    view = grid.view(measure)
    kinds = np.where(view.n == 0, CellState.NOTHING, np.where(view.uncertain, CellState.UNCERTAIN, CellState.SHOWN))
    return view, [[CellState(one) for one in row] for row in kinds.tolist()]


def _published(table: Table, measure: Measure) -> tuple[GridView, list[list[CellState]]]:
    """Rounded, with what is withheld and why; the same of few and of none."""
    grid = table.grid
    view = view_without(grid, measure, table.hidden)
    few = (grid.clients < SMALLEST_GROUP) | np.isnan(round_counts(counted(grid, measure)))
    kinds = np.select(
        [few, table.hidden, np.isnan(view.value), view.uncertain],
        [*map(str, _WHY)],
        CellState.SHOWN,
    )
    return view, [[CellState(one) for one in row] for row in kinds.tolist()]


_WHY = (
    CellState.FEW_CLIENTS,
    CellState.IN_COMPANY,
    CellState.FEW_HITS,
    CellState.UNCERTAIN,
)
"""The first of these that holds is what is said."""


def _told_rows(named: Sequence[Named], grid: Grid, places: list[int], *, exact: bool) -> tuple[GridRow, ...]:
    sessions = grid.sums["sessions"].sum(axis=1)
    many = grid.clients.max(axis=1, initial=0) >= SMALLEST_GROUP
    rounded = np.where(many, np.nan_to_num(round_counts(sessions)), 0).astype(int)
    about = sessions.tolist() if exact else rounded.tolist()
    return tuple(
        GridRow(key=key, name=name, team=team, sessions=about[place] or None)
        for place in places
        for key, name, team in [named[place]]
    )


def _drill_down(actor: Actor, rows: GridRows) -> DrillDown:
    if rows != GridRows.CLINICIANS:
        return DrillDown.TO_CLINICIANS
    return DrillDown.TO_SESSIONS if actor.role is Role.SUPERVISOR else DrillDown.NO_FURTHER
