"""Life is reliably worse than at the start."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.OUTCOME,
    lasting=True,
    formula="loss since intake beyond reliable change",
    source="the policy's line of reliable change",
    bound="lost since intake {reliable bound} {reliable change} points",
    next_step="Look at the curve together today, ask what has changed, and bring it to a colleague this week.",
)
def loss_since_intake(columns: Columns) -> Found:
    """Life is reliably worse than at the start."""
    outcome = columns.outcome
    return Found(
        mask=outcome.reliable_loss,
        evidence={
            "score": points(outcome.score),
            "intake": points(outcome.intake[outcome.runs.strand]),
            "lost since intake": points(-outcome.gain),
            "reliable change": points(columns.strand.reliable_change[outcome.runs.strand]),
        },
    )
