"""The expected path of many strands at once, and where each rating lies against it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fit.scales import AgeBand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fit.policies import Policy
    from fit.trajectory._curve import Curve, CurveSet

    Points = NDArray[np.float64]
    Codes = NDArray[np.int8]
    Numbers = NDArray[np.int64]

__all__ = ["NO_CURVE", "TRACKS", "Band", "CurveColumns", "Lines", "Track", "least_tenths", "track_against"]


class Track(StrEnum):
    """Place against the expected path; colours on screen belong to the pages."""

    NOT_ASSESSABLE = "not_assessable"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


TRACKS = tuple(Track)
NO_CURVE = -1
_GREEN, _AMBER, _RED = (TRACKS.index(track) for track in (Track.GREEN, Track.AMBER, Track.RED))

# An expected value is a computed number; this much noise of binary floats, in tenths, never moves its line.
FLOAT_NOISE = 1e-6


def least_tenths(expected: Points) -> Points:
    """Turn an expected value in points into the least whole tenths that lie at or above it; unknown stays NaN."""
    return np.ceil(expected * 10 - FLOAT_NOISE)


class Lines(NamedTuple):
    """Expected scores and the lines under them [points], one entry a rating; NaN where nothing is expected."""

    expected: Points
    amber: Points
    red: Points


class Band(NamedTuple):
    """The two lines under the expected path at one session [points]."""

    amber: float
    red: float


class _Row(NamedTuple):
    """One curve laid out by rated meetings after intake."""

    level: Points
    per_point: Points
    amber_below: Points
    red_below: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveColumns:
    """A curve set as tables, so that many strands read their curve at once.

    expected = level + per_point * intake. Each table is flat, `width` cells a curve, one cell for each rated meeting
    after intake; the last row is NaN and stands for NO_CURVE.
    """

    width: int
    level: Points
    per_point: Points
    amber_below: Points
    red_below: Points
    flatten_at: Numbers
    sd: Points
    shortest: Numbers
    lengths: tuple[Numbers, ...]
    of_band: tuple[Numbers, ...]

    @classmethod
    def of(cls, curve_set: CurveSet, policy: Policy) -> CurveColumns:
        """Lay out a curve set; the policy's percentiles and offsets make its lines."""
        curves = curve_set.curves
        rows = [_row(curve, policy) for curve in curves]
        bands = tuple(
            np.array([curves.index(curve) for curve in curve_set.of_band(band)], np.int64) for band in AgeBand
        )
        width = max(curve.flatten_at for curve in curves) + 1
        return cls(
            width=width,
            **{name: _flat([getattr(row, name) for row in rows], width) for name in _Row._fields},
            flatten_at=np.array([*(curve.flatten_at for curve in curves), 0], np.int64),
            sd=np.array([*(np.nan if curve.sd is None else curve.sd for curve in curves), np.nan]),
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

    def _cells(self, curve: Numbers, after: Numbers) -> Numbers:
        return curve * self.width + np.minimum(after, self.flatten_at[curve])

    def value(self, curve: Numbers, intake: Points, after: Numbers) -> Points:
        """Expected score [points] so many rated meetings after intake; NaN without a curve."""
        cells = self._cells(curve, after)
        return self.level[cells] + self.per_point[cells] * intake

    def lines(self, curve: Numbers, intake: Points, after: Numbers) -> Lines:
        """Expected score with the amber and the red line under it [points]; NaN without a curve."""
        cells = self._cells(curve, after)
        expected = self.level[cells] + self.per_point[cells] * intake
        return Lines(expected, expected - self.amber_below[cells], expected - self.red_below[cells])

    def target(self, age_band: Codes, intake: Points) -> Points:
        """Expected score [points] at the end of the band's shortest curve; NaN without a curve."""
        curve = self.shortest[age_band]
        return self.value(curve, intake, self.flatten_at[curve])

    def path(self, curve: int, intake: float, meetings: int) -> Lines:
        """Draw expected scores and lines of rated meetings 1 to `meetings`; all begin at the intake itself."""
        return self.lines(np.full(meetings, curve), np.full(meetings, intake), np.arange(meetings))


def _flat(rows: Sequence[Points], width: int) -> Points:
    """Lay rows of different lengths under each other; a row of NaN for NO_CURVE comes last, where -1 finds it."""
    table = np.full((len(rows) + 1, width), np.nan)
    for row, values in zip(table, rows, strict=False):
        row[: values.size] = values
    return table.ravel()


def _row(curve: Curve, policy: Policy) -> _Row:
    level, per_point = curve.weights()
    spread = curve.spread.at(curve.after) if curve.spread else np.zeros(curve.after.size)
    target = NormalDist().inv_cdf(policy.target_percentile / 100)
    level[1:] += (target * spread)[1:]
    return _Row(
        level,
        per_point,
        _below(curve.amber_below, spread, target, policy.amber_percentile, policy.amber_below.points),
        _below(curve.red_below, spread, target, policy.red_percentile, policy.red_below.points),
    )


def _below(own: float | None, spread: Points, target: float, percentile: float, otherwise: float) -> Points:
    """Points by which a line lies under the path: the curve's own, a percentile of its spread, or the policy's."""
    if own is None and spread.any():
        below = (target - NormalDist().inv_cdf(percentile / 100)) * spread
    else:
        below = np.full(spread.size, otherwise if own is None else own)
    below[0] = 0.0
    return below


def track_against(lines: Lines, score: NDArray[np.int64]) -> Codes:
    """Place scores [tenths] against their lines [points]; codes into TRACKS.

    Green lies at or above the amber line, red below the red line, amber between. Unknown where nothing is expected.
    """
    with np.errstate(invalid="ignore"):
        track = np.where(score >= least_tenths(lines.amber), _GREEN, _AMBER)
        track[score < least_tenths(lines.red)] = _RED
    track[np.isnan(lines.expected)] = TRACKS.index(Track.NOT_ASSESSABLE)
    return track.astype(np.int8)
