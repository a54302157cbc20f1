"""From the engine's columns to one row an episode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fit.alliance import REPAIRS, Repair
from fit.assessment import beyond
from fit.errors import InputError
from fit.scales import Better, scales
from fit.series import INFORMANTS, MISSING, Runs
from fit.service.episodes import UNKNOWN, Care, Episodes
from fit.trajectory import TRACKS, Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.assessment import Assessment

    Column = NDArray[Any]
    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]

__all__ = ["AllianceMarks", "alliance_marks", "episodes_of", "sessions_with_both"]

BELOW_LINE, DROP, TARGET = "low_total", "drop", "target_reached"
_REPAIRED, _NO_DIP = REPAIRS.index(Repair.REPAIRED), REPAIRS.index(Repair.NONE_NEEDED)
_NO_TRACK = TRACKS.index(Track.NOT_ASSESSABLE)


def episodes_of(assessment: Assessment, care: Care) -> Episodes:
    """Lay out every episode: the record's facts, and the engine's verdicts on its leading strand.

    Parameters
    ----------
    assessment : made with all rules of fit.alerts
    care : one entry for each of the series' episode ids, those without a rating too

    Raises
    ------
    InputError
        when `care` does not fit the series.
    """
    series = assessment.series
    if care.client.size != len(series.episode_ids):
        raise InputError(f"{care.client.size} episodes of care for {len(series.episode_ids)} ids. Give one each.")
    leading = series.leading_strands()
    episode = series.episode[leading]
    alliance, outcome = _alliance(assessment), _outcome(assessment)
    columns = {
        name: _placed(values[leading], episode, care.client.size, blank)
        for name, (values, blank) in (outcome | alliance | _sessions_with_both(assessment)).items()
    }
    return Episodes(
        client=care.client,
        clinician=care.clinician,
        age_band=care.age_band,
        ending=care.ending,
        sessions=care.sessions,
        days=care.days,
        informants=_informants(assessment, care.client.size),
        **columns,
    )


def _placed(values: Column, episode: Column, episodes: int, blank: float) -> Column:
    placed = np.full(episodes, blank, values.dtype)
    placed[episode] = values
    return placed


def _informants(assessment: Assessment, episodes: int) -> NDArray[np.uint8]:
    bits = np.zeros(episodes, np.uint8)
    series = assessment.series
    for code in range(len(INFORMANTS)):
        bits[series.episode[series.informant == code]] |= np.uint8(1 << code)
    return bits


def _outcome(assessment: Assessment) -> dict[str, tuple[Column, float]]:
    """Columns of the outcome ratings, each with what stands where there is no rating."""
    scale = assessment.series.outcome_scale
    family = np.array([*(one.family == "ors" for one in scales().values()), False])
    return {
        "on_points": (family[scale], False),
        "ratings": (assessment.ratings, 0),
        "intake": (assessment.intake, UNKNOWN),
        "latest": (assessment.latest, UNKNOWN),
        "gain": (assessment.gain, 0),
        "change": (assessment.change, 0),
        "track": (assessment.track_latest, _NO_TRACK),
        "clinical_at_intake": (assessment.clinical_at_intake, False),
        "target_reached": (_target_reached(assessment), UNKNOWN),
        "expected": (assessment.expected_latest, np.nan),
        "norm_sd": (assessment.effect_size_sd, np.nan),
        **_when_improved(assessment),
    }


def _bit(assessment: Assessment, rule_id: str) -> np.uint32:
    return np.uint32(1 << [rule.id for rule in assessment.rules].index(rule_id))


def _target_reached(assessment: Assessment) -> Column:
    known = ~np.isnan(assessment.target) & (assessment.ratings > 1)
    there = (assessment.outcome_signals_latest & _bit(assessment, TARGET)) > 0
    return np.where(known, there, UNKNOWN).astype(np.int8)


def _when_improved(assessment: Assessment) -> dict[str, tuple[Column, float]]:
    """Meeting of the first reliable gain, and of the last outcome rating."""
    series = assessment.series
    rows, runs = _rated(assessment, series.outcome)
    lower = np.array([*(scale.better == Better.LOWER for scale in scales().values()), False])
    gain = series.outcome[rows].astype(np.int64) - assessment.intake[runs.strand]
    gain[lower[series.outcome_scale][runs.strand]] *= -1
    strand = runs.strand
    reliable = beyond(gain, assessment.reliable_change[strand].astype(np.int64), assessment.policy)
    improved = np.flatnonzero(reliable & (runs.place > 0))
    first, last = np.zeros((2, series.strands), np.int32)
    # The last one written is the earliest: strands stand in order of their sessions.
    first[strand[improved][::-1]] = series.session[rows[improved]][::-1]
    last[runs.given] = series.session[rows[runs.last]]
    return {"improved_at": (first, 0), "last_rated_at": (last, 0)}


def _rated(assessment: Assessment, column: Column) -> tuple[Rows, Runs]:
    series = assessment.series
    rows = np.flatnonzero(column != MISSING)
    strand = np.repeat(np.arange(series.strands), assessment.sessions)[rows]
    return rows, Runs.of(strand, series.strands)


def _alliance(assessment: Assessment) -> dict[str, tuple[Column, float]]:
    """Columns of the alliance ratings: first and last, below the line, falls, dips and what became of them."""
    series = assessment.series
    rows, runs = _rated(assessment, series.alliance)
    ends = np.full((2, series.strands), MISSING, np.int16)
    ends[0, runs.given] = series.alliance[rows[runs.start[runs.given]]]
    ends[1, runs.given] = series.alliance[rows[runs.last]]
    marks = _marks(assessment, rows, runs)
    kept = ("below_line", "drops", "dips", "followed", "repaired")
    counted = {name: (_per_strand(runs.strand[getattr(marks, name)], series.strands), 0) for name in kept}
    return {
        "alliance_first": (ends[0], UNKNOWN),
        "alliance_last": (ends[1], UNKNOWN),
        "alliance_ratings": (runs.length.astype(np.int32), 0),
        **counted,
    }


class AllianceMarks(NamedTuple):
    """What each alliance rating adds to the sums of its episode, or of its week in the alliance grid.

    `rows` are the ratings' places among the series' sessions, `strand` the strand of each.
    """

    rows: Rows
    strand: Rows
    comparable: Mask
    """There is a rating before it in the strand."""
    below_line: Mask
    drops: Mask
    dips: Mask
    followed: Mask
    """A dip that the policy's number of further ratings followed."""
    repaired: Mask
    """Such a dip after which one of them was back."""


def alliance_marks(assessment: Assessment) -> AllianceMarks:
    """Say of each alliance rating what it adds, for the weekly cells that are kept with every rating."""
    return _marks(assessment, *_rated(assessment, assessment.series.alliance))


def _marks(assessment: Assessment, rows: Rows, runs: Runs) -> AllianceMarks:
    signals, repair = assessment.alliance_signals[rows], assessment.repair[rows]
    left = runs.length[runs.strand] - 1 - runs.place
    dips = repair != _NO_DIP
    followed = dips & (left >= assessment.policy.repair_ratings)
    return AllianceMarks(
        rows=rows,
        strand=runs.strand,
        comparable=runs.place > 0,
        below_line=(signals & _bit(assessment, BELOW_LINE)) > 0,
        drops=(signals & _bit(assessment, DROP)) > 0,
        dips=dips,
        followed=followed,
        repaired=followed & (repair == _REPAIRED),
    )


def _per_strand(strand: Column, strands: int) -> NDArray[np.int32]:
    return np.bincount(strand, minlength=strands).astype(np.int32)


def sessions_with_both(assessment: Assessment) -> Mask:
    """Mark the series' sessions with an outcome rating and a session rating."""
    series = assessment.series
    both: Mask = (series.outcome != MISSING) & ~series.without_session_rating
    return both


def _sessions_with_both(assessment: Assessment) -> dict[str, tuple[Column, float]]:
    series = assessment.series
    strand = np.repeat(np.arange(series.strands), assessment.sessions)
    return {"both": (_per_strand(strand[sessions_with_both(assessment)], series.strands), 0)}
