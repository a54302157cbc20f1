"""The ratings swing up and down."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, counts
from fit.validity import is_sawtooth


@rule(
    axis=Axis.OUTCOME,
    lasting=True,
    formula="wide moves between ratings: the first counts one, each later one in the opposite direction adds one",
    source="the policy's lines for a sawtooth",
    next_step="Ask what the marks stand for: the day, the week, or the mood of the moment?",
)
def sawtooth(columns: Columns) -> Found:
    """The ratings swing up and down."""
    outcome, policy = columns.outcome, columns.policy
    in_points = columns.strand.in_points_family[outcome.runs.strand]
    return Found(
        mask=is_sawtooth(outcome.swings, outcome.runs, policy) & in_points,
        line=policy.sawtooth_move,
        evidence={"swings": counts(outcome.swings)},
    )
