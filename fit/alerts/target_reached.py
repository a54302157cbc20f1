"""The target is reached."""

from __future__ import annotations

import numpy as np

from fit.alerts._registry import rule
from fit.assessment import CURVE_SET, Axis, Columns, Found, points
from fit.trajectory import least_tenths


@rule(
    axis=Axis.OUTCOME,
    lasting=True,
    formula="score at or above the target, which is the expected score at the end of the shortest course of treatment",
    source=CURVE_SET,
    bound="at or above {target} points",
    next_step="Say so, ask what made it possible, and talk about how and when to end.",
)
def target_reached(columns: Columns) -> Found:
    """The target is reached."""
    outcome = columns.outcome
    target = columns.strand.target[outcome.runs.strand]
    with np.errstate(invalid="ignore"):
        there = outcome.score >= least_tenths(target)
    return Found(
        mask=there & (outcome.runs.place > 0),
        evidence={"score": points(outcome.score), "target": points(target * 10)},
    )
