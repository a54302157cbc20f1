"""The alliance across the caseload, from the weekly cells alone: rounded for a director, in full for who supervises."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from fit.casework._deed import looking
from fit.casework._import_checks import HOLDS_CLIENTS
from fit.casework._views_alliance import in_order
from fit.casework.actor import Role
from fit.casework.views import AllianceGrid, CellState, DrillDown, GridRow, GridRows
from fit.service.alliance_grid import SUMS, Cells, Measure, Period, alliance_grid
from fit.service.grid_order import Order, row_order
from fit.service.published_grid import hidden_cells, published_view
from fit.service.suppression import SMALLEST_GROUP, round_counts
from fit.store import accounts
from fit.store.cells import FIGURES, monday
from fit.store.ids import shown
from fit.store.queries.alliance import cells_since

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.service.alliance_grid import Grid, GridView
    from fit.store.types import Record

__all__ = ["first_week", "open_alliance_grid", "supervised"]

Counts: TypeAlias = "NDArray[np.int64]"
Week: TypeAlias = "tuple[int, date, tuple[int, ...]]"
WEEKS, MONTHS = 52, 24
"""Columns at most: a year of weeks, or two years of months."""
COARSE_BELOW = 15
"""[ratings] Sums are rounded to multiples of 40 points, so that a mean of fewer may be off by more than 1.5 points,
which is one colour of the picture: as uncertain as a small group."""
NO_TEAM = "No team"
DAYS_TO_THURSDAY = 3


def open_alliance_grid(
    clinic: Clinic,
    actor: Actor,
    *,
    measure: Measure = Measure.MEAN,
    rows: GridRows = GridRows.CLINICIANS,
    period: Period = Period.WEEK,
    order: Order = Order.NAME,
    team: str | None = None,
) -> AllianceGrid:
    """One measure of the alliance by clinician or team and week or month.

    A director sees the whole clinic, rounded, small groups withheld; a supervisor the supervisees and oneself, a
    clinician oneself, in full. `team` leaves only the clinicians of one team.
    """
    today = clinic.today()
    with looking(clinic, actor, "open_alliance_grid") as deed:
        people = [one for one in _people(deed, actor) if team is None or (one.team or NO_TEAM) == team]
        weeks = cells_since(deed.connection, deed.clinic_id, [one.id for one in people], first_week(today, period))
    seen = {clinician_id for clinician_id, _, _ in weeks}
    named, row_of = _rows([one for one in people if one.id in seen], rows)
    grid = alliance_grid(_cells(weeks, row_of), rows=len(named), period=period)
    exact = actor.role is not Role.DIRECTOR
    view, states = _exact(grid, measure) if exact else _published(grid, measure, named, rows)
    places = row_order(grid, [name for _, name, _ in named], order, measure)
    return AllianceGrid(
        measure=measure,
        by=rows,
        period=period,
        order=order,
        team=team,
        rows=_told_rows(named, grid, places, exact=exact),
        periods=grid.periods,
        view=in_order(view, places),
        states=tuple(tuple(states[place]) for place in places),
        exact=exact,
        drill_down=_drill_down(actor, rows),
        cutoff=clinic.policy.alliance_total.score,
        repair_ratings=clinic.policy.repair_ratings,
        as_of=today,
    )


def first_week(today: date, period: Period) -> date:
    """Monday of the first week that is looked at."""
    if period == Period.WEEK:
        return monday(today) - timedelta(weeks=WEEKS - 1)
    months = today.year * 12 + today.month - MONTHS
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


def _rows(people: Sequence[Record], by: GridRows) -> tuple[list[tuple[str, str, str]], dict[int, int]]:
    """Key, name and team of each row, and in which row each clinician counts."""
    teams = [one.team or NO_TEAM for one in people]
    if by == GridRows.CLINICIANS:
        named = [(shown(one.id), one.display_name, of_team) for one, of_team in zip(people, teams, strict=True)]
        return named, {one.id: place for place, one in enumerate(people)}
    found = sorted(set(teams))
    return [(one, one, one) for one in found], {
        one.id: found.index(of_team) for one, of_team in zip(people, teams, strict=True)
    }


def _cells(weeks: Sequence[Week], row_of: dict[int, int]) -> Cells:
    figures = np.array([one for _, _, one in weeks], np.int64).reshape(len(weeks), len(FIGURES))
    return Cells(
        row=np.array([row_of[clinician_id] for clinician_id, _, _ in weeks], np.int64),
        week=np.array([week.toordinal() for _, week, _ in weeks], np.int64),
        **{name: figures[:, FIGURES.index(name)] for name in ("clients", *SUMS)},
    )


def _exact(grid: Grid, measure: Measure) -> tuple[GridView, list[list[CellState]]]:
    view = grid.view(measure)
    kinds = np.where(view.n == 0, CellState.NOTHING, np.where(view.uncertain, CellState.UNCERTAIN, CellState.SHOWN))
    return view, [[CellState(one) for one in row] for row in kinds.tolist()]


def _published(
    grid: Grid, measure: Measure, named: Sequence[tuple[str, str, str]], by: GridRows
) -> tuple[GridView, list[list[CellState]]]:
    """Rounded, with what is withheld and why.

    Clinicians stand beside the figure of their team, so that of a team never one cell alone is withheld. Teams stand
    beside no figure of the whole clinic, and each is a group of its own.
    """
    teams = [of_team for _, _, of_team in named] if by == GridRows.CLINICIANS else [key for key, _, _ in named]
    group = np.unique(np.array(teams, np.str_), return_inverse=True)[1].astype(np.int64)
    view = published_view(grid, measure, group)
    few = (grid.clients > 0) & (grid.clients < SMALLEST_GROUP)
    uncertain = view.n < COARSE_BELOW if measure == Measure.MEAN else view.uncertain
    kinds = np.select(
        [grid.clients == 0, few, hidden_cells(grid.clients, group), view.n == 0, np.isnan(view.value), uncertain],
        [*map(str, _WHY)],
        CellState.SHOWN,
    )
    return view, [[CellState(one) for one in row] for row in kinds.tolist()]


_WHY = (
    CellState.NOTHING,
    CellState.FEW_CLIENTS,
    CellState.IN_COMPANY,
    CellState.FEW_RATINGS,
    CellState.FEW_HITS,
    CellState.UNCERTAIN,
)
"""The first of these that holds is what is said."""


def _told_rows(
    named: Sequence[tuple[str, str, str]], grid: Grid, places: list[int], *, exact: bool
) -> tuple[GridRow, ...]:
    sessions = grid.sums["sessions"].sum(axis=1)
    about = sessions.tolist() if exact else np.nan_to_num(round_counts(sessions)).astype(int).tolist()
    return tuple(
        GridRow(key=key, name=name, team=team, sessions=about[place] or None)
        for place in places
        for key, name, team in [named[place]]
    )


def _drill_down(actor: Actor, rows: GridRows) -> DrillDown:
    if rows == GridRows.TEAMS:
        return DrillDown.TO_CLINICIANS
    return DrillDown.TO_SESSIONS if actor.role is Role.SUPERVISOR else DrillDown.NO_FURTHER
