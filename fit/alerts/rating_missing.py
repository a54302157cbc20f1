"""The session has no outcome rating."""

from __future__ import annotations

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found
from fit.series import MISSING, NO_SCALE


@rule(
    axis=Axis.SESSION,
    kind="outcome",
    formula="the session has an alliance rating and no outcome rating, in an episode that is rated for outcome",
    source="ICCE manual 1: both scales in every session",
    bound="one outcome rating at every session; session {session} has none",
    next_step="Hand the tablet over in the first minutes, before the talk begins.",
)
def rating_missing(columns: Columns) -> Found:
    """The session has no outcome rating."""
    series = columns.series
    rated = (series.outcome_scale != NO_SCALE)[columns.strand_of_session]
    return Found(mask=(series.outcome == MISSING) & rated, evidence={})
