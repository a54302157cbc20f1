"""The alliance across the caseload in words: what is measured, what a cell says, and why another one says nothing."""

from __future__ import annotations

from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.dates import MONTHS, day_said
from dashboard.sentences import counted
from fit.casework.views import CellState, GridRows
from fit.service.alliance_grid import Measure, Period
from fit.service.grid_order import Order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fit.casework.views import AllianceGrid

__all__ = [
    "MEASURE",
    "ORDER",
    "PERIOD",
    "ROWS",
    "cell_said",
    "definition_of",
    "grid_in_words",
    "interval_said",
    "period_said",
    "period_titled",
    "period_within",
    "value_said",
]

MEASURE: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.MEAN: "Mean session rating",
        Measure.BELOW_LINE: "Session ratings below the line",
        Measure.DROP: "Falls since the session before",
        Measure.UNRATED: "Sessions without a session rating",
        Measure.REPAIRED: "Dips that were repaired",
    }
)
ROWS: Mapping[GridRows, str] = MappingProxyType({GridRows.CLINICIANS: "Clinicians", GridRows.TEAMS: "Teams"})
PERIOD: Mapping[Period, str] = MappingProxyType({Period.WEEK: "Weeks", Period.MONTH: "Months"})
ORDER: Mapping[Order, str] = MappingProxyType(
    {Order.NAME: "Name", Order.SIZE: "Number of sessions", Order.RECENT_CHANGE: "Recent change, either way"}
)
COUNTED: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.MEAN: "session rating",
        Measure.BELOW_LINE: "session rating",
        Measure.DROP: "session rating with one before it",
        Measure.UNRATED: "session",
        Measure.REPAIRED: "dip",
    }
)
SEVERAL = {Measure.DROP: "session ratings with one before them"}
WHY: Mapping[CellState, str] = MappingProxyType(
    {
        CellState.NOTHING: "Nothing to count.",
        CellState.FEW_CLIENTS: "Withheld: fewer than five clients.",
        CellState.IN_COMPANY: "Withheld: with it a smaller group of the team could be worked out.",
        CellState.FEW_RATINGS: "Withheld: fewer than five to count, perhaps none.",
    }
)


def definition_of(grid: AllianceGrid) -> str:
    """Say what the measure counts, and of what."""
    line, within = grid.cutoff, grid.repair_ratings
    return {
        Measure.MEAN: f"The mean of all session ratings. The scale of colours is centred on the line, {line}.",
        Measure.BELOW_LINE: f"Of all session ratings, the share below {line}.",
        Measure.DROP: "Of the session ratings that have one before them, the share that fell clearly since then.",
        Measure.UNRATED: "Of all sessions, the share in which no session rating was given.",
        Measure.REPAIRED: (
            f"Of the dips that {within} more session ratings followed, the share that came back within these. "
            "They stand in the week of the dip. A repair speaks well of a talk; a dip is no fault."
        ),
    }[grid.measure]


def period_said(begins: date, period: Period) -> str:
    """Name a column, short enough for an axis."""
    month = MONTHS[begins.month - 1]
    return f"{begins.day} {month}" if period == Period.WEEK else f"{month} {begins.year}"


def period_titled(begins: date, period: Period) -> str:
    """Name a column in full."""
    said = period_within(begins, period)
    return said[:1].upper() + said[1:]


def period_within(begins: date, period: Period) -> str:
    """Name a column within a sentence."""
    return f"week of {day_said(begins)}" if period == Period.WEEK else period_said(begins, period)


def value_said(measure: Measure, value: float) -> str:
    """Write a figure: points with one decimal, shares in whole percent."""
    return f"{value:.1f}" if measure is Measure.MEAN else f"{100 * value:.0f} %"


def interval_said(grid: AllianceGrid, row: int, column: int) -> str:
    """Write the interval of a cell, where there is one."""
    lower, upper = float(grid.view.lower[row, column]), float(grid.view.upper[row, column])
    if isnan(lower) or isnan(upper):
        return "no interval of a single one"
    low, high = value_said(grid.measure, lower), value_said(grid.measure, upper)
    return f"95 % interval {low.removesuffix(' %')} to {high}"


def cell_said(grid: AllianceGrid, row: int, column: int) -> str:
    """Say a cell: figure, interval and of how many; or why there is none."""
    state = grid.states[row][column]
    if state in WHY:
        return WHY[state]
    n = _of_how_many(grid, row, column)
    if state is CellState.FEW_HITS:
        most = value_said(grid.measure, float(grid.view.upper[row, column]))
        return f"Fewer than five, perhaps none, of {n}; at most {most}."
    value = value_said(grid.measure, float(grid.view.value[row, column]))
    unsure = " Few: uncertain." if state is CellState.UNCERTAIN else ""
    return f"{value}, {interval_said(grid, row, column)}, {n}.{unsure}"


def _of_how_many(grid: AllianceGrid, row: int, column: int) -> str:
    n = int(grid.view.n[row, column])
    said = counted(n, COUNTED[grid.measure], SEVERAL.get(grid.measure, ""))
    return said if grid.exact else f"about {said}"


def grid_in_words(grid: AllianceGrid) -> str:
    """Say the whole picture in two sentences, for who does not see it."""
    kinds = [state for states in grid.states for state in states]
    shown = sum(state in {CellState.SHOWN, CellState.FEW_HITS} for state in kinds)
    uncertain = kinds.count(CellState.UNCERTAIN)
    withheld = sum(state in WHY and state is not CellState.NOTHING for state in kinds)
    first, last = (period_within(one, grid.period) for one in (grid.periods[0], grid.periods[-1]))
    rows = counted(len(grid.rows), ROWS[grid.by].lower().removesuffix("s"))
    return (
        f"{MEASURE[grid.measure]}: {rows} by {counted(len(grid.periods), grid.period.value)}, "
        f"{first} to {last}. "
        f"{counted(shown, 'cell')} coloured, {uncertain} hatched because of few, {withheld} withheld. "
        "The same stands in the table below."
    )
