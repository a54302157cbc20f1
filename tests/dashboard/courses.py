"""Courses of ratings for tests of charts, assessed by the engine itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fit.alerts import find_alerts, rules
from fit.assessment import assess
from fit.policies import policy
from fit.scales import AgeBand, Informant, Score, scale_ids
from fit.series import AGE_BANDS, INFORMANTS, Ratings, Series
from fit.trajectory import curve_set

if TYPE_CHECKING:
    from fit.alerts import Alert
    from fit.assessment import EpisodeAssessment

Given = "Sequence[float | None]"


def course(outcome: Given, alliance: Given, *, age_band: AgeBand = AgeBand.ADULT) -> EpisodeAssessment:
    """Assess one client's ratings, by session; None where none was given."""
    rows = [*_rows("ors", outcome), *_rows("srs", alliance)]
    ratings = Ratings(
        episode_ids=["C-1"],
        age_band=np.array([AGE_BANDS.index(age_band)], np.int8),
        episode=np.zeros(len(rows), np.int32),
        session=np.array([session for _, session, _ in rows], np.int32),
        scale=np.array([scale for scale, _, _ in rows], np.int8),
        informant=np.full(len(rows), INFORMANTS.index(Informant.CLIENT), np.int8),
        total=np.array([tenths for _, _, tenths in rows], np.int16),
    )
    return assess(Series.of(ratings), policy("icce"), curve_set("simulated_reference"), rules()).episode(0)


def alerts(one: EpisodeAssessment) -> tuple[Alert, ...]:
    """Return the alerts of a course."""
    return find_alerts(one)


def _rows(scale: str, scores: Given) -> list[tuple[int, int, int]]:
    code = scale_ids().index(scale)
    return [(code, session, Score.of(score).tenths) for session, score in enumerate(scores, 1) if score is not None]
