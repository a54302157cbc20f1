"""How honest an expected path is when clients leave early, and not by chance.

A simulator can let the same population go on as if nobody left. The mean of these ratings is what an expected path
should say; the mean over those who are still there at each session is what it must not be taken for.

References
----------
1. Barkham M, Connell J, Stiles WB, et al. (2006). J Consult Clin Psychol 74(1), 160-167.
   doi:10.1037/0022-006X.74.1.160
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fit.scales import AgeBand, Informant
from fit.series import AGE_BANDS, INFORMANTS, MISSING, Runs, Series
from fit.simulation._cohort import simulate_range
from fit.trajectory import CurveColumns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from fit.policies import Policy
    from fit.simulation._cohort import Cohort
    from fit.trajectory import CurveSet, Lines

    Points = NDArray[np.float64]

__all__ = ["AtSession", "honesty_of_path"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtSession:
    """One rated session: biases [points] against the mean if nobody left, and shares under the lines."""

    session: int
    still_there: int
    mean_if_nobody_left: float
    bias_of_path: float
    bias_of_session_mean: float
    under_amber: float
    """Share of everybody, if nobody left; the policy's amber percentile says what it should be."""
    under_red: float
    under_red_still_there: float
    """Share of those who are still there."""


class _Rated(NamedTuple):
    """Ratings of adults whose start leaves room to grow."""

    session: NDArray[np.int64]
    score: Points
    lines: Lines


def honesty_of_path(
    curve_set: CurveSet, policy: Policy, *, clients: int, seed: int, sessions: int = 12
) -> tuple[AtSession, ...]:
    """Hold the adults' path against simulated clients who were not fitted, session by session from the second."""
    columns = CurveColumns.of(curve_set, policy)
    left = _rated(simulate_range(0, clients, seed), columns, policy)
    stayed = _rated(simulate_range(0, clients, seed + 1, everybody_stays=True), columns, policy)
    return tuple(_at(range(2, sessions + 1), left, stayed))


def _rated(cohort: Cohort, columns: CurveColumns, policy: Policy) -> _Rated:
    series = Series.of(cohort.ratings)
    adults = series.age_band == AGE_BANDS.index(AgeBand.ADULT)
    mine = adults & (series.informant == INFORMANTS.index(Informant.CLIENT))
    strand = np.repeat(np.arange(series.strands), np.diff(series.offsets))
    rows = np.flatnonzero((series.outcome != MISSING) & mine[strand])
    runs = Runs.of(strand[rows], series.strands)
    score = series.outcome[rows].astype(np.int64)
    intake = score[runs.start[runs.strand]]
    room = ~policy.high_start.crossed(intake)
    curve = np.full(int(room.sum()), columns.shortest[AGE_BANDS.index(AgeBand.ADULT)])
    lines = columns.lines(curve, intake[room] / 10, runs.place[room])
    return _Rated(runs.place[room] + 1, score[room] / 10, lines)


def _at(sessions: range, left: _Rated, stayed: _Rated) -> Iterator[AtSession]:
    for session in sessions:
        there, everybody = left.session == session, stayed.session == session
        score = stayed.score[everybody]
        truth = float(score.mean())
        yield AtSession(
            session=session,
            still_there=int(there.sum()),
            mean_if_nobody_left=truth,
            bias_of_path=float(stayed.lines.expected[everybody].mean()) - truth,
            bias_of_session_mean=float(left.score[there].mean()) - truth,
            under_amber=float((score < stayed.lines.amber[everybody]).mean()),
            under_red=float((score < stayed.lines.red[everybody]).mean()),
            under_red_still_there=float((left.score[there] < left.lines.red[there]).mean()),
        )
