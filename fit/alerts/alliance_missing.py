"""The session has no session rating."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found
from fit.series import MISSING


@rule(
    axis=Axis.SESSION,
    kind="alliance",
    formula="the session has an outcome rating by the client and no alliance rating on any scale",
    source="ICCE manual 1: both scales in every session",
    bound="one session rating at every session; session {session} has none",
    next_step="Keep the last five minutes free for the session rating; ask whether it was left out for a reason.",
)
def alliance_missing(columns: Columns) -> Found:
    """The session has no session rating."""
    series = columns.series
    asked = series.asked_about_session[columns.strand_of_session]
    return Found(mask=(series.outcome != MISSING) & series.without_session_rating & asked, evidence={})
