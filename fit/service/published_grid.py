"""The alliance grid for somebody who may not see the clients: small cells hidden, and what gives them away.

Within a team and a period the hidden cells are never one alone, and never fewer than five clients together: the team's
own figure less the cells that are shown would else be the hidden one. The rest is rounded as in suppression.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fit.service.alliance_grid import HITS, TENTHS, Grid, GridView, Measure
from fit.service.definitions import definition
from fit.service.intervals import Z_95
from fit.service.suppression import (
    SLACK,
    SMALLEST_GROUP,
    base_of,
    round_counts,
    round_sums,
    wilson_of_rounded,
    with_company,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Numbers = NDArray[np.float64]

__all__ = ["hidden_cells", "published_view"]

MEAN_AS = "alliance_first_mean"
"""Its bounds hold for every mean of alliance ratings."""


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


def published_view(grid: Grid, measure: Measure, team: Counts) -> GridView:
    """One measure as it may be shown: rounded, hidden cells NaN with `n` 0, few hits NaN with their upper end."""
    hidden = hidden_cells(grid.clients, team)
    if measure == Measure.MEAN:
        return _mean(grid, hidden)
    hits, n = _counts(grid, measure)
    about = round_counts(np.where(hidden, 0, n))
    some = round_counts(np.where(hidden, 0, hits))
    lower, upper = wilson_of_rounded(some, about)
    return _view(measure, some / about, about, lower, upper)


def _counts(grid: Grid, measure: Measure) -> tuple[Counts, Counts]:
    if measure == Measure.UNRATED:
        return grid.sums["sessions"] - grid.sums["with_alliance"], grid.sums["sessions"]
    hits, n = HITS[measure]
    return grid.sums[hits], grid.sums[n]


def _view(measure: Measure, value: Numbers, about: Numbers, lower: Numbers, upper: Numbers) -> GridView:
    n = np.nan_to_num(about).astype(np.int64)
    return GridView(measure=measure, value=value, n=n, lower=lower, upper=upper, uncertain=n < TENTHS)


def _mean(grid: Grid, hidden: Mask) -> GridView:
    meaning = definition(MEAN_AS)
    span = meaning.span
    if span is None:
        return replace(grid.view(Measure.MEAN), value=np.full(hidden.shape, np.nan))
    n = np.where(hidden, 0, grid.sums["with_alliance"])
    about = round_counts(n)
    base = base_of(meaning, span)
    away = round_sums(grid.sums["sum_tenths"] / TENTHS - span.centre * n, base) / about
    fewest = np.maximum(about - SLACK, SMALLEST_GROUP)
    half = Z_95 * span.sd / np.sqrt(fewest) + base / 2 / fewest + np.abs(away) * SLACK / fewest
    value = np.clip(span.centre + away, span.low, span.high)
    lower, upper = np.maximum(value - half, span.low), np.minimum(value + half, span.high)
    return _view(Measure.MEAN, value, about, lower, upper)
