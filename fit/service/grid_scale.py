"""The scale of the alliance grid, one for screen and paper: where a colour begins, and when it is solid."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from itertools import pairwise
from math import ceil, floor, isnan
from typing import TYPE_CHECKING

from fit.service.alliance_grid import MOST_SCORE, Measure

if TYPE_CHECKING:
    from fit.service.alliance_grid import GridView

__all__ = [
    "AROUND",
    "DEEPER",
    "SHARES",
    "STEP",
    "Side",
    "colour_of",
    "ends_of_rounded",
    "is_sure",
    "lines_of",
    "side_of",
]

STEP = 1.5
"""[points] between two colours: three of them on each side of the line take in nearly every mean of a week."""
SHARES = (0.1, 0.2, 0.3, 0.5, 0.75)
"""Where one colour of a share ends: closer together where most weeks lie."""
WIDEST = max(after - before for before, after in pairwise((0.0, *SHARES, 1.0)))
"""The widest colour of a share: an interval wider than that lies in more than one colour wherever it is."""
AROUND = ("#8c510a", "#c98a3a", "#ecd2a3", "#c2e4df", "#5bb0a7", "#01665e")
"""From far below the line to far above it, on a light ground."""
DEEPER = ("#eef5f8", "#c3dae2", "#98bdca", "#6b9dae", "#3c7589", "#154b5e")
"""From none to all, on a light ground."""
FEWEST_FOR_A_NUMBER = 80
"""[ratings] Sums are rounded to multiples of 40 points, so that rounded means of fewer lie more than half a point
apart: of ten, only 36.0 and 40.0 could occur. Of these a range is told."""
NOISE = 1e-6
"""A hundredth of a tenth and less: noise of binary floats moves no line."""


def lines_of(measure: Measure, line: float) -> tuple[float, ...]:
    """Where one colour ends and the next begins: five lines for six colours, for a mean around the line [points]."""
    return tuple(line + STEP * steps for steps in (-2, -1, 0, 1, 2)) if measure == Measure.MEAN else SHARES


def _place_of(value: float, lines: tuple[float, ...]) -> int:
    """Which colour a value has; a value on a line has the colour above it."""
    return bisect_right(lines, value + NOISE)


def colour_of(view: GridView, at: tuple[int, int], line: float) -> int:
    """Which of the six colours a cell has.

    Of a range it is the colour at its end nearer the line, which the whole range bears out: the deeper one of its
    middle would claim more than is told, and give two cells that say the same two colours.
    """
    lines, value = lines_of(view.measure, line), float(view.value[at])
    ends = ends_of_rounded(view, at)
    if ends is None:
        return _place_of(value, lines)
    nearer = min(ends[1], line - 2 * NOISE) if value + NOISE < line else max(ends[0], line)
    return _place_of(nearer, lines)


class Side(StrEnum):
    """Where a mean lies; a share lies on no side."""

    BELOW = "below"
    ABOUT = "about"
    """About the line: rounding leaves open on which side."""
    ABOVE = "above"
    """On it or above."""


def side_of(view: GridView, at: tuple[int, int], line: float) -> Side | None:
    """On which side of the line a mean lies, as far as rounding leaves that known; None of a share."""
    if view.measure != Measure.MEAN or isnan(float(view.value[at])):
        return None
    if float(view.least[at]) + NOISE >= line:
        return Side.ABOVE
    return Side.BELOW if float(view.most[at]) + NOISE < line else Side.ABOUT


def ends_of_rounded(view: GridView, at: tuple[int, int]) -> tuple[int, int] | None:
    """Between which whole points a mean lies, where rounding makes a single number say too much; None elsewhere."""
    if view.measure != Measure.MEAN or isnan(float(view.value[at])):
        return None
    least, most = float(view.least[at]), float(view.most[at])
    has_number = int(view.n[at]) >= FEWEST_FOR_A_NUMBER and most + NOISE < MOST_SCORE  # no 40.0 made by rounding
    if has_number or most - least < NOISE:
        return None
    return floor(least + NOISE), ceil(most - NOISE)


def is_sure(view: GridView, at: tuple[int, int], line: float) -> bool:
    """Whether a cell may be drawn in solid colour: not few, and its interval says what the colour says.

    That of a mean lies wholly on one side of the line. That of a share is no wider than the widest colour.
    """
    if bool(view.uncertain[at]):
        return False
    lower, upper = float(view.lower[at]), float(view.upper[at])
    if view.measure != Measure.MEAN:
        return not upper - lower > WIDEST + NOISE  # of few hits no interval is told, and they have a look of their own
    return lower + NOISE >= line or upper + NOISE < line
