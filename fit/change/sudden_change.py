"""Sudden gains and losses between two sessions, confirmed by the sessions around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.policies import Policy
    from fit.series import Runs

__all__ = ["sudden_changes"]

# Student's t, two-sided 5 %, four degrees of freedom: three sessions before against three after.
CRITICAL_T = 2.776445


def sudden_changes(
    gain_scores: NDArray[np.int64], scores: NDArray[np.int64], runs: Runs, policy: Policy
) -> NDArray[np.int64]:
    """Find sudden changes, at the rating by which they are certain (the last of the sessions after).

    A change is sudden when it is large in points, at least a share of the level before, and the mean of the
    sessions before differs from the mean of those after by more than chance.

    Parameters
    ----------
    gain_scores : [ratings] tenths, turned so that higher is better
    scores : [ratings] tenths as given, for the share of the level before

    Returns
    -------
    [ratings] size of the confirmed jump in tenths (negative for a loss), zero where there is none

    References
    ----------
    1. Tang & DeRubeis 1999, J Consult Clin Psychol 67(6), 894-904, doi:10.1037/0022-006X.67.6.894
    """
    span = policy.sudden_sessions
    at = np.flatnonzero(runs.place >= 2 * span - 1)
    jumps = np.zeros(gain_scores.size, np.int64)
    if not at.size:
        return jumps
    first_after, last_before = at - span + 1, at - span
    jump = gain_scores[first_after] - gain_scores[last_before]
    large = policy.sudden_change.crossed(np.abs(jump))
    large &= 100 * np.abs(jump) >= policy.sudden_share_percent * scores[last_before]
    at, jump = at[large], jump[large]
    if at.size:
        jumps[at] = np.where(_means_differ(gain_scores, at, span, jump), jump, 0)
    return jumps


def _means_differ(
    values: NDArray[np.int64], at: NDArray[np.int64], span: int, jump: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Student's t test of two groups of equal size, in whole sums so that it is exact until the last comparison.

    A group's sum of squared deviations from its mean is (n x sum of squares - square of the sum) / n.
    """
    groups = values[at[:, None] - np.arange(2 * span)].reshape(-1, 2, span)
    sums = groups.sum(axis=2)
    spread = (span * (groups**2).sum(axis=2) - sums**2).sum(axis=1)
    difference = sums[:, 0] - sums[:, 1]
    beyond: NDArray[np.bool_] = (span - 1) * difference**2 > CRITICAL_T**2 * spread
    same_way: NDArray[np.bool_] = difference * jump > 0
    return beyond & same_way
