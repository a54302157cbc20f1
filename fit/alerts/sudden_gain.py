"""A sudden gain that lasted."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.OUTCOME,
    formula="a jump between two sessions of the policy's size, at least a quarter of the level before, with the "
    "mean of three sessions before below that of three after; said at the last of these",
    source="Tang & DeRubeis 1999, doi:10.1037/0022-006X.67.6.894",
    next_step="Ask what made the difference, and who did what; it is worth keeping.",
)
def sudden_gain(columns: Columns) -> Found:
    """A sudden gain that lasted."""
    jump = columns.outcome.jump
    return Found(mask=jump > 0, line=columns.policy.sudden_change, evidence={"gained": points(jump)})
