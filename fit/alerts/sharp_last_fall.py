"""A sharp fall since the last rating."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.OUTCOME,
    formula="fall of the outcome score since the last rated session against the policy's line",
    source="the policy's line of reliable change",
    next_step="Ask about the week before anything else; a single odd day can be marked as such.",
)
def sharp_last_fall(columns: Columns) -> Found:
    """A sharp fall since the last rating."""
    outcome, line = columns.outcome, columns.policy.sharp_fall
    in_points = columns.strand.in_points_family[outcome.runs.strand]
    return Found(
        mask=line.crossed(-outcome.move) & in_points,
        line=line,
        evidence={"score": points(outcome.score), "fell by": points(-outcome.move)},
    )
