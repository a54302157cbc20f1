"""Reasons to doubt a score: ratings that swing like a saw, and starts that leave no room to grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.policies import Policy
    from fit.series import Runs

__all__ = ["count_swings", "is_sawtooth"]


def count_swings(move: NDArray[np.int64], runs: Runs, policy: Policy) -> NDArray[np.int64]:
    """Count the wide swings up to each rating.

    The first wide move counts one, each later wide move in the opposite direction adds one.

    Parameters
    ----------
    move : [ratings] change since the rating before in tenths, zero at a strand's first
    """
    wide = np.flatnonzero(policy.sawtooth_move.crossed(np.abs(move)))
    up, strand = move[wide] > 0, runs.strand[wide]
    turns = np.ones(wide.size, bool)
    turns[1:] = (up[1:] != up[:-1]) | (strand[1:] != strand[:-1])
    counted = np.zeros(move.size, np.int64)
    counted[wide] = turns
    swings = np.cumsum(counted)
    return swings - swings[runs.start[runs.strand]] if move.size else swings


def is_sawtooth(swings: NDArray[np.int64], runs: Runs, policy: Policy) -> NDArray[np.bool_]:
    """Say at which ratings the swings are many enough to doubt what the scores mean."""
    return (swings >= policy.sawtooth_moves) & (runs.place + 1 >= policy.sawtooth_ratings)
