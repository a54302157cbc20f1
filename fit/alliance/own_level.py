"""A client's own usual alliance level, and how far below it a rating lies: watch at one SD, rupture at two."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fit.alliance.usual_range import before

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.policies import Policy
    from fit.series import Runs

__all__ = ["OwnLevels", "own_levels"]

WATCH_SD, RUPTURE_SD = 1, 2


class OwnLevels(NamedTuple):
    """Per rating: mean of the earlier ratings and the two lines below it [tenths, NaN when too few came before]."""

    mean: NDArray[np.float64]
    watch: NDArray[np.float64]
    rupture: NDArray[np.float64]


def own_levels(values: NDArray[np.int64], runs: Runs, policy: Policy) -> OwnLevels:
    """Say what each rating is compared with: the client's own level so far, and one and two SD below it.

    The SD is that of the earlier ratings (n - 1), and at least the policy's floor of one point, so that a client who
    gave 40 each time is not alarmed about at 39.9. As many earlier ratings are needed as for the usual range.
    Both grades are in use; why both are shown is in docs/decisions/0011-own-level-in-two-grades.md.

    Parameters
    ----------
    values : [ratings] scores in tenths, strand by strand
    runs : where each strand starts
    """
    earlier = runs.place
    enough = earlier >= max(policy.usual_range_ratings, 2)
    total, squares = before(values, runs), before(values * values, runs)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (earlier * squares - total * total) / (earlier * (earlier - 1))
        spread = np.maximum(np.sqrt(variance), policy.usual_range_floor.tenths)
        mean = np.where(enough, total / earlier, np.nan)
    return OwnLevels(mean, mean - WATCH_SD * spread, mean - RUPTURE_SD * spread)
