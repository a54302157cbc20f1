"""What the rows of the alliance grid are made of: clinicians, teams, programmes, or clinicians within a programme.

With each comes which cells are withheld from somebody who may not see the clients. Everybody's cells are read before
any row is picked, since what stands on the other rows decides of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from fit.casework._programmes import names_of
from fit.casework.views import GridRows
from fit.service.alliance_grid import SUMS, Cells, Met, alliance_grid
from fit.service.published_grid import hidden_both_ways, hidden_cells, hidden_people, unclear_cells, with_clients
from fit.store.cells import FIGURES
from fit.store.ids import shown
from fit.store.queries.alliance import cells_since, programme_weeks, programmes_since, sessions_met

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from fit.casework._deed import Deed
    from fit.service.alliance_grid import Grid, Period
    from fit.store.types import Record

Mask: TypeAlias = "NDArray[np.bool_]"
Week: TypeAlias = "tuple[int, date, tuple[int, ...]]"
Named: TypeAlias = "tuple[str, str, str]"
"""Key, name and team of a row."""
NO_TEAM = "No team"
TOGETHER: Named = ("", "Everybody together", "")
EVERYBODY = -1
"""Stands for every clinician and programme."""
DAYS_OF_WEEK = 7
BEFORE, AFTER = timedelta(days=7), timedelta(days=100)
"""From the first day of a quarter: its first week may begin before, its last one ends within."""


class _Key(StrEnum):
    """By what a row is found: a clinician's id, a programme's, both, or neither (everybody together)."""

    CLINICIAN = "clinician"
    PROGRAMME = "programme"
    BOTH = "both"
    NEITHER = "neither"

    def of(self, programme: int, clinician: int) -> Any:
        """The key of a session's row."""
        keys = {_Key.CLINICIAN: clinician, _Key.PROGRAMME: programme, _Key.BOTH: (programme, clinician)}
        return keys.get(self, EVERYBODY)

    def parts_of(self, keys: Sequence[Any]) -> tuple[list[int], list[int]]:
        """Programmes and clinicians in these keys; none of either where they do not say."""
        if self is _Key.BOTH:
            return sorted({which for which, _ in keys}), sorted({who for _, who in keys})
        return list(keys) * (self is _Key.PROGRAMME), list(keys) * (self is _Key.CLINICIAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Whose sessions a grid is about, and where its clients are counted."""

    deed: Deed
    people: Sequence[int]
    period: Period
    columns: Sequence[date]
    """Every period of the range, for whom none must look like few; empty for who is told where nothing happened."""

    def met(self, periods: Sequence[date], unclear: Mask, row_of: Mapping[Any, int], by: _Key) -> Met:
        """Sessions of the rows and periods that are unclear, in one query."""
        columns = np.flatnonzero(unclear.any(axis=0)).tolist()
        wanted = by.parts_of([key for key, row in row_of.items() if unclear[row].any()])
        programme, clinician, day, client = sessions_met(
            self.deed.connection,
            self.deed.clinic_id,
            wanted[1] or self.people,
            periods[columns[0]] - BEFORE,
            periods[columns[-1]] + AFTER,
            wanted[0],
        )
        (which, at), (who, by_whom) = (np.unique(one, return_inverse=True) for one in (programme, clinician))
        rows = [[row_of.get(by.of(one, person), -1) for person in who.tolist()] for one in which.tolist()]
        row = np.array(rows, np.int64).reshape(which.size, who.size)[at, by_whom]
        there = row >= 0
        return Met(row=row[there], week=(day - (day - 1) % DAYS_OF_WEEK)[there], client=client[there])


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows by name, their sums, and which cells [rows, periods] are withheld from a director."""

    named: Sequence[Named]
    grid: Grid
    hidden: Mask
    whole: Table | None = None
    """One row, over the same periods: all of these together."""

    def only(self, rows: Sequence[int], whole: Table | None = None, *, every_period: bool) -> Table:
        """These rows alone; what is withheld stays withheld.

        Parameters
        ----------
        whole : what these rows are together, in one row
        every_period : or else without periods in which nothing of theirs happened
        """
        chosen = list(rows)
        kept = list(range(len(self.grid.periods))) if every_period else self.grid.with_sessions(chosen)
        return self.at(chosen, kept, None if whole is None else whole.at([0], kept, None))

    def row(self, place: int) -> Table:
        """One row alone, over all periods, as what its parts are together."""
        return replace(self.at([place], range(len(self.grid.periods)), None), named=[TOGETHER])

    def at(self, rows: Sequence[int], columns: Sequence[int], whole: Table | None) -> Table:
        """These rows and periods, beside what they are together."""
        place = np.ix_(list(rows), list(columns))
        grid = self.grid.at(rows, columns)
        return Table(named=[self.named[row] for row in rows], grid=grid, hidden=self.hidden[place], whole=whole)


def table_of(
    deed: Deed,
    people: Sequence[Record],
    since: date,
    period: Period,
    by: GridRows,
    *,
    team: str | None,
    programme: str | None,
    columns: Sequence[date] = (),
) -> Table:
    """The rows that are asked for, and all of them together, from the weekly cells of these people.

    Parameters
    ----------
    columns : every period of the range, for whom none must look like few
    """
    names = names_of(deed)
    asked = _Asked(deed=deed, people=tuple(one.id for one in people), period=period, columns=columns)
    if programme is not None:
        return _within(asked, people, since, names, programme)
    if by == GridRows.PROGRAMMES:
        return _programmes(asked, since, names)
    weeks = cells_since(deed.connection, deed.clinic_id, asked.people, since)
    seen = _seen(people, weeks)
    if by == GridRows.TEAMS:
        return replace(_teams(asked, seen, weeks), whole=_whole(asked, weeks))
    table = _people(asked, seen, weeks)
    return replace(table, whole=_whole(asked, weeks)) if team is None else _of_team(asked, table, seen, weeks, team)


def _of_team(asked: _Asked, table: Table, people: Sequence[Record], weeks: Sequence[Week], team: str) -> Table:
    """The clinicians of one team, beside the team's own row."""
    teams = _teams(asked, people, weeks)
    whole = next((place for place, (name, _, _) in enumerate(teams.named) if name == team), None)
    rows = [place for place, (_, _, of_team) in enumerate(table.named) if of_team == team]
    return table.only(rows, None if whole is None else teams.row(whole), every_period=bool(asked.columns))


def _whole(asked: _Asked, weeks: Sequence[Week]) -> Table:
    """Everybody together, in one row."""
    grid = _grid(asked, [(EVERYBODY, week, figures) for _, week, figures in weeks], {EVERYBODY: 0}, 1, _Key.NEITHER)
    return Table(named=[TOGETHER], grid=grid, hidden=hidden_cells(grid.clients, np.zeros(1, np.int64)))


def team_of(person: Record) -> str:
    """The team of a clinician, or that there is none."""
    return person.team or NO_TEAM


def _seen(people: Sequence[Record], weeks: Sequence[Week]) -> Sequence[Record]:
    seen = {clinician_id for clinician_id, _, _ in weeks}
    return [one for one in people if one.id in seen]


def _teams(asked: _Asked, people: Sequence[Record], weeks: Sequence[Week]) -> Table:
    """Teams, beside the whole clinic: a small team takes another one along."""
    teams = sorted({team_of(one) for one in people})
    grid = _grid(asked, weeks, {one.id: teams.index(team_of(one)) for one in people}, len(teams))
    hidden = hidden_cells(grid.clients, np.zeros(len(teams), np.int64))
    return Table(named=[(one, one, one) for one in teams], grid=grid, hidden=hidden)


def _people(asked: _Asked, people: Sequence[Record], weeks: Sequence[Week]) -> Table:
    """Clinicians, beside the figure of their team: where that is withheld, they are, so that none can be added up."""
    grid = _grid(asked, weeks, {one.id: place for place, one in enumerate(people)}, len(people))
    teams = _teams(asked, people, weeks)
    known = [name for name, _, _ in teams.named]
    team = np.array([known.index(team_of(one)) for one in people], np.int64)
    hidden = hidden_people(grid.clients, teams.grid.clients, team)
    return Table(named=[(shown(one.id), one.display_name, team_of(one)) for one in people], grid=grid, hidden=hidden)


def _programmes(asked: _Asked, since: date, names: Mapping[int, str]) -> Table:
    """Programmes, which add up to the whole clinic."""
    weeks = programmes_since(asked.deed.connection, asked.deed.clinic_id, asked.people, since)
    seen = {programme for programme, _, _ in weeks}
    table = _of_programmes(asked, weeks, [one for one in names if one in seen], names)
    return replace(table, whole=_whole(asked, weeks))


def _of_programmes(asked: _Asked, weeks: Sequence[Week], programmes: Sequence[int], names: Mapping[int, str]) -> Table:
    row_of = {one: place for place, one in enumerate(programmes)}
    grid = _grid(asked, weeks, row_of, len(programmes), _Key.PROGRAMME)
    hidden = hidden_cells(grid.clients, np.zeros(len(programmes), np.int64))
    return Table(named=[(names[one], names[one], "") for one in programmes], grid=grid, hidden=hidden)


def _within(asked: _Asked, people: Sequence[Record], since: date, names: Mapping[int, str], programme: str) -> Table:
    """Clinicians within one programme, each beside the own figure and that of the programme."""
    found = programme_weeks(asked.deed.connection, asked.deed.clinic_id, asked.people, since)
    of_people = [(who, week, figures) for _, who, week, figures in found]
    of_programmes = [(which, week, figures) for which, _, week, figures in found]
    seen, met = _seen(people, of_people), {which for which, *_ in found}
    known = [one for one in names if one in met]
    place = {(one, who.id): row * len(known) + at for row, who in enumerate(seen) for at, one in enumerate(known)}
    weeks = [((which, who), week, figures) for which, who, week, figures in found]
    grid = _grid(asked, weeks, place, len(place), _Key.BOTH)
    margins = _people(asked, seen, of_people), _of_programmes(asked, of_programmes, known, names)
    shape = (len(seen), len(known), len(grid.periods))
    hidden = hidden_both_ways(grid.clients.reshape(shape), margins[0].hidden, margins[1].hidden)
    named = [one for one in margins[0].named for _ in known]
    whole = Table(named=named, grid=grid, hidden=hidden.reshape(grid.clients.shape))
    at = next((at for at, one in enumerate(known) if names[one] == programme), None)
    rows = [] if at is None else range(at, len(place), len(known))
    there = [row for row in rows if grid.sums["sessions"][row].any()]
    return whole.only(there, None if at is None else margins[1].row(at), every_period=bool(asked.columns))


def _grid(
    asked: _Asked,
    weeks: Sequence[tuple[Any, date, tuple[int, ...]]],
    row_of: Mapping[Any, int],
    rows: int,
    by: _Key = _Key.CLINICIAN,
) -> Grid:
    """Add weeks up, with different clients counted where the weeks do not say whether there are five."""
    figures = np.array([one for _, _, one in weeks], np.int64).reshape(len(weeks), len(FIGURES))
    cells = Cells(
        row=np.array([row_of[whose] for whose, _, _ in weeks], np.int64),
        week=np.array([week.toordinal() for _, week, _ in weeks], np.int64),
        **{name: figures[:, FIGURES.index(name)] for name in ("clients", *SUMS)},
    )
    grid = alliance_grid(cells, rows=rows, period=asked.period, periods=asked.columns if weeks else ())
    unclear = unclear_cells(grid)
    return with_clients(grid, asked.met(grid.periods, unclear, row_of, by), asked.period) if unclear.any() else grid
