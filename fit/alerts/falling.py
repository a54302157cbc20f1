"""The session rating keeps falling."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.ALLIANCE,
    lasting=True,
    formula="every one of the last moves of the alliance rating was downwards (number of moves by policy)",
    source="high and then falling is the worst of the alliance patterns (ICCE manual 2)",
    bound="{falling_moves} moves downwards in a row",
    next_step="Say what you see over the last sessions and ask what has become less right.",
)
def falling(columns: Columns) -> Found:
    """The session rating keeps falling."""
    alliance = columns.alliance
    return Found(
        mask=alliance.falling,
        evidence={"session rating": points(alliance.score), "before": points(alliance.previous)},
    )
