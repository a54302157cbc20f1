"""The session rating is low."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.ALLIANCE,
    formula="total of the alliance rating against the policy's line",
    source="the policy's line for the alliance total",
    next_step="Thank the client for the honest mark and ask what would have made the session a better fit.",
)
def low_total(columns: Columns) -> Found:
    """The session rating is low."""
    alliance = columns.alliance
    return Found(
        mask=alliance.low_total,
        line=columns.policy.alliance_total,
        evidence={"session rating": points(alliance.score)},
    )
