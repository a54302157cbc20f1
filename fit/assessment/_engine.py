"""assess: the only place that puts change, trajectory, alliance and validity together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from fit.assessment._columns import Columns, columns_of
from fit.assessment._lines import scale_lines
from fit.assessment._signal import Axis, Rule
from fit.assessment._verdict import EpisodeAssessment, episode_assessment
from fit.change import classify_change
from fit.trajectory import NO_CURVE, CurveColumns
from fit.validity import is_sawtooth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fit.policies import Policy
    from fit.series import Runs, Series
    from fit.trajectory import CurveSet

Number = TypeVar("Number", bound=np.generic)

# Temporaries of so many sessions stay in cache and memory stays bounded (measured: 2.8 times as fast as whole).
SESSIONS_A_BLOCK = 64_000
UNKNOWN = -1


@dataclass(slots=True, kw_only=True)
class Assessment:
    """Verdicts of every strand and every session. Scores in tenths, UNKNOWN (-1) or NaN where not assessable.

    `outcome_signals` and `alliance_signals` are bits in the order of `rules`; those per strand are what holds at
    the latest rating.
    """

    series: Series
    policy: Policy
    curve_set: CurveSet
    rules: tuple[Rule, ...]
    sessions: NDArray[np.int32]
    ratings: NDArray[np.int32]
    intake: NDArray[np.int16]
    latest: NDArray[np.int16]
    gain: NDArray[np.int16]
    effect_size: NDArray[np.float64]
    effect_size_sd: NDArray[np.float64]
    cutoff: NDArray[np.int16]
    reliable_change: NDArray[np.int16]
    change: NDArray[np.int8]
    clinical_at_intake: NDArray[np.bool_]
    clinical_now: NDArray[np.bool_]
    expected_latest: NDArray[np.float64]
    track_latest: NDArray[np.int8]
    target: NDArray[np.float64]
    target_met_percent: NDArray[np.float64]
    sawtooth: NDArray[np.int8]
    high_start: NDArray[np.int8]
    alliance_latest: NDArray[np.int16]
    outcome_signals_latest: NDArray[np.uint32]
    alliance_signals_latest: NDArray[np.uint32]
    expected: NDArray[np.float64]
    track: NDArray[np.int8]
    outcome_signals: NDArray[np.uint32]
    alliance_signals: NDArray[np.uint32]
    repair: NDArray[np.int8]
    repaired_after: NDArray[np.int8]

    def episode(self, strand: int) -> EpisodeAssessment:
        """Everything about one strand, with the evidence of its signals: what a page shows."""
        block = self.series.block(strand, strand + 1)
        columns = _columns(block, self.policy, self.curve_set)
        found = [(rule, rule.find(columns)) for rule in self.rules]
        return episode_assessment(self, strand, columns, found, curve_columns(self.policy, self.curve_set))


@lru_cache(maxsize=16)
def curve_columns(policy: Policy, curve_set: CurveSet) -> CurveColumns:
    """Lay out a curve set under a policy, once."""
    return CurveColumns.of(curve_set, policy)


def _columns(block: Series, policy: Policy, curve_set: CurveSet) -> Columns:
    return columns_of(block, policy, scale_lines(policy, curve_set), curve_columns(policy, curve_set))


def assess(series: Series, policy: Policy, curve_set: CurveSet, rules: Sequence[Rule]) -> Assessment:
    """Assess every strand of a series: change since intake, expected path, alliance, validity, signals.

    Parameters
    ----------
    series : ratings of one or of millions of episodes
    policy : the clinic's lines
    curve_set : expected paths
    rules : what to look for; `fit.alerts.rules()` are all of them

    References
    ----------
    The functions of fit.change, fit.trajectory, fit.alliance and fit.validity name theirs.
    """
    result = _empty(series, policy, curve_set, tuple(rules))
    for first, last in series.blocks(SESSIONS_A_BLOCK):
        _fill(result, first, last)
    return result


def _empty(series: Series, policy: Policy, curve_set: CurveSet, rules: tuple[Rule, ...]) -> Assessment:
    strands, rows = series.strands, series.session.size
    columns: dict[str, Any] = {name: np.empty(strands, kind) for kind, names in _OF_STRANDS.items() for name in names}
    return Assessment(
        series=series,
        policy=policy,
        curve_set=curve_set,
        rules=rules,
        sessions=np.diff(series.offsets).astype(np.int32),
        expected=np.full(rows, np.nan),
        track=np.zeros(rows, np.int8),
        outcome_signals=np.zeros(rows, np.uint32),
        alliance_signals=np.zeros(rows, np.uint32),
        repair=np.zeros(rows, np.int8),
        repaired_after=np.zeros(rows, np.int8),
        **columns,
    )


_OF_STRANDS: dict[type, tuple[str, ...]] = {
    np.int32: ("ratings",),
    np.int16: ("intake", "latest", "gain", "cutoff", "reliable_change", "alliance_latest"),
    np.float64: ("effect_size", "effect_size_sd", "expected_latest", "target", "target_met_percent"),
    np.int8: ("change", "track_latest", "sawtooth", "high_start"),
    np.bool_: ("clinical_at_intake", "clinical_now"),
    np.uint32: ("outcome_signals_latest", "alliance_signals_latest"),
}


def _fill(result: Assessment, first: int, last: int) -> None:
    block = result.series.block(first, last)
    columns = _columns(block, result.policy, result.curve_set)
    strands = slice(first, last)
    rows = slice(int(result.series.offsets[first]), int(result.series.offsets[last]))
    _fill_outcome(result, strands, columns)
    _fill_sessions(result, rows, columns)
    outcome, alliance = result.outcome_signals[rows], result.alliance_signals[rows]
    outcome |= _signals(result.rules, Axis.OUTCOME, columns)
    alliance |= _signals(result.rules, Axis.ALLIANCE, columns)
    _fill_latest_signals(result, strands, columns, outcome, alliance)


def _signals(rules: Sequence[Rule], kind: Axis, columns: Columns) -> NDArray[np.uint32]:
    """Bits of the rules of one kind at each session; gathered on each rule's axis, then laid out once."""
    rows = {Axis.OUTCOME: columns.outcome.rows, Axis.ALLIANCE: columns.alliance.rows}
    bits = {axis: np.zeros(place.size, np.uint32) for axis, place in rows.items()}
    bits[Axis.SESSION] = np.zeros(columns.series.session.size, np.uint32)
    for bit, rule in enumerate(rules):
        if rule.kind == kind:
            bits[rule.axis] |= rule.find(columns).mask * np.uint32(1 << bit)
    for axis, place in rows.items():
        bits[Axis.SESSION][place] |= bits[axis]
    return bits[Axis.SESSION]


def _last(values: NDArray[Number], runs: Runs, unknown: float) -> NDArray[Number]:
    """Value at each run's last place; `unknown` where the run is empty."""
    last = np.full(runs.length.size, unknown, values.dtype)
    last[runs.given] = values[runs.last]
    return last


def _clinical(tenths: NDArray[np.int64], columns: Columns) -> NDArray[np.bool_]:
    """Say who lies on the help-seeking side of the cutoff; nobody does where there is none."""
    lines = columns.strand
    beside, line = tenths * lines.direction, lines.cutoff * lines.direction
    clinical: NDArray[np.bool_] = (beside < line) | ((beside == line) & lines.clinical_at_line)
    return clinical & (lines.cutoff >= 0)


def _fill_outcome(result: Assessment, strands: slice, columns: Columns) -> None:
    outcome, lines = columns.outcome, columns.strand
    runs, length = outcome.runs, outcome.runs.length
    rated, again = length > 0, length > 1
    latest = _last(outcome.score, runs, UNKNOWN)
    gain = _last(outcome.gain, runs, 0)
    at_intake, now = _clinical(outcome.intake, columns), _clinical(latest, columns)
    result.ratings[strands] = length
    result.intake[strands], result.latest[strands], result.gain[strands] = outcome.intake, latest, gain
    result.cutoff[strands] = lines.cutoff
    result.reliable_change[strands] = lines.reliable_change
    result.clinical_at_intake[strands], result.clinical_now[strands] = at_intake, now
    result.change[strands] = classify_change(
        reliable_gain=_last(outcome.reliable_gain, runs, 0),
        reliable_loss=_last(outcome.reliable_loss, runs, 0),
        left_clinical_range=at_intake & ~now,
        entered_clinical_range=~at_intake & now,
        assessable=again & (lines.cutoff >= 0),
    )
    result.effect_size_sd[strands] = lines.sd
    with np.errstate(divide="ignore", invalid="ignore"):
        result.effect_size[strands] = np.where(again, gain / 10 / lines.sd, np.nan)
        to_gain = lines.target * 10 - outcome.intake
        result.target_met_percent[strands] = np.where(again & (to_gain > 0), 100 * gain / to_gain, np.nan)
    result.target[strands] = lines.target
    result.expected_latest[strands] = _last(outcome.expected, runs, np.nan)
    result.track_latest[strands] = _last(outcome.track, runs, 0)
    sawtooth = _last(is_sawtooth(outcome.swings, outcome.runs, result.policy), runs, 0)
    known = rated & lines.in_points_family
    result.sawtooth[strands] = np.where(known, sawtooth, UNKNOWN)
    result.high_start[strands] = np.where(known, outcome.high_start, UNKNOWN)


def _fill_sessions(result: Assessment, rows: slice, columns: Columns) -> None:
    result.expected[rows][columns.outcome.rows] = columns.outcome.expected
    result.track[rows][columns.outcome.rows] = columns.outcome.track
    result.repair[rows][columns.alliance.rows] = columns.alliance.repairs.answer
    result.repaired_after[rows][columns.alliance.rows] = columns.alliance.repairs.after


def _fill_latest_signals(
    result: Assessment,
    strands: slice,
    columns: Columns,
    outcome: NDArray[np.uint32],
    alliance: NDArray[np.uint32],
) -> None:
    """What holds now: signals of the latest rating of each kind, and of the last session."""
    result.alliance_latest[strands] = _last(columns.alliance.score, columns.alliance.runs, UNKNOWN)
    last_session = columns.series.offsets[1:] - 1
    for signals, part, bits in (
        (result.outcome_signals_latest, columns.outcome, outcome),
        (result.alliance_signals_latest, columns.alliance, alliance),
    ):
        at_rating = _last(bits[part.rows], part.runs, 0)
        signals[strands] = at_rating | bits[last_session]


__all__ = ["NO_CURVE", "Assessment", "assess"]
