"""A sudden loss that lasted."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.OUTCOME,
    formula="a fall between two sessions of the policy's size, at least a quarter of the level before, with the "
    "mean of three sessions before above that of three after; said at the last of these",
    source="Tang & DeRubeis 1999, doi:10.1037/0022-006X.67.6.894, turned round",
    next_step="Ask what happened at that time, in life and between us.",
)
def sudden_loss(columns: Columns) -> Found:
    """A sudden loss that lasted."""
    jump = columns.outcome.jump
    return Found(mask=jump < 0, line=columns.policy.sudden_change, evidence={"lost": points(-jump)})
