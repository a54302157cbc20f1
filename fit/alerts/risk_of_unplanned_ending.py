"""Little gain and a session rating that falls or is missing."""

from __future__ import annotations

import numpy as np

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, words
from fit.trajectory import TRACKS, Track


@rule(
    axis=Axis.SESSION,
    kind="outcome",
    formula="outcome well under the expected path, together with a session rating that fell, keeps falling, "
    "or is missing",
    source="Duncan & Miller: falling or missing alliance ratings with an off-track outcome precede unplanned endings",
    bound="off track at session {session}, and the session rating is {session rating}",
    next_step="Reach out before the next appointment and ask how the work could fit better.",
)
def risk_of_unplanned_ending(columns: Columns) -> Found:
    """Little gain, and a session rating that falls or is missing."""
    series, alliance = columns.series, columns.alliance
    off_track = np.zeros(series.session.size, bool)
    off_track[columns.outcome.rows[columns.outcome.track == TRACKS.index(Track.RED)]] = True
    worse = np.zeros(series.session.size, bool)
    worse[alliance.rows[alliance.dropped | alliance.falling]] = True
    missing = series.without_session_rating & series.asked_about_session[columns.strand_of_session]
    return Found(
        mask=off_track & (worse | missing),
        evidence={"session rating": words(missing, lambda absent: "missing" if absent else "falling")},
    )
