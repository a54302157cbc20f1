"""The alliance across the caseload: rows of clinicians, teams or programmes, columns of weeks, months or quarters."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.errors import InputError
from fit.service.intervals import FEWEST_FOR_INTERVAL, wilson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Counts = NDArray[np.int64]
    Numbers = NDArray[np.float64]

__all__ = [
    "SUMS",
    "Cells",
    "Grid",
    "GridView",
    "Measure",
    "Met",
    "Period",
    "alliance_grid",
    "days_of",
    "period_of",
    "periods_between",
]

UNCERTAIN_BELOW = 10
"""[sessions] below these one session moves a share by more than ten points: hatched, not coloured."""
THURSDAY, SUNDAY = 3, 6
"""[days from Monday] a week belongs to the month of its Thursday, in which most of its days lie (as in ISO 8601)."""
LEAST_SCORE, MOST_SCORE = 0.0, 40.0
"""[points] Ends of the scale of session ratings."""
TENTHS = 10
DAYS_OF_WEEK = 7
QUARTER_MONTHS = 3


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
    QUARTER = "quarter"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Who was met when, one entry a session: row of the grid, ordinal of the week's Monday, and client."""

    row: Counts
    week: Counts
    client: Counts


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
    wholly, and the truth is somewhat less sure. `least` and `most` are what rounding leaves open of the value itself:
    both are the value where nothing is rounded, and of shares, whose interval says it.
    """

    measure: Measure
    value: Numbers
    n: Counts
    lower: Numbers
    upper: Numbers
    uncertain: NDArray[np.bool_]
    least: Numbers
    most: Numbers

    @classmethod
    def of(cls, measure: Measure, value: Numbers, n: Counts, lower: Numbers, upper: Numbers) -> GridView:
        """A view of which rounding leaves nothing open; uncertain where few are counted."""
        uncertain = n < UNCERTAIN_BELOW
        return cls(
            measure=measure, value=value, n=n, lower=lower, upper=upper, uncertain=uncertain, least=value, most=value
        )

    def only(self, rows: slice | list[int]) -> GridView:
        """These rows, in this order."""
        return replace(self, **{name: getattr(self, name)[rows] for name in PARTS})

    def below(self, first: GridView) -> GridView:
        """The rows of the other view, and then these."""
        parts: dict[str, Any] = {name: np.concatenate([getattr(first, name), getattr(self, name)]) for name in PARTS}
        return replace(self, **parts)


PARTS = tuple(one.name for one in fields(GridView) if one.name != "measure")
"""Of a view, [rows, periods] each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Sums [rows, periods], each period known by its first day (the Monday of a week, the first of a month or quarter).

    `clients` is the most of any week: there are at least so many different ones, and at most `client_weeks`, which adds
    up all weeks. Where five are between the two, `fit.service.published_grid.with_clients` counts them.
    """

    periods: tuple[date, ...]
    sums: Mapping[str, Counts]
    clients: Counts
    client_weeks: Counts

    def at(self, rows: Sequence[int], columns: Sequence[int]) -> Grid:
        """These rows and periods, in this order."""
        place = np.ix_(list(rows), list(columns))
        return replace(
            self,
            periods=tuple(self.periods[column] for column in columns),
            sums={name: sums[place] for name, sums in self.sums.items()},
            clients=self.clients[place],
            client_weeks=self.client_weeks[place],
        )

    def with_sessions(self, rows: Sequence[int]) -> list[int]:
        """Columns in which something of these rows happened."""
        return np.flatnonzero((self.sums["sessions"][list(rows)] > 0).any(axis=0)).tolist()

    def view(self, measure: Measure) -> GridView:
        """One measure of every cell."""
        return view_of(self.sums, measure)


def period_of(monday: date, period: Period) -> date:
    """First day of the period that a week belongs to."""
    if period == Period.WEEK:
        return monday
    month = (monday + timedelta(days=THURSDAY)).replace(day=1)
    return month if period == Period.MONTH else month.replace(month=month.month - (month.month - 1) % QUARTER_MONTHS)


def days_of(begins: date, period: Period) -> tuple[date, date]:
    """First and last day of the weeks that belong to a period."""
    if period == Period.WEEK:
        return begins, begins + timedelta(days=SUNDAY)
    months = {Period.MONTH: 1, Period.QUARTER: QUARTER_MONTHS}[period]
    after = begins.month - 1 + months
    ends = date(begins.year + after // 12, after % 12 + 1, 1)
    return _monday_of_first(begins), _monday_of_first(ends) - timedelta(days=1)


def _monday_of_first(month: date) -> date:
    """Monday of the week with the first Thursday of a month."""
    return month + timedelta(days=(THURSDAY - month.weekday()) % 7 - THURSDAY)


def periods_between(since: date, until: date, period: Period) -> tuple[date, ...]:
    """Every period of the weeks that begin from one day to another, whether anything happened in it or not."""
    first = since + timedelta(days=-since.weekday() % DAYS_OF_WEEK)
    weeks = range(0, (until - first).days + 1, DAYS_OF_WEEK)
    return tuple(sorted({period_of(first + timedelta(days=days), period) for days in weeks}))


def alliance_grid(cells: Cells, *, rows: int, period: Period, periods: Sequence[date] = ()) -> Grid:
    """Add weekly cells up to a grid; periods in which nothing happened anywhere are left out, but for `periods`.

    Parameters
    ----------
    periods : columns that there are anyhow: to leave one out would tell that nothing happened

    Raises
    ------
    InputError
        when a cell names a row that the grid does not have.
    """
    if cells.row.size and not 0 <= int(cells.row.min()) <= int(cells.row.max()) < rows:
        raise InputError(f"A cell names row {cells.row.max()} of {rows}. Number rows from 0.")
    weeks, week = np.unique(cells.week, return_inverse=True)
    begins = [period_of(date.fromordinal(int(one)), period) for one in weeks]
    every = tuple(sorted({*begins, *periods}))
    column = np.array([every.index(one) for one in begins], np.int64)[week] if weeks.size else week
    place = cells.row * len(every) + column
    shape = (rows, len(every))
    sums = {name: _summed(getattr(cells, name), place, shape) for name in SUMS}
    return Grid(
        periods=every,
        sums=sums,
        clients=_most_clients(cells, week, len(weeks), column, shape),
        client_weeks=_summed(cells.clients, place, shape),
    )


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
    return GridView.of(measure, value, n, *wilson(value, n))


def _mean(sums: Mapping[str, Counts]) -> GridView:
    """Mean [points] with Student's interval within the scale, from sums and sums of squares of tenths.

    No interval of fewer than five ratings, nor where all are alike: it would be one point wide, or reach beyond 40.
    """
    from scipy.special import stdtrit

    n = sums["with_alliance"]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = sums["sum_tenths"] / n
        variance = (sums["sum_squares"] - sums["sum_tenths"] * value) / (n - 1)
        half = stdtrit(np.maximum(n - 1, 1), (1 + 0.95) / 2) * np.sqrt(np.maximum(variance, 0) / n)
    half = np.where((n >= FEWEST_FOR_INTERVAL) & (variance > 0), half, np.nan)
    lower = np.maximum((value - half) / TENTHS, LEAST_SCORE)
    upper = np.minimum((value + half) / TENTHS, MOST_SCORE)
    return GridView.of(Measure.MEAN, value / TENTHS, n, lower, upper)
