"""The columns of one block: everything that verdicts and rules look at, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.assessment._alliance import Alliance, alliance_of
from fit.change.sudden_change import sudden_changes
from fit.policies import Bound
from fit.series import MISSING, Runs, Series
from fit.trajectory import NO_CURVE, TRACKS, Track, track_against
from fit.validity import count_swings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.assessment._lines import ScaleLines
    from fit.policies import Policy
    from fit.trajectory import CurveColumns, Lines

    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Points = NDArray[np.float64]

NO_TRACK = TRACKS.index(Track.NOT_ASSESSABLE)


@dataclass(slots=True, kw_only=True)
class Strands:
    """Per strand: the lines that hold for it, and its curve."""

    direction: Numbers
    in_points_family: Mask
    cutoff: Numbers
    clinical_at_line: Mask
    reliable_change: Numbers
    sd: Points
    curve: Numbers
    target: Points
    alliance_maximum: Numbers


@dataclass(slots=True, kw_only=True)
class Outcome:
    """Per outcome rating. `gain_score` is the score turned so that higher is better; all in tenths.

    `move` is the change since the rating before; `jump` a sudden change, at the rating that makes it certain.
    """

    rows: Numbers
    runs: Runs
    session: Numbers
    score: Numbers
    gain_score: Numbers
    intake: Numbers
    best: Numbers
    move: Numbers
    jump: Numbers
    gain: Numbers
    reliable_gain: Mask
    reliable_loss: Mask
    lines: Lines
    track: NDArray[np.int8]
    swings: Numbers
    high_start: Mask

    @property
    def expected(self) -> Points:
        """Expected score [points]; NaN where nothing is expected."""
        return self.lines.expected


@dataclass(slots=True, kw_only=True)
class Columns:
    """What rules look at: one block of strands under one policy."""

    series: Series
    policy: Policy
    strand: Strands
    strand_of_session: Numbers
    outcome: Outcome
    alliance: Alliance

    def beyond(self, tenths: Numbers, strand: Numbers) -> Mask:
        """Say where a change passes its strand's line of reliable change."""
        return beyond(tenths, self.strand.reliable_change[strand], self.policy)


def beyond(tenths: Numbers, line: Numbers, policy: Policy) -> Mask:
    """Say where a change passes the line of reliable change, by the policy's bound."""
    strict = policy.reliable_change.bound == Bound.MORE_THAN
    return tenths > line if strict else tenths >= line


def columns_of(series: Series, policy: Policy, lines: ScaleLines, curves: CurveColumns) -> Columns:
    """Work out the columns of a block."""
    sessions = np.diff(series.offsets)
    strand_of_session = np.repeat(np.arange(series.strands), sessions)
    rows = np.flatnonzero(series.outcome != MISSING)
    runs = Runs.of(strand_of_session[rows], series.strands)
    strand = _strands(series, runs, rows, lines, curves)
    return Columns(
        series=series,
        policy=policy,
        strand=strand,
        strand_of_session=strand_of_session,
        outcome=_outcome(series, rows, runs, strand, policy, curves),
        alliance=alliance_of(series, strand_of_session, policy),
    )


def first_of(values: NDArray[np.int16], rows: Numbers, runs: Runs) -> Numbers:
    """Value at each strand's first rating; MISSING where it has none."""
    first = np.full(runs.length.size, MISSING, np.int64)
    first[runs.given] = values[rows[runs.start[runs.given]]]
    return first


def _strands(series: Series, runs: Runs, rows: Numbers, lines: ScaleLines, curves: CurveColumns) -> Strands:
    scale, band, informant = series.outcome_scale, series.age_band, series.informant
    intake = first_of(series.outcome, rows, runs)
    curve = np.where(lines.on_curve[scale] & (intake >= 0), curves.choose(band, runs.length), NO_CURVE)
    target = np.where(curve == NO_CURVE, np.nan, curves.target(band, intake / 10))
    own_sd = curves.sd[curve]
    return Strands(
        direction=lines.direction[scale],
        in_points_family=lines.in_points_family[scale],
        cutoff=lines.cutoff[scale, band, informant],
        clinical_at_line=lines.clinical_at_line[scale],
        reliable_change=lines.reliable_change[scale],
        sd=np.where(np.isnan(own_sd), lines.sd[scale, band], own_sd),
        curve=curve,
        target=target,
        alliance_maximum=lines.maximum[series.alliance_scale],
    )


def _best_so_far(values: Numbers, runs: Runs) -> Numbers:
    """Running maximum within each strand; strands are lifted apart so that one pass does all."""
    apart = np.int64(1) << 20
    lifted = values + runs.strand * apart
    best: Numbers = np.maximum.accumulate(lifted)
    return best - runs.strand * apart


def _outcome(
    series: Series, rows: Numbers, runs: Runs, strand: Strands, policy: Policy, curves: CurveColumns
) -> Outcome:
    score = series.outcome[rows].astype(np.int64)
    gain_score = score * strand.direction[runs.strand]
    intake = first_of(series.outcome, rows, runs)
    high = policy.high_start.crossed(intake) & strand.in_points_family & (intake >= 0)
    strand.target[high] = np.nan
    gain = gain_score - (intake * strand.direction)[runs.strand]
    move = runs.moves(gain_score)
    reliable = strand.reliable_change[runs.strand]
    lines = curves.lines(np.where(high, NO_CURVE, strand.curve)[runs.strand], intake[runs.strand] / 10, runs.place)
    return Outcome(
        rows=rows,
        runs=runs,
        session=series.session[rows].astype(np.int64),
        score=score,
        gain_score=gain_score,
        intake=intake,
        best=_best_so_far(gain_score, runs),
        move=move,
        jump=sudden_changes(gain_score, score, runs, policy),
        gain=gain,
        reliable_gain=beyond(gain, reliable, policy),
        reliable_loss=beyond(-gain, reliable, policy),
        lines=lines,
        track=_track(lines, score, runs, policy),
        swings=count_swings(move, runs, policy),
        high_start=high,
    )


def _track(lines: Lines, score: Numbers, runs: Runs, policy: Policy) -> NDArray[np.int8]:
    track = track_against(lines, score)
    track[runs.place + 1 < policy.track_ratings] = NO_TRACK
    return track
