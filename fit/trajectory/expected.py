"""The expected path of many strands at once, and where each rating lies against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.scales import AgeBand
from fit.trajectory._path import TRACKS, Curve, CurveSet, Track, least_tenths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Codes = NDArray[np.int8]
    Numbers = NDArray[np.int64]

__all__ = ["CurveColumns", "track_against"]

NO_CURVE = -1
_GREEN, _AMBER, _RED = (TRACKS.index(track) for track in (Track.GREEN, Track.AMBER, Track.RED))


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveColumns:
    """A curve set as columns: one row a curve, so that many strands read their curve at once."""

    coefficients: Points
    centre: Points
    flatten_at: Numbers
    amber_below: Points
    red_below: Points
    sd: Points
    shortest: Numbers
    lengths: tuple[Numbers, ...]
    of_band: tuple[Numbers, ...]

    @classmethod
    def of(cls, curve_set: CurveSet, *, amber_below: float, red_below: float) -> CurveColumns:
        """Lay out a curve set; the two offsets [points] hold where a curve brings none of its own."""
        curves = curve_set.curves
        bands = tuple(
            np.array([curves.index(curve) for curve in curve_set.of_band(band)], np.int64) for band in AgeBand
        )
        return cls(
            coefficients=np.array([curve.coefficients for curve in curves], np.float64),
            centre=np.array([curve.centre for curve in curves]),
            flatten_at=np.array([curve.flatten_at for curve in curves], np.int64),
            amber_below=np.array([_or(curve.amber_below, amber_below) for curve in curves]),
            red_below=np.array([_or(curve.red_below, red_below) for curve in curves]),
            sd=np.array([_or(curve.sd, np.nan) for curve in curves]),
            shortest=np.array([band[0] if band.size else NO_CURVE for band in bands], np.int64),
            lengths=tuple(np.array([curve.up_to_sessions for curve in curve_set.of_band(band)]) for band in AgeBand),
            of_band=bands,
        )

    def choose(self, age_band: Codes, ratings: Numbers) -> Numbers:
        """Pick for each strand the shortest curve that is long enough, else the longest; NO_CURVE without any."""
        chosen = np.full(age_band.size, NO_CURVE, np.int64)
        for band, (curves, lengths) in enumerate(zip(self.of_band, self.lengths, strict=True)):
            mine = np.flatnonzero(age_band == band) if curves.size else ()
            if len(mine):
                place = np.searchsorted(lengths, ratings[mine])
                chosen[mine] = curves[np.minimum(place, curves.size - 1)]
        return chosen

    def value(self, curve: Numbers, intake: Points, meetings_after_intake: Numbers) -> Points:
        """Expected score [points] so many rated meetings after intake; NaN without a curve."""
        x = intake - self.centre[curve]
        t = np.minimum(meetings_after_intake, self.flatten_at[curve])
        terms = self.coefficients[curve]
        at = terms[:, :, 0] + terms[:, :, 1] * x[:, None]
        expected = at[:, 0] + t * (at[:, 1] + t * (at[:, 2] + t * at[:, 3]))
        return np.where(curve == NO_CURVE, np.nan, expected)

    def target(self, age_band: Codes, intake: Points) -> Points:
        """Expected score [points] at the end of the band's shortest curve; NaN without a curve."""
        curve = self.shortest[age_band]
        return self.value(curve, intake, self.flatten_at[curve])


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def track_against(expected: Points, score: NDArray[np.int64], amber_below: Points, red_below: Points) -> Codes:
    """Place scores [tenths] against the expected path [points]; codes into TRACKS.

    Green lies at or above the amber line, red below the red line, amber between. Unknown where nothing is expected.
    """
    with np.errstate(invalid="ignore"):
        track = np.where(score >= least_tenths(expected - amber_below), _GREEN, _AMBER)
        track[score < least_tenths(expected - red_below)] = _RED
    track[np.isnan(expected)] = TRACKS.index(Track.NOT_ASSESSABLE)
    return track.astype(np.int8)


def path_of(curve: Curve, intake: float, meetings: int) -> tuple[float, ...]:
    """Draw the expected scores [points] of meetings 1 to `meetings`; the first is the intake itself."""
    t = np.minimum(np.arange(1, meetings), curve.flatten_at).astype(np.float64)
    x = intake - curve.centre
    at = [base + per_point * x for base, per_point in curve.coefficients]
    return (intake, *(float(value) for value in at[0] + t * (at[1] + t * (at[2] + t * at[3]))))
