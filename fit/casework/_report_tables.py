"""The alliance grid of a monthly report: by clinician and in one row together, withheld by the rules of the page."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._alliance_rows import team_of
from fit.service.alliance_grid import Cells, Period, alliance_grid, days_of, period_of, periods_between
from fit.service.episodes import UNKNOWN
from fit.service.published_grid import hidden_cells, hidden_people, unclear_cells, view_without, with_clients
from fit.store.cells import NO_PROGRAMME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fit.casework._service_columns import ServiceColumns
    from fit.reports.service_report import AllianceTable
    from fit.service.alliance_grid import Grid
    from fit.store.types import Record

    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

TOGETHER = "Everybody together"
NO_CLINICIAN = "No clinician yet"
NO_TEAM = "No team"
SEVERAL = 2
"""Clinicians of a team or programme that has a row of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a report is about: one team, one programme (by id and name), or all where these are None."""

    team: str | None = None
    programme: int | None = None
    programmes: Sequence[int] = ()
    """All of them in the order of the page, which decides which of two equal ones is withheld with a small one."""
    programme_names: Sequence[str] = ()
    """In the same order."""
    name: str = TOGETHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The alliance grid of a report: by clinician (no row where nobody is named), by team, by programme, together."""

    clinicians: AllianceTable
    parts: tuple[AllianceTable, ...]
    whole: AllianceTable


def tables_of(
    found: ServiceColumns, people: Sequence[Record], part: Part, months: tuple[date, date], *, names: bool
) -> Tables:
    """The grid by clinician, by team and programme, and in one row together.

    Everybody's cells are added up before any row is picked, since what stands on the other rows decides what is
    withheld. A report of a programme names no clinician, nor does one without names.

    Parameters
    ----------
    people : everybody whose sessions were read, in the order of their rows; last come those whom no clinician holds
    months : the first and the last one, each by its first day
    """
    if part.programme is not None:
        return Tables(clinicians=_nobody(), parts=(), whole=_of_programme(found, part, months, len(people) + 1))
    teams = [*(team_of(one) for one in people), NO_TEAM]
    known = sorted(set(teams))
    mine = np.array([known.index(one) for one in teams], np.int64)
    held = _Held(found, found.row, months)
    by_team = held.grid(len(known), mine)
    chosen = _by_clinician(held, people, (teams, mine), by_team, part.team) if names else _nobody()
    if part.team is None:
        whole = held.grid(1, np.zeros_like(mine))
        parts = [_table(known, by_team, held.shared(mine), _alone(by_team))] if len(known) > 1 else []
        parts += _by_programme(found, part, months, len(teams))
        return Tables(clinicians=chosen, parts=tuple(parts), whole=_table([part.name], whole, [0], _alone(whole)))
    team = [known.index(part.team)] if part.team in known else []
    named = [part.name if one == part.team else one for one in known]
    return Tables(clinicians=chosen, parts=(), whole=_table(named, by_team, team, _alone(by_team)))


def _by_clinician(
    held: _Held, people: Sequence[Record], teams: tuple[Sequence[str], Numbers], by_team: Grid, only: str | None
) -> AllianceTable:
    """Everyone by name; of one team alone, where it is asked for."""
    names, (team, mine) = [*(one.display_name for one in people), NO_CLINICIAN], teams
    grid = held.grid(len(names))
    rows = [row for row in _with_sessions(grid) if only in {None, team[row]}]
    return _table(names, grid, rows, hidden_people(grid.clients, by_team.clients, mine))


def _with_sessions(grid: Grid) -> list[int]:
    found: list[int] = np.flatnonzero(grid.sums["sessions"].any(axis=1)).tolist()
    return found


def _nobody() -> AllianceTable:
    return _table([], _nothing(), [], np.zeros((0, 0), np.bool_))


def _by_programme(
    found: ServiceColumns, part: Part, months: tuple[date, date], people: int
) -> tuple[AllianceTable, ...]:
    """A row for each programme, as on the page; nothing in a clinic without programmes."""
    if len(part.programmes) == 1:  # of none, alone
        return ()
    held, into = _by_person_and_programme(found, part, months, people)
    grid = held.grid(len(part.programmes), into)
    return (_table(part.programme_names, grid, held.shared(into), _alone(grid)),)


def _of_programme(found: ServiceColumns, part: Part, months: tuple[date, date], people: int) -> AllianceTable:
    """The row of one programme, among all others in their order."""
    held, into = _by_person_and_programme(found, part, months, people)
    grid = held.grid(len(part.programmes), into)
    place = list(part.programmes).index(part.programme or NO_PROGRAMME)
    return _table([part.name] * len(part.programmes), grid, [place], _alone(grid))


def _by_person_and_programme(
    found: ServiceColumns, part: Part, months: tuple[date, date], people: int
) -> tuple[_Held, Numbers]:
    """Sessions by person and programme, the programmes in their order; and which programme each of these rows is of."""
    count = len(part.programmes)
    place_of = {one: place for place, one in enumerate(part.programmes)}
    known, at = np.unique(found.programme, return_inverse=True)
    place = np.array([place_of[one] for one in known.tolist()], np.int64)[at]
    row = np.where(found.row == UNKNOWN, UNKNOWN, found.row * count + place)
    return _Held(found, row, months), np.tile(np.arange(count), people)


def _alone(grid: Grid) -> Mask:
    """What is withheld of rows that add up to the whole."""
    return hidden_cells(grid.clients, np.zeros(len(grid.clients), np.int64))


class _Held:
    """Sessions by row and week of some months."""

    def __init__(self, found: ServiceColumns, row: Numbers, months: tuple[date, date]) -> None:
        self._found, self._row = found, row
        self._cells = _within(found.cells(row), *months)
        self._months = _every_month(*months)

    def shared(self, into: Numbers) -> list[int]:
        """Teams or programmes in which several people held sessions: the row of one alone would be that person's."""
        people = np.bincount(into[np.unique(self._cells.row)])
        found: list[int] = np.flatnonzero(people >= SEVERAL).tolist()
        return found

    def grid(self, rows: int, into: Numbers | None = None) -> Grid:
        """Rows, or what they are put together into, with different clients counted where the weeks do not tell."""
        cells = self._cells if into is None else replace(self._cells, row=into[self._cells.row])
        grid = alliance_grid(cells, rows=rows, period=Period.MONTH, periods=self._months)
        if not unclear_cells(grid).any():
            return grid
        met = self._found.met(self._row)
        return with_clients(grid, met if into is None else replace(met, row=into[met.row]), Period.MONTH)


def _every_month(since: date, last: date) -> tuple[date, ...]:
    """Twelve columns, whatever happened: a month left out would tell that nobody came, and few must look like none."""
    return periods_between(days_of(since, Period.MONTH)[0], days_of(last, Period.MONTH)[1], Period.MONTH)


def _within(cells: Cells, since: date, first: date) -> Cells:
    """Only weeks of these months."""
    weeks = np.unique(cells.week)
    kept = [int(one) for one in weeks if since <= period_of(date.fromordinal(int(one)), Period.MONTH) <= first]
    rows = np.isin(cells.week, kept)
    return Cells(**{one.name: getattr(cells, one.name)[rows] for one in fields(Cells)})


def _nothing() -> Grid:
    nothing = Cells(**{one.name: np.zeros(0, np.int64) for one in fields(Cells)})
    return alliance_grid(nothing, rows=0, period=Period.MONTH)


def _table(names: Sequence[str], grid: Grid, rows: Sequence[int], hidden: Mask) -> AllianceTable:
    from fit.reports.service_report import MEASURES, AllianceTable

    some = grid.at(rows, range(len(grid.periods)))
    mine = hidden[list(rows)]
    views = {one: view_without(some, one, mine) for one in MEASURES}
    return AllianceTable(rows=tuple(names[row] for row in rows), periods=some.periods, views=views)
