"""Repair in the ratings: whether the next ratings came back after a dip."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.series import Runs

__all__ = ["REPAIRS", "Repair", "Repairs", "find_repairs", "return_line"]

# As in fit.trajectory: noise of binary floats, in tenths, never moves a line.
FLOAT_NOISE = 1e-6


class Repair(StrEnum):
    """What the ratings after a dip say."""

    NONE_NEEDED = "none_needed"
    REPAIRED = "repaired"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


REPAIRS = tuple(Repair)


class Repairs(NamedTuple):
    """Per rating: the answer (codes into REPAIRS) and after how many further ratings, zero when not."""

    answer: NDArray[np.int8]
    after: NDArray[np.int8]


def return_line(
    values: NDArray[np.int64],
    previous: NDArray[np.int64],
    usual_lower: NDArray[np.float64],
    below_usual: NDArray[np.bool_],
    *,
    fine_tenths: int,
    drop_tenths: int,
) -> NDArray[np.int64]:
    """Least score [tenths] that counts as being back after a dip at each rating.

    Out of the client's own usual range: back in it, or above the cutoff where the rating before was. Below the
    cutoff otherwise: above it. A mere drop above the cutoff: so near the level before that it is no drop any more.

    Parameters
    ----------
    fine_tenths : least total that is no concern by the policy's cutoff
    drop_tenths : size of a fall that counts as a drop
    """
    usual = np.ceil(np.nan_to_num(usual_lower) - FLOAT_NOISE).astype(np.int64)
    low, was_fine = values < fine_tenths, previous >= fine_tenths
    into_range = np.where(low & was_fine, np.minimum(usual, fine_tenths), usual)
    other = np.where(low, fine_tenths, previous - drop_tenths + 1)
    return np.where(below_usual, into_range, other)


def find_repairs(
    values: NDArray[np.int64], runs: Runs, dip: NDArray[np.bool_], line: NDArray[np.int64], within: int
) -> Repairs:
    """Look at the next ratings after each dip: back at the line or above within so many is a repair.

    References
    ----------
    1. Eubanks, Muran & Safran 2018, Psychotherapy 55(4), 508-519, doi:10.1037/pst0000185
    """
    at = np.flatnonzero(dip)
    left = (runs.length[runs.strand] - 1 - runs.place)[at]
    after = np.zeros(at.size, np.int8)
    for step in range(within, 0, -1):
        there = np.flatnonzero(left >= step)
        back = values[at[there] + step] >= line[at[there]]
        after[there[back]] = step
    answer = np.zeros(values.size, np.int8)
    answer[at] = np.where(after > 0, REPAIRS.index(Repair.REPAIRED), REPAIRS.index(Repair.NOT_YET))
    answer[at[left == 0]] = REPAIRS.index(Repair.UNKNOWN)
    steps = np.zeros(values.size, np.int8)
    steps[at] = after
    return Repairs(answer, steps)
