"""The first rating leaves little room to grow."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.OUTCOME,
    formula="intake score against the policy's line; no path and no target is drawn",
    source="the policy's line for a high start",
    next_step="Ask whose idea it was to come, and rate with that person's eyes too.",
)
def high_start(columns: Columns) -> Found:
    """The first rating leaves little room to grow."""
    outcome = columns.outcome
    return Found(
        mask=outcome.high_start[outcome.runs.strand] & (outcome.runs.place == 0),
        line=columns.policy.high_start,
        evidence={"intake": points(outcome.score)},
    )
