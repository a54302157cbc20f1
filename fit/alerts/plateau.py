"""No movement over the last ratings."""

from __future__ import annotations

import numpy as np

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, counts, points


@rule(
    axis=Axis.OUTCOME,
    lasting=True,
    formula="highest - lowest of the last ratings within reliable change (number of ratings by policy)",
    source="the policy's line of reliable change",
    bound="highest - lowest not {reliable bound} {reliable change} points, over {ratings} ratings",
    next_step="Ask whether this is a good place to stay and space sessions out, or whether something new is needed.",
)
def plateau(columns: Columns) -> Found:
    """No movement over the last ratings."""
    outcome, needed = columns.outcome, columns.policy.plateau_ratings
    high, low = outcome.score.copy(), outcome.score.copy()
    for back in range(1, needed):
        np.maximum(high[back:], outcome.score[:-back], out=high[back:])
        np.minimum(low[back:], outcome.score[:-back], out=low[back:])
    still = ~columns.beyond(high - low, outcome.runs.strand)
    return Found(
        mask=still & (outcome.runs.place + 1 >= needed),
        evidence={"ratings": counts(np.full(high.size, needed)), "highest": points(high), "lowest": points(low)},
    )
