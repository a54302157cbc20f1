"""Well under the expected path."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import CURVE_SET, Axis, Columns, Found, points
from fit.trajectory import TRACKS, Track, least_tenths


@rule(
    axis=Axis.OUTCOME,
    lasting=True,
    formula="score below the red line of the expected path at this rated session",
    source=CURVE_SET,
    bound="below {red line} points",
    next_step="Say openly that things move less than hoped, and ask what needs to be different: goals, method, "
    "or frequency.",
)
def off_track(columns: Columns) -> Found:
    """Well under the expected path."""
    outcome = columns.outcome
    return Found(
        mask=outcome.track == TRACKS.index(Track.RED),
        evidence={
            "score": points(outcome.score),
            "expected": points(outcome.expected * 10),
            "red line": points(least_tenths(outcome.lines.red)),
        },
    )
