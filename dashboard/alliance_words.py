"""The alliance across the caseload in words: what is measured, what a cell says, and why another one says nothing."""

from __future__ import annotations

from datetime import timedelta
from math import floor, isnan
from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.dates import MONTHS, day_said
from dashboard.sentences import counted
from fit.casework.views import CellState, GridRows
from fit.service.alliance_grid import Measure, Period, days_of
from fit.service.grid_order import Order
from fit.service.grid_scale import Side, ends_of_rounded, is_sure, side_of
from fit.service.intervals import FEWEST_FOR_INTERVAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from fit.casework.views import AllianceGrid

__all__ = [
    "MEASURE",
    "ORDER",
    "PERIOD",
    "ROWS",
    "cell_said",
    "definition_of",
    "figure_said",
    "grid_in_words",
    "interval_said",
    "one_row",
    "period_dated",
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
ROWS: Mapping[GridRows, str] = MappingProxyType(
    {GridRows.CLINICIANS: "Clinicians", GridRows.TEAMS: "Teams", GridRows.PROGRAMMES: "Programmes"}
)
PERIOD: Mapping[Period, str] = MappingProxyType(
    {Period.WEEK: "Weeks", Period.MONTH: "Months", Period.QUARTER: "Quarters"}
)
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
        CellState.FEW_CLIENTS: "Withheld: fewer than five clients, or fewer than eight to count, perhaps none.",
        CellState.IN_COMPANY: "Withheld: with it a smaller group beside it could be worked out.",
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
            "Counted here: single dips of the periods shown, each in the week of the dip. What works here counts "
            "ruptures of the whole time instead, of which dips that follow each other make one. A repair speaks well "
            "of a talk; a dip is no fault."
        ),
    }[grid.measure]


def period_said(begins: date, period: Period) -> str:
    """Name a column, short enough for an axis."""
    month = MONTHS[begins.month - 1]
    if period == Period.QUARTER:
        return f"{month} to {MONTHS[begins.month + 1]} {begins.year}"
    return f"{begins.day} {month}" if period == Period.WEEK else f"{month} {begins.year}"


def period_titled(begins: date, period: Period) -> str:
    """Name a column in full."""
    said = period_dated(begins, period)
    return said[:1].upper() + said[1:]


def period_dated(begins: date, period: Period) -> str:
    """Name a column within a sentence, with its days where whole weeks shift them."""
    said = period_within(begins, period)
    if period == Period.WEEK:
        return said
    first, last = days_of(begins, period)
    if first == begins and (last + timedelta(days=1)).day == 1:
        return said
    return f"{said} ({first.day} {MONTHS[first.month - 1]} to {last.day} {MONTHS[last.month - 1]})"


def period_within(begins: date, period: Period) -> str:
    """Name a column within a sentence."""
    return f"week of {day_said(begins)}" if period == Period.WEEK else period_said(begins, period)


def value_said(measure: Measure, value: float) -> str:
    """Write a figure: points with one decimal, shares in whole percent."""
    return f"{value:.1f}" if measure is Measure.MEAN else f"{100 * value:.0f} %"


def figure_said(grid: AllianceGrid, row: int, column: int) -> str:
    """Write the figure of a cell: a range where rounding leaves no single number.

    One just below the line has two decimals: with one it would be written as if it lay on the line.
    """
    ends = ends_of_rounded(grid.view, (row, column))
    if ends is not None:
        return f"{ends[0]} to {ends[1]}"
    value, line = float(grid.view.value[row, column]), grid.cutoff.points
    if side_of(grid.view, (row, column), line) is Side.BELOW and float(f"{value:.1f}") >= line:
        return f"{floor(100 * value) / 100:.2f}"
    return value_said(grid.measure, value)


def interval_said(grid: AllianceGrid, row: int, column: int) -> str:
    """Write the interval of a cell, where there is one."""
    lower, upper = float(grid.view.lower[row, column]), float(grid.view.upper[row, column])
    if isnan(lower) or isnan(upper):
        few = int(grid.view.n[row, column]) < FEWEST_FOR_INTERVAL
        return "too few for an interval" if few else "all alike, so that there is no interval"
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
        return f"Fewer than eight, perhaps none, of {n}; at most {most}."
    value = figure_said(grid, row, column)
    if ends_of_rounded(grid.view, (row, column)) is not None:
        value += " (rounding leaves no more to be told)"
    about = "" if grid.exact or "rounding" in value else "about "
    return f"{about}{value}, {interval_said(grid, row, column)}, {n}.{_unsure(grid, row, column)}"


def _unsure(grid: AllianceGrid, row: int, column: int) -> str:
    if side_of(grid.view, (row, column), grid.cutoff.points) is Side.ABOUT:
        return " Uncertain: about the line, since rounding leaves open on which side of it."
    if grid.states[row][column] is CellState.UNCERTAIN:
        return " Few: uncertain."
    if is_sure(grid.view, (row, column), grid.cutoff.points):
        return ""
    if isnan(float(grid.view.lower[row, column])):
        return " Uncertain: without an interval."
    reaches = "reaches across the line" if grid.measure is Measure.MEAN else "is wider than a colour"
    return f" Uncertain: the interval {reaches}."


def one_row(grid: AllianceGrid) -> str:
    """Name what a row stands for, such as a clinician."""
    return ROWS[grid.by].lower().removesuffix("s")


def _of_how_many(grid: AllianceGrid, row: int, column: int) -> str:
    n = int(grid.view.n[row, column])
    said = counted(n, COUNTED[grid.measure], SEVERAL.get(grid.measure, ""))
    return said if grid.exact else f"about {said}"


def _told(grid: AllianceGrid) -> Iterator[tuple[int, int]]:
    for row, states in enumerate(grid.states):
        yield from ((row, at) for at, one in enumerate(states) if one in {CellState.SHOWN, CellState.UNCERTAIN})


def grid_in_words(grid: AllianceGrid) -> str:
    """Say the whole picture in two sentences, for who does not see it."""
    kinds = [state for states in grid.states for state in states]
    unsure = [bool(_unsure(grid, row, column)) for row, column in _told(grid)]
    shown, uncertain = unsure.count(False) + kinds.count(CellState.FEW_HITS), unsure.count(True)
    withheld = sum(state in WHY and state is not CellState.NOTHING for state in kinds)
    alike = "" if grid.exact else " (too few, perhaps none)"
    first, last = (period_within(one, grid.period) for one in (grid.periods[0], grid.periods[-1]))
    rows = counted(sum(bool(row.key) for row in grid.rows), one_row(grid))
    together = next((row.name for row in grid.rows if not row.key), "")
    is_named = grid.team or grid.programme  # a team's own name keeps its capital
    rows += f" and {together if is_named else together[0].lower() + together[1:]}" if together else ""
    return (
        f"{MEASURE[grid.measure]}: {rows} by {counted(len(grid.periods), grid.period.value)}, "
        f"{first} to {last}. "
        f"{counted(shown, 'cell')} coloured, {uncertain} hatched because uncertain, {withheld} withheld{alike}. "
        "The same stands in the table below."
    )
