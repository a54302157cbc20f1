"""The service report and the page withhold the same cells of the alliance grid, and say the same in the others."""

from __future__ import annotations

import shutil
from itertools import product

import numpy as np
import pytest

from fit.casework import Settings, director, open_clinic
from fit.casework.views import CellState, GridRows
from fit.reports.service_report import MEASURES
from fit.service.alliance_grid import Period
from tests.fit.casework.attacks import report_of, reported
from tests.fit.casework.random_store import brought_in, told_service
from tests.fit.casework.world import Clock, World

WITHHELD = {CellState.NOTHING, CellState.FEW_CLIENTS, CellState.IN_COMPANY}


@pytest.fixture(scope="module", params=[1, 4])
def stored(request, founded, tmp_path_factory):
    """A small service; one of its teams, and one of its programmes, is small enough to take another along."""
    folder, people = founded
    copied = shutil.copytree(folder, tmp_path_factory.mktemp("reported") / "clinic")
    clock = Clock()
    clinic = open_clinic(Settings(folder=copied), clock=clock)
    yield brought_in(World(clinic, clock, people), told_service(request.param, count=110))
    clinic.close()


def screen(world, chosen, measure):
    """The grid of the page that has the rows of this report, everybody together or the part itself as one row."""
    asked = {"measure": measure, "period": Period.MONTH}
    if chosen.programme is not None:
        grid = director.open_alliance_grid(world.clinic, world.dan, rows=GridRows.PROGRAMMES, **asked)
        place = [row.name for row in grid.rows].index(chosen.programme)
        return None, grid.only(slice(place, place + 1))
    people = director.open_alliance_grid(world.clinic, world.dan, rows=GridRows.CLINICIANS, team=chosen.team, **asked)
    if chosen.team is None:
        return people, people.together
    teams = director.open_alliance_grid(world.clinic, world.dan, rows=GridRows.TEAMS, **asked)
    place = [row.name for row in teams.rows].index(chosen.team)
    return people, teams.only(slice(place, place + 1))


def parts_on_screen(world, chosen, measure):
    """The page's rows by team and by programme, beside a report of all."""
    if chosen.team is not None or chosen.programme is not None:
        return ()
    asked = {"measure": measure, "period": Period.MONTH}
    return tuple(
        director.open_alliance_grid(world.clinic, world.dan, rows=rows, **asked)
        for rows in (GridRows.TEAMS, GridRows.PROGRAMMES)
    )


def cells_of(grid, months):
    """By row and month: what is told (a value, its n and its interval), or that nothing is."""
    found = {}
    for (place, row), (column, begins) in product(enumerate(grid.rows), enumerate(grid.periods)):
        if begins in months:
            view, state = grid.view, grid.states[place][column]
            told = tuple(float(getattr(view, name)[place, column]) for name in ("value", "lower", "upper"))
            n = int(view.n[place, column])
            found[row.name, begins] = None if state in WITHHELD or not n else (n, *np.round(told, 9).tolist())
    return found


def test_the_same_grid_has_the_same_withheld_cells_on_screen_and_in_the_report(stored):
    told = withheld = 0
    for chosen, measure in product(reported(stored), MEASURES):
        report = report_of(stored, chosen)
        shown_there = (*screen(stored, chosen, measure), *parts_on_screen(stored, chosen, measure))
        assert chosen.count or all(table.rows for table in report.parts)
        for grid, table in zip(shown_there, (report.clinicians, report.whole, *report.parts), strict=True):
            if grid is None:
                assert table.rows == ()
                continue
            shown, view = cells_of(grid, table.periods), table.views[measure]
            for (place, name), (column, begins) in product(enumerate(table.rows), enumerate(table.periods)):
                n = int(view.n[place, column])
                here = (float(one[place, column]) for one in (view.value, view.lower, view.upper))
                cell = (n, *np.round(list(here), 9).tolist()) if n else None
                np.testing.assert_equal(cell, shown.get((name, begins)), f"{chosen} {measure} {name} {begins}")
                told, withheld = told + bool(n), withheld + (not n)
    assert told > 100
    assert withheld > 100
