"""One strand's assessment as values that a page or a report can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.alliance import REPAIRS, Repair
from fit.assessment._own_level import OwnLevel, own_level_of, usual_lower_of
from fit.assessment._signal import CURVE_SET, Axis, Signal
from fit.change.reliable_change import CHANGES
from fit.scales import Score, scale, scale_ids
from fit.series import AGE_BANDS, INFORMANTS, MISSING, NO_SCALE
from fit.trajectory import NO_CURVE, TRACKS, Band, least_tenths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from fit.assessment._columns import Columns
    from fit.assessment._engine import Assessment
    from fit.assessment._signal import Found, Rule
    from fit.change.reliable_change import Change
    from fit.policies import Policy
    from fit.scales import AgeBand, Informant, Scale
    from fit.trajectory import CurveColumns, CurveSet, Lines, Track

# So many meetings beyond the last one does a chart show of the expected path.
MEETINGS_AHEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeAssessment:
    """What is known of one strand: an informant's ratings of an episode. None where not assessable.

    The tuples `meetings`, `outcome`, `alliance`, `expected`, `tracks`, `own_levels` and `repairs` have one entry a
    session.
    `expected_path` begins at the first rated session; `band_path` has the amber and the red line along it.
    `amber_below` and `red_below` say how far under the path these lie at the latest rating.
    """

    episode_id: str
    age_band: AgeBand
    informant: Informant
    outcome_scale: Scale | None
    alliance_scale: Scale | None
    sessions: int
    meetings: tuple[int, ...]
    outcome: tuple[Score | None, ...]
    alliance: tuple[Score | None, ...]
    intake: Score | None
    latest: Score | None
    gain: Score | None
    effect_size: float | None
    effect_size_sd: float | None
    clinical_cutoff: Score | None
    in_clinical_range: bool | None
    crossed_cutoff: bool | None
    reliable_change: Score | None
    change: Change
    expected: tuple[float | None, ...]
    expected_latest: float | None
    expected_path: tuple[float, ...]
    band_path: tuple[Band, ...]
    amber_below: float
    red_below: float
    target: float | None
    target_met_percent: float | None
    track: Track
    tracks: tuple[Track, ...]
    sawtooth: bool | None
    high_start: bool | None
    alliance_latest: Score | None
    alliance_line: Score
    usual_range_lower: tuple[float | None, ...]
    own_levels: tuple[OwnLevel | None, ...]
    repairs: tuple[Repair, ...]
    repaired_at: tuple[int | None, ...]
    signals: tuple[Signal, ...]
    policy: Policy
    curve_set: CurveSet

    @property
    def amber_line(self) -> Score | None:
        """Least score that is on the path's good side at the latest rating; None where nothing is expected."""
        return self._line_under_path(self.amber_below)

    @property
    def red_line(self) -> Score | None:
        """Least score that is not well under the path at the latest rating; None where nothing is expected."""
        return self._line_under_path(self.red_below)

    def _line_under_path(self, below: float) -> Score | None:
        expected = self.expected_latest
        return None if expected is None else Score(int(least_tenths(np.array([expected - below]))[0]))

    @property
    def curve_set_label(self) -> str:
        """What the expected path is called wherever it is drawn."""
        return self.curve_set.label

    def signals_at(self, meeting: int) -> tuple[Signal, ...]:
        """Signals of one session."""
        return tuple(signal for signal in self.signals if signal.session == meeting)

    @property
    def latest_signals(self) -> tuple[Signal, ...]:
        """What holds now: signals of the latest outcome rating, the latest alliance rating and the last session."""
        now = {self.meetings[-1], _last_given(self.meetings, self.outcome), _last_given(self.meetings, self.alliance)}
        outcome = {self.meetings[-1], _last_given(self.meetings, self.outcome)}
        alliance = {self.meetings[-1], _last_given(self.meetings, self.alliance)}
        sessions = {Axis.OUTCOME: outcome, Axis.ALLIANCE: alliance}
        return tuple(signal for signal in self.signals if signal.session in sessions.get(Axis(signal.rule.kind), now))


def _last_given(meetings: tuple[int, ...], scores: tuple[Score | None, ...]) -> int | None:
    return next((meeting for meeting, score in zip(meetings[::-1], scores[::-1], strict=True) if score), None)


def score_or_none(tenths: float) -> Score | None:
    """Read a tenths column, where below zero is unknown."""
    return None if tenths < 0 else Score(int(tenths))


def number_or_none(value: float) -> float | None:
    """Read a column of numbers, where NaN is unknown."""
    return None if np.isnan(value) else float(value)


def episode_assessment(
    whole: Assessment, strand: int, columns: Columns, found: list[tuple[Rule, Found]], curves: CurveColumns
) -> EpisodeAssessment:
    """Turn one strand's columns into values."""
    series = columns.series
    rows = slice(int(whole.series.offsets[strand]), int(whole.series.offsets[strand + 1]))
    rated = int(whole.ratings[strand])
    curve = NO_CURVE if columns.outcome.high_start[0] else int(columns.strand.curve[0])
    path = curves.path(curve, int(columns.outcome.intake[0]) / 10, rated + MEETINGS_AHEAD)
    below = _below(path, rated, whole.policy)
    repairs = whole.repair[rows]
    meetings = tuple(int(session) for session in series.session)
    assessable = rated > 0 and int(whole.cutoff[strand]) >= 0
    return EpisodeAssessment(
        episode_id=str(series.episode_ids[int(series.episode[0])]),
        age_band=AGE_BANDS[series.age_band[0]],
        informant=INFORMANTS[series.informant[0]],
        outcome_scale=_scale(series.outcome_scale[0]),
        alliance_scale=_scale(series.alliance_scale[0]),
        sessions=len(meetings),
        meetings=meetings,
        outcome=_scores(series.outcome),
        alliance=_scores(series.alliance),
        intake=score_or_none(whole.intake[strand]),
        latest=score_or_none(whole.latest[strand]),
        gain=Score(int(whole.gain[strand])) if rated > 1 else None,
        effect_size=number_or_none(whole.effect_size[strand]),
        effect_size_sd=number_or_none(columns.strand.sd[0]),
        clinical_cutoff=score_or_none(whole.cutoff[strand]),
        in_clinical_range=bool(whole.clinical_now[strand]) if assessable else None,
        crossed_cutoff=_crossed(whole, strand) if assessable and rated > 1 else None,
        reliable_change=Score(int(whole.reliable_change[strand])) if series.outcome_scale[0] != NO_SCALE else None,
        change=CHANGES[whole.change[strand]],
        expected=tuple(number_or_none(value) for value in whole.expected[rows]),
        expected_latest=number_or_none(whole.expected_latest[strand]),
        expected_path=tuple(path.expected.tolist()) if curve != NO_CURVE else (),
        band_path=tuple(map(Band, path.amber.tolist(), path.red.tolist())) if curve != NO_CURVE else (),
        amber_below=below.amber,
        red_below=below.red,
        target=number_or_none(whole.target[strand]),
        target_met_percent=number_or_none(whole.target_met_percent[strand]),
        track=TRACKS[whole.track_latest[strand]],
        tracks=tuple(TRACKS[code] for code in whole.track[rows]),
        sawtooth=_yes_no(whole.sawtooth[strand]),
        high_start=_yes_no(whole.high_start[strand]),
        alliance_latest=score_or_none(whole.alliance_latest[strand]),
        alliance_line=whole.policy.alliance_total.score,
        usual_range_lower=usual_lower_of(columns),
        own_levels=own_level_of(columns),
        repairs=tuple(REPAIRS[code] for code in repairs),
        repaired_at=_repaired_at(columns),
        signals=tuple(sorted(_signals(columns, found, whole.curve_set), key=lambda signal: signal.session)),
        policy=whole.policy,
        curve_set=whole.curve_set,
    )


def _scale(code: int) -> Scale | None:
    return None if code == NO_SCALE else scale(scale_ids()[code])


def _scores(tenths: NDArray[np.int16]) -> tuple[Score | None, ...]:
    return tuple(None if value == MISSING else Score(value) for value in tenths.tolist())


def _yes_no(code: int) -> bool | None:
    return None if code < 0 else bool(code)


def _crossed(whole: Assessment, strand: int) -> bool:
    return bool(whole.clinical_at_intake[strand] and not whole.clinical_now[strand])


def _below(path: Lines, rated: int, policy: Policy) -> Band:
    """Points by which the lines lie under the path at the latest rating, at the second before there is one."""
    at = max(rated - 1, 1)
    if np.isnan(path.expected[at]):
        return Band(policy.amber_below.points, policy.red_below.points)
    return Band(float(path.expected[at] - path.amber[at]), float(path.expected[at] - path.red[at]))


def _repaired_at(columns: Columns) -> tuple[int | None, ...]:
    """Session number at which each session's dip was repaired."""
    alliance = columns.alliance
    sessions: list[int | None] = [None] * columns.series.session.size
    for place, after in enumerate(alliance.repairs.after.tolist()):
        if after:
            sessions[int(alliance.rows[place])] = int(alliance.session[place + after])
    return tuple(sessions)


def _signals(columns: Columns, found: list[tuple[Rule, Found]], curve_set: CurveSet) -> Iterable[Signal]:
    """Say every finding with its evidence; a lasting state begins where the rating before had none."""
    repaired_at, answers = _repaired_at(columns), columns.alliance.repairs.answer
    of_row = dict(zip(columns.alliance.rows.tolist(), answers.tolist(), strict=True))
    for rule, finding in found:
        rows = _axis_rows(rule, columns)
        mask = finding.mask.tolist()
        for place in np.flatnonzero(finding.mask).tolist():
            row = int(rows[place])
            dip = rule.axis == Axis.ALLIANCE and REPAIRS[of_row.get(row, 0)] != Repair.NONE_NEEDED
            yield Signal(
                rule=rule,
                session=int(columns.series.session[row]),
                onset=not (rule.lasting and place and mask[place - 1]),
                evidence={name: one.say(one.values[place]) for name, one in finding.evidence.items()},
                line=finding.line,
                source=_source(rule, finding, curve_set),
                repair=REPAIRS[of_row[row]] if dip else None,
                repaired_at=repaired_at[row] if dip else None,
            )


def _source(rule: Rule, finding: Found, curve_set: CurveSet) -> str:
    """Where the line comes from: the policy's source, the curve set by name, or the rule's own."""
    if finding.line:
        return finding.line.source
    return f"{curve_set.label} ({curve_set.id} {curve_set.version})" if rule.source == CURVE_SET else rule.source


def _axis_rows(rule: Rule, columns: Columns) -> NDArray[np.int64]:
    if rule.axis == Axis.OUTCOME:
        return columns.outcome.rows
    if rule.axis == Axis.ALLIANCE:
        return columns.alliance.rows
    return np.arange(columns.series.session.size)
