"""The session rating fell since the last one."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.ALLIANCE,
    formula="alliance rating of the last rated session - this one",
    source="the policy's line for a fall of the alliance rating",
    next_step="Open at the moment itself: say that the mark is lower than last time and ask what happened between us.",
)
def drop(columns: Columns) -> Found:
    """The session rating fell since the last one."""
    alliance = columns.alliance
    return Found(
        mask=alliance.dropped,
        line=columns.policy.alliance_drop,
        evidence={
            "session rating before": points(alliance.previous),
            "now": points(alliance.score),
            "fell by": points(-alliance.move),
        },
    )
