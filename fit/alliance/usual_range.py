"""A client's own usual range: individual control limits from earlier sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.policies import Policy
    from fit.series import Runs

__all__ = ["UsualRange", "before", "usual_range"]


class UsualRange(NamedTuple):
    """Per rating: mean and lower limit of the earlier ratings [tenths, NaN when too few], and who is below."""

    mean: NDArray[np.float64]
    lower: NDArray[np.float64]
    below: NDArray[np.bool_]


def usual_range(values: NDArray[np.int64], move: NDArray[np.int64], runs: Runs, policy: Policy) -> UsualRange:
    """Compare each rating with the individual control limit of the ratings before it.

    lower = mean - max(2.66 x mean moving range, one point), one-sided, from the policy's number of earlier
    ratings on. The comparison is made in whole numbers, so that no rounding moves a verdict.

    Parameters
    ----------
    values : [ratings] scores in tenths, strand by strand
    move : [ratings] change since the rating before, zero at a strand's first
    runs : where each strand starts

    References
    ----------
    1. Wheeler & Chambers 1992, Understanding Statistical Process Control (XmR chart, factor 2.66)
    """
    earlier = runs.place
    total = before(values, runs)
    moved = before(np.abs(move), runs)
    enough = earlier >= policy.usual_range_ratings
    factor, floor = policy.usual_range_factor_percent, policy.usual_range_floor.tenths
    ranges = earlier - 1
    below = enough & (100 * earlier * ranges * values < 100 * ranges * total - factor * earlier * moved)
    below &= earlier * values < total - floor * earlier
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(enough, total / earlier, np.nan)
        width = np.maximum(factor / 100 * moved / ranges, floor)
    return UsualRange(mean, mean - width, below)


def before(values: NDArray[np.int64], runs: Runs) -> NDArray[np.int64]:
    """Sum of the values before each place in its own strand."""
    before = np.cumsum(values) - values
    at_start = before[np.minimum(runs.start, max(before.size - 1, 0))] if before.size else before
    return before - at_start[runs.strand]
