"""In which order the rows of the alliance grid stand: by name, size or what changed lately; never by rank."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from fit.service.alliance_grid import view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fit.service.alliance_grid import Grid, Measure

__all__ = ["Order", "recent_change", "row_order"]

LATELY = 4
"""[periods] that are compared with as many before them: four weeks, months or quarters."""


class Order(StrEnum):
    """What rows are sorted by; the name is the default, since it says nothing of anybody."""

    NAME = "name"
    SIZE = "size"
    RECENT_CHANGE = "recent_change"


def recent_change(grid: Grid, measure: Measure) -> NDArray[np.float64]:
    """By how much each row's measure of the last four periods differs from the four before; NaN where unknown.

    Periods in which no row has a session are passed over: a director's grid has them as columns too.
    """
    held = np.flatnonzero(grid.sums["sessions"].any(axis=0))
    late, before = held[-LATELY:], held[-2 * LATELY : -LATELY]
    now, then = ({name: sums[:, part].sum(axis=1) for name, sums in grid.sums.items()} for part in (late, before))
    change: NDArray[np.float64] = view_of(now, measure).value - view_of(then, measure).value
    return change


def row_order(grid: Grid, names: Sequence[str], order: Order, measure: Measure) -> list[int]:
    """Places of the rows in the order asked for; the largest, or the most changed either way, first; then by name."""
    by_name = sorted(range(len(names)), key=lambda row: (names[row].casefold(), row))
    if order == Order.NAME:
        return by_name
    sessions = grid.sums["sessions"].sum(axis=1)
    weight = sessions if order == Order.SIZE else np.nan_to_num(np.abs(recent_change(grid, measure)), nan=-1.0)
    return sorted(by_name, key=lambda row: -float(weight[row]))
