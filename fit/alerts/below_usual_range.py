"""The session rating is below this client's own usual range."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points


@rule(
    axis=Axis.ALLIANCE,
    formula="below the mean of the earlier ratings less 2.66 x their mean moving range, or less one point where that "
    "is more",
    source="Wheeler & Chambers 1992, individual control limits (XmR), mean moving range x 2.66",
    bound="below {own lower limit} points, from {usual_range_ratings} earlier ratings on",
    next_step="For this client the mark is unusual, whatever the general line says. Ask what was different.",
)
def below_usual_range(columns: Columns) -> Found:
    """The session rating is below this client's own usual range."""
    alliance = columns.alliance
    return Found(
        mask=alliance.usual.below,
        evidence={
            "session rating": points(alliance.score),
            "own mean before": points(alliance.usual.mean),
            "own lower limit": points(alliance.usual.lower),
        },
    )
