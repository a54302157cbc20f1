"""The session rating is perfect every time."""

from __future__ import annotations

import numpy as np

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, counts


@rule(
    axis=Axis.ALLIANCE,
    lasting=True,
    formula="the last ratings are all at the top of the scale (number of ratings by policy)",
    source="a perfect rating every time is no proof of a good alliance (ICCE manual 2)",
    bound="{flat_ratings} ratings in a row at the top of the scale",
    next_step="Ask how safe it is to be critical here, and what one small thing could be better.",
)
def flat_40(columns: Columns) -> Found:
    """The session rating is perfect every time."""
    alliance, needed = columns.alliance, columns.policy.flat_ratings
    top = alliance.score == columns.strand.alliance_maximum[alliance.runs.strand]
    flat = top & (alliance.runs.place + 1 >= needed)
    for back in range(1, needed):
        flat[back:] &= top[:-back]
    return Found(mask=flat, evidence={"perfect ratings in a row, at least": counts(np.full(top.size, needed))})
