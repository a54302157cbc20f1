"""Life is reliably below the best so far."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.OUTCOME,
    lasting=True,
    formula="loss since intake, or since the best score so far, beyond reliable change",
    source="the policy's line of reliable change",
    bound="lost since the best {reliable bound} {reliable change} points",
    next_step="Look at the curve together today, ask what has changed, and bring it to a colleague this week.",
)
def deterioration(columns: Columns) -> Found:
    """Life is reliably below the best so far."""
    outcome = columns.outcome
    since_best = outcome.best - outcome.gain_score
    return Found(
        mask=columns.beyond(since_best, outcome.runs.strand),
        line=None,
        evidence={
            "score": points(outcome.score),
            "intake": points(outcome.intake[outcome.runs.strand]),
            "lost since intake": points(-outcome.gain),
            "best so far": points(abs(outcome.best)),
            "lost since the best": points(since_best),
            "reliable change": points(columns.strand.reliable_change[outcome.runs.strand]),
        },
    )
