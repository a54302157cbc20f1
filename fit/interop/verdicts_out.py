"""Writes verdicts as tables: a row per episode, or a row per session. Whole files or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from fit.change.reliable_change import CHANGES
from fit.interop._whole_file import whole_file
from fit.scales import Score
from fit.trajectory import TRACKS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from fit.assessment import Assessment, Rule

__all__ = ["write_episodes", "write_sessions"]

# Decimals of computed numbers: more than any line or screen needs, and free of the noise of binary floats.
DECIMALS = 6
# So many rows are turned into text at a time, so that a file of millions needs no memory of that size.
ROWS_A_PART = 200_000
NEEDS_QUOTES = '[",\r\n]'


def write_episodes(assessment: Assessment, path: Path) -> int:
    """Write a row per episode, in the order in which the episodes first appeared; return how many."""
    strands = assessment.series.leading_strands()
    _write(path, strands, lambda some: _episode_columns(assessment, some))
    return int(strands.size)


def write_sessions(assessment: Assessment, path: Path) -> int:
    """Write a row per session of each episode's leading strand; return how many."""
    strands = assessment.series.leading_strands()
    offsets = assessment.series.offsets
    sessions = np.diff(offsets)[strands]
    starts = np.repeat(offsets[strands] - np.cumsum(sessions) + sessions, sessions)
    rows = starts + np.arange(sessions.sum())
    episode = np.repeat(assessment.series.episode[strands], sessions)
    _write(path, np.arange(rows.size), lambda some: _session_columns(assessment, rows[some], episode[some]))
    return int(rows.size)


def _episode_columns(assessment: Assessment, at: NDArray[np.int64]) -> dict[str, pa.Array]:
    one = assessment
    rated = one.ratings[at]
    return {
        "episode_id": _ids(one, one.series.episode[at]),
        "sessions": pa.array(one.sessions[at]),
        "intake": _tenths(one.intake[at]),
        "latest": _tenths(one.latest[at]),
        "gain": _tenths(one.gain[at], rated > 1),
        "effect_size": _numbers(one.effect_size[at]),
        "clinical_cutoff": _tenths(one.cutoff[at]),
        "reliable_change_points": _tenths(one.reliable_change[at], rated > 0),
        "change": _named(one.change[at], CHANGES),
        "expected_latest": _numbers(one.expected_latest[at]),
        "track": _named(one.track_latest[at], TRACKS),
        "target": _numbers(one.target[at]),
        "target_met_percent": _numbers(one.target_met_percent[at]),
        "sawtooth": _yes_no(one.sawtooth[at]),
        "high_start": _yes_no(one.high_start[at]),
        "alliance_latest": _tenths(one.alliance_latest[at]),
        "outcome_signals": _signals(one.outcome_signals_latest[at], one.rules),
        "alliance_signals": _signals(one.alliance_signals_latest[at], one.rules),
    }


def _session_columns(
    assessment: Assessment, rows: NDArray[np.int64], episode: NDArray[np.int32]
) -> dict[str, pa.Array]:
    return {
        "episode_id": _ids(assessment, episode),
        "session": pa.array(assessment.series.session[rows]),
        "track": _named(assessment.track[rows], TRACKS),
        "expected": _numbers(assessment.expected[rows]),
        "outcome_signals": _signals(assessment.outcome_signals[rows], assessment.rules),
        "alliance_signals": _signals(assessment.alliance_signals[rows], assessment.rules),
    }


def _ids(assessment: Assessment, episode: NDArray[np.int32]) -> pa.Array:
    return pa.array([assessment.series.episode_ids[code] for code in episode.tolist()], pa.string())


def _tenths(values: NDArray[np.int16], known: NDArray[np.bool_] | None = None) -> pa.Array:
    """Whole tenths as points; where not known, or below zero where no score can be, empty."""
    lowest, highest = int(values.min(initial=0)), int(values.max(initial=0))
    names = pa.array([str(Score(tenths)) for tenths in range(lowest, highest + 1)])
    places = pa.array(values.astype(np.int32) - lowest, mask=values < 0 if known is None else ~known)
    return names.take(places)


def _numbers(values: NDArray[np.float64]) -> pa.Array:
    return pa.array(np.round(values, DECIMALS), mask=np.isnan(values))


def _named(codes: NDArray[np.int8], names: Sequence[str]) -> pa.Array:
    return pa.array([str(name) for name in names]).take(pa.array(codes))


def _yes_no(codes: NDArray[np.int8]) -> pa.Array:
    return pa.array(["false", "true"]).take(pa.array(codes, mask=codes < 0))


def _signals(bits: NDArray[np.uint32], rules: Sequence[Rule]) -> pa.Array:
    """Rule ids joined by a semicolon; the same few combinations stand in millions of rows."""
    combinations, place = np.unique(bits, return_inverse=True)
    names = [";".join(rule.id for bit, rule in enumerate(rules) if int(one) >> bit & 1) for one in combinations]
    return pa.array(names).take(pa.array(place))


def _write(path: Path, rows: NDArray[np.int64], columns_of: Any) -> None:
    with whole_file(path) as file:
        empty = columns_of(rows[:0])
        file.write((",".join(empty) + "\n").encode())
        for first in range(0, rows.size, ROWS_A_PART):
            table = pa.table(columns_of(rows[first : first + ROWS_A_PART]))
            csv.write_csv(table, file, csv.WriteOptions(include_header=False, quoting_style=_quoting(table)))


def _quoting(table: pa.Table) -> str:
    """Only ids can hold what needs quotation marks."""
    quoted = pc.any(pc.match_substring_regex(table["episode_id"], NEEDS_QUOTES)).as_py()
    return "needed" if quoted else "none"
