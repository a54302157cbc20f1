"""The alliance across the caseload: rows of clinicians, teams or programmes, columns of weeks or months, from sums."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from fit.errors import InputError
from fit.service.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Counts = NDArray[np.int64]
    Numbers = NDArray[np.float64]

__all__ = ["SUMS", "Cells", "Grid", "GridView", "Measure", "Period", "alliance_grid", "period_of"]

UNCERTAIN_BELOW = 10
"""[sessions] below these one session moves a share by more than ten points: hatched, not coloured."""
THURSDAY = 3
"""[days from Monday] a week belongs to the month of its Thursday, in which most of its days lie (as in ISO 8601)."""
TENTHS = 10


class Measure(StrEnum):
    """What a cell says."""

    BELOW_LINE = "below_line"
    MEAN = "mean"
    DROP = "drop"
    UNRATED = "unrated"
    REPAIRED = "repaired"


class Period(StrEnum):
    """What a column stands for."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Weekly sums, one entry a row and week, as they are kept with every rating.

    `row` is the place of the row in the grid; `week` the ordinal of its Monday (`date.toordinal`). `clients` are the
    different clients with a session in that week; `comparable` the alliance ratings that have one before them in their
    episode; `followed` the dips that three more alliance ratings followed, `repaired` those of them that came back.
    """

    row: Counts
    week: Counts
    clients: Counts
    sessions: Counts
    with_alliance: Counts
    comparable: Counts
    below_line: Counts
    drops: Counts
    sum_tenths: Counts
    sum_squares: Counts
    dips: Counts
    followed: Counts
    repaired: Counts

    def __post_init__(self) -> None:
        if len({getattr(self, one.name).size for one in fields(self)}) > 1:
            raise InputError("The columns of cells are not equally long. Give one entry a cell in each.")


SUMS = tuple(one.name for one in fields(Cells) if one.name not in {"row", "week", "clients"})
HITS = {
    Measure.BELOW_LINE: ("below_line", "with_alliance"),
    Measure.DROP: ("drops", "comparable"),
    Measure.REPAIRED: ("repaired", "followed"),
}
"""Which sum is divided by which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridView:
    """One measure [rows, periods]: shares, or points for the mean; NaN where nothing can be said.

    The interval takes sessions as independent: within a week they are of different clients, over months they are not
    wholly, and the truth is somewhat less sure.
    """

    measure: Measure
    value: Numbers
    n: Counts
    lower: Numbers
    upper: Numbers
    uncertain: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Sums [rows, periods], each period known by its first day (the Monday of a week, the first of a month).

    `clients` is the most of any week: there are at least so many different ones.
    """

    periods: tuple[date, ...]
    sums: Mapping[str, Counts]
    clients: Counts

    def view(self, measure: Measure) -> GridView:
        """One measure of every cell."""
        return view_of(self.sums, measure)

    def rows(self, measure: Measure) -> GridView:
        """One measure of every row, all periods together [rows, 1]."""
        return view_of({name: sums.sum(axis=1, keepdims=True) for name, sums in self.sums.items()}, measure)


def period_of(monday: date, period: Period) -> date:
    """First day of the period that a week belongs to."""
    if period == Period.WEEK:
        return monday
    return (monday + timedelta(days=THURSDAY)).replace(day=1)


def alliance_grid(cells: Cells, *, rows: int, period: Period) -> Grid:
    """Add weekly cells up to a grid; periods in which nothing happened anywhere are left out.

    Raises
    ------
    InputError
        when a cell names a row that the grid does not have.
    """
    if cells.row.size and not 0 <= int(cells.row.min()) <= int(cells.row.max()) < rows:
        raise InputError(f"A cell names row {cells.row.max()} of {rows}. Number rows from 0.")
    weeks, week = np.unique(cells.week, return_inverse=True)
    begins = [period_of(date.fromordinal(int(one)), period) for one in weeks]
    periods = tuple(sorted(set(begins)))
    column = np.array([periods.index(one) for one in begins], np.int64)[week] if weeks.size else week
    place = cells.row * len(periods) + column
    shape = (rows, len(periods))
    sums = {name: _summed(getattr(cells, name), place, shape) for name in SUMS}
    return Grid(periods=periods, sums=sums, clients=_most_clients(cells, week, len(weeks), column, shape))


def _summed(values: Counts, place: Counts, shape: tuple[int, int]) -> Counts:
    # Sums of whole numbers in doubles are exact up to 2^53.
    return np.bincount(place, values, minlength=shape[0] * shape[1]).astype(np.int64).reshape(shape)


def _most_clients(cells: Cells, week: Counts, weeks: int, column: Counts, shape: tuple[int, int]) -> Counts:
    """Most clients of any week in each period; clinicians' clients of one week add up to those of a team."""
    weekly = _summed(cells.clients, cells.row * weeks + week, (shape[0], weeks))
    most = np.zeros(shape, np.int64)
    column_of_week = np.zeros(weeks, np.int64)
    column_of_week[week] = column
    for one in range(weeks):
        most[:, column_of_week[one]] = np.maximum(most[:, column_of_week[one]], weekly[:, one])
    return most


def view_of(sums: Mapping[str, Counts], measure: Measure) -> GridView:
    """One measure with its interval, from sums of any shape."""
    if measure == Measure.MEAN:
        return _mean(sums)
    if measure == Measure.UNRATED:
        return _share(measure, sums["sessions"] - sums["with_alliance"], sums["sessions"])
    hits, n = HITS[measure]
    return _share(measure, sums[hits], sums[n])


def _share(measure: Measure, hits: Counts, n: Counts) -> GridView:
    with np.errstate(divide="ignore", invalid="ignore"):
        value = hits / n
    lower, upper = wilson(value, n)
    return GridView(measure=measure, value=value, n=n, lower=lower, upper=upper, uncertain=n < UNCERTAIN_BELOW)


def _mean(sums: Mapping[str, Counts]) -> GridView:
    """Mean [points] with Student's interval, from sums and sums of squares of tenths; no interval of one rating."""
    from scipy.special import stdtrit

    n = sums["with_alliance"]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = sums["sum_tenths"] / n
        variance = (sums["sum_squares"] - sums["sum_tenths"] * value) / (n - 1)
        half = stdtrit(np.maximum(n - 1, 1), (1 + 0.95) / 2) * np.sqrt(np.maximum(variance, 0) / n)
    half = np.where(n > 1, half, np.nan)
    return GridView(
        measure=Measure.MEAN,
        value=value / TENTHS,
        n=n,
        lower=(value - half) / TENTHS,
        upper=(value + half) / TENTHS,
        uncertain=n < UNCERTAIN_BELOW,
    )
