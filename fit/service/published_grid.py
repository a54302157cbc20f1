"""The alliance grid for somebody who may not see the clients: small cells hidden, and what gives them away.

Within a team and a period the hidden cells are never one alone, and never fewer than five clients together: the team's
own figure less the cells that are shown would else be the hidden one. The rest is rounded as in suppression.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from fit.service.alliance_grid import HITS, TENTHS, Grid, GridView, Measure, period_of
from fit.service.definitions import definition
from fit.service.intervals import Z_95
from fit.service.suppression import (
    SLACK,
    SMALLEST_GROUP,
    base_of,
    clients_in,
    round_counts,
    round_sums,
    wilson_of_rounded,
    with_company,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.service.alliance_grid import Met, Period
    from fit.service.definitions import Span

    Counts = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Numbers = NDArray[np.float64]

__all__ = [
    "counted",
    "hidden_both_ways",
    "hidden_cells",
    "hidden_people",
    "published_view",
    "unclear_cells",
    "view_without",
    "with_clients",
]

TOLD_PER_POINT = 2
"""A rounded mean is told in half points: three equal tenths would look exact where rounding made them equal."""
COARSE_BELOW = 15
"""[ratings] Sums are rounded to multiples of 40 points, so that a mean of fewer may be off by more than 1.5 points,
which is one colour of the picture: as uncertain as a small group."""
MEAN_AS = "alliance_first_mean"
"""Its bounds hold for every mean of alliance ratings."""


def unclear_cells(grid: Grid) -> Mask:
    """Cells of which the weeks do not say whether there are five different clients: fewer in any, more in all."""
    unclear: Mask = (grid.clients < SMALLEST_GROUP) & (grid.client_weeks >= SMALLEST_GROUP)
    return unclear


def with_clients(grid: Grid, met: Met, period: Period) -> Grid:
    """The same grid with its different clients counted where the weeks do not say whether there are five.

    Parameters
    ----------
    met : every session of the rows and periods of `unclear_cells`; others may be among them
    """
    unclear = unclear_cells(grid)
    weeks, at = np.unique(met.week, return_inverse=True)
    places = {begins: place for place, begins in enumerate(grid.periods)}
    column = np.array([places.get(period_of(date.fromordinal(int(one)), period), -1) for one in weeks], np.int64)[at]
    kept = column >= 0
    kept[kept] = unclear[met.row[kept], column[kept]]
    place = met.row[kept] * len(grid.periods) + column[kept]
    counted_in = clients_in(place, met.client[kept], unclear.size).reshape(unclear.shape)
    return replace(grid, clients=np.where(unclear, counted_in, grid.clients))


def hidden_people(people: Counts, teams: Counts, team: Counts) -> Mask:
    """Mark cells of clinicians that must not be shown: small ones and their company, and all of a withheld team.

    The whole clinic stands beside the teams, so that a small team takes another one along, with its clinicians.

    Parameters
    ----------
    people, teams : different clients in each cell [rows, periods]
    team : place in `teams` of each of these people
    """
    of_teams = hidden_cells(teams, np.zeros(len(teams), np.int64))
    hidden: Mask = hidden_cells(people, team) | (of_teams[team] & (people > 0))
    return hidden


def hidden_cells(clients: Counts, team: Counts) -> Mask:
    """Mark cells [rows, periods] of fewer than five clients, and the next larger ones that must go with them.

    Parameters
    ----------
    clients : different clients in each cell
    team : [rows] whose figure is shown beside the rows'
    """
    hidden = (clients > 0) & (clients < SMALLEST_GROUP)
    for one in np.unique(team):
        rows = np.flatnonzero(team == one)
        for period in np.flatnonzero(hidden[rows].any(axis=0)):
            hidden[rows, period] = with_company(clients[rows, period])
    return hidden


def hidden_both_ways(clients: Counts, clinicians: Mask, programmes: Mask) -> Mask:
    """Mark cells of clinicians within programmes [clinicians, programmes, periods] that must not be shown.

    Each stands beside two figures: the clinician's own and the programme's. So none is hidden alone in its row nor in
    its column, and where one of these figures is withheld nothing is shown from which it could be added up.

    Parameters
    ----------
    clinicians, programmes : [either, periods] whose own figure is withheld
    """
    there = clients > 0
    hidden = there & ((clients < SMALLEST_GROUP) | clinicians[:, None] | programmes[None])
    before = -1
    while before != (before := int(np.count_nonzero(hidden))):
        for across in (0, 1):
            lines, marked = np.moveaxis(clients, across, 0), np.moveaxis(hidden, across, 0)
            for other, period in np.argwhere(_alone(lines, marked)):
                marked[:, other, period] = with_company(lines[:, other, period], marked[:, other, period])
    return hidden


def _alone(clients: Counts, hidden: Mask) -> Mask:
    """Of lines along the first axis: in which too little is hidden together, and something is shown."""
    few = (hidden.sum(axis=0) < 2) | (np.where(hidden, clients, 0).sum(axis=0) < SMALLEST_GROUP)  # noqa: PLR2004  a pair
    alone: Mask = hidden.any(axis=0) & few & ((clients > 0) & ~hidden).any(axis=0)
    return alone


def published_view(grid: Grid, measure: Measure, team: Counts) -> GridView:
    """One measure as it may be shown beside the figures of teams: as `view_without` the cells that must be hidden."""
    return view_without(grid, measure, hidden_cells(grid.clients, team))


def view_without(grid: Grid, measure: Measure, hidden: Mask) -> GridView:
    """One measure as it may be shown: rounded, hidden cells NaN with `n` 0, few hits NaN with their upper end."""
    if measure == Measure.MEAN:
        return _mean(grid, hidden)
    hits, n = _counts(grid, measure)
    about = round_counts(np.where(hidden, 0, n))
    some = round_counts(np.where(hidden, 0, hits))
    lower, upper = wilson_of_rounded(some, about)
    return _view(measure, some / about, about, lower, upper)


def counted(grid: Grid, measure: Measure) -> Counts:
    """How many sessions, ratings or dips a cell of this measure is about."""
    return grid.sums["with_alliance"] if measure == Measure.MEAN else _counts(grid, measure)[1]


def _counts(grid: Grid, measure: Measure) -> tuple[Counts, Counts]:
    if measure == Measure.UNRATED:
        return grid.sums["sessions"] - grid.sums["with_alliance"], grid.sums["sessions"]
    hits, n = HITS[measure]
    return grid.sums[hits], grid.sums[n]


def _view(measure: Measure, value: Numbers, about: Numbers, lower: Numbers, upper: Numbers) -> GridView:
    return GridView.of(measure, value, np.nan_to_num(about).astype(np.int64), lower, upper)


def _mean(grid: Grid, hidden: Mask) -> GridView:
    meaning = definition(MEAN_AS)
    span = meaning.span
    if span is None:
        return replace(grid.view(Measure.MEAN), value=np.full(hidden.shape, np.nan))
    n = np.where(hidden, 0, grid.sums["with_alliance"])
    about = round_counts(n)
    base = base_of(meaning, span)
    away = round_sums(grid.sums["sum_tenths"] / TENTHS - span.centre * n, base) / about
    fewest = about - SLACK
    half = Z_95 * span.sd / np.sqrt(fewest) + base / 2 / fewest + np.abs(away) * SLACK / fewest
    value = np.clip(span.centre + away, span.low, span.high)
    lower, upper = np.maximum(value - half, span.low), np.minimum(value + half, span.high)
    view = _view(Measure.MEAN, np.round(value * TOLD_PER_POINT) / TOLD_PER_POINT, about, lower, upper)
    least, most = _left_open(away * about, about, base, span)
    return replace(view, uncertain=view.n < COARSE_BELOW, least=least, most=most)


def _left_open(sums: Numbers, about: Numbers, base: float, span: Span) -> tuple[Numbers, Numbers]:
    """Between which two means lies every one whose sum and count would be rounded so.

    Both follow from what is told anyway, the rounded sum and the rounded count, so that they tell nothing more.
    """
    low, high = sums - base / 2, sums + base / 2
    fewest, most = about - SLACK, about + SLACK
    least = span.centre + np.minimum(low / fewest, low / most)
    greatest = span.centre + np.maximum(high / fewest, high / most)
    return np.clip(least, span.low, span.high), np.clip(greatest, span.low, span.high)
