"""Verdicts as tables: a row per episode, or a row per session; and the text of these tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from fit.change.reliable_change import CHANGES
from fit.interop._arrays import named, numbers, texts
from fit.interop.spreadsheet import guarded_texts
from fit.scales import Score
from fit.trajectory import TRACKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from fit.assessment import Assessment, Rule

__all__ = ["episode_rows", "header_text", "rows_text", "session_rows"]

# Decimals of computed numbers: more than any line or screen needs, and free of the noise of binary floats.
DECIMALS = 6
# So many rows are turned into text at a time, so that a file of millions needs no memory of that size.
ROWS_A_PART = 200_000
NEEDS_QUOTES = '[",\r\n]'
QUOTE = '"'


def episode_rows(assessment: Assessment) -> Iterator[pa.Table]:
    """Give a row per episode, in the order in which the episodes first appeared, part by part."""
    strands = assessment.series.leading_strands()
    yield from _parts(strands.size, lambda some: _episode_columns(assessment, strands[some]))


def session_rows(assessment: Assessment) -> Iterator[pa.Table]:
    """Give a row per session of each episode's leading strand, part by part."""
    strands = assessment.series.leading_strands()
    offsets = assessment.series.offsets
    sessions = np.diff(offsets)[strands]
    starts = np.repeat(offsets[strands] - np.cumsum(sessions) + sessions, sessions)
    rows = starts + np.arange(sessions.sum())
    episode = np.repeat(assessment.series.episode[strands], sessions)
    yield from _parts(rows.size, lambda some: _session_columns(assessment, rows[some], episode[some]))


def header_text(table: pa.Table) -> bytes:
    """Give the first line of a CSV file of such rows."""
    return (",".join(table.column_names) + "\n").encode()


def rows_text(table: pa.Table) -> bytes:
    """Give rows as lines of CSV. Only an id can hold what needs quotation marks."""
    table = table.set_column(table.column_names.index("episode_id"), "episode_id", guarded_texts(table["episode_id"]))
    quoted = pc.match_substring_regex(table["episode_id"], NEEDS_QUOTES)
    if pc.any(quoted).as_py():
        return _with_quotes(table, quoted)
    text = pa.BufferOutputStream()
    csv.write_csv(table, text, csv.WriteOptions(include_header=False, quoting_style="none"))
    return bytes(text.getvalue())


def _with_quotes(table: pa.Table, quoted: pa.ChunkedArray) -> bytes:
    """As pyarrow writes them, with quotation marks round the ids that need them and nowhere else."""
    ids = table["episode_id"]
    marked = pc.binary_join_element_wise(QUOTE, pc.replace_substring(ids, QUOTE, 2 * QUOTE), QUOTE, "")
    cells = [pc.if_else(quoted, marked, ids), *(pc.cast(column, pa.string()) for column in table.columns[1:])]
    lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
    return "".join(f"{line}\n" for line in lines.to_pylist()).encode()


def _parts(rows: int, columns_of: Callable[[slice], dict[str, pa.Array]]) -> Iterator[pa.Table]:
    for first in range(0, rows, ROWS_A_PART):
        yield pa.table(columns_of(slice(first, first + ROWS_A_PART)))


def _episode_columns(assessment: Assessment, at: NDArray[np.int64]) -> dict[str, pa.Array]:
    one = assessment
    rated = one.ratings[at]
    return {
        "episode_id": _ids(one, one.series.episode[at]),
        "sessions": numbers(one.sessions[at]),
        "intake": _tenths(one.intake[at]),
        "latest": _tenths(one.latest[at]),
        "gain": _tenths(one.gain[at], rated > 1),
        "effect_size": _numbers(one.effect_size[at]),
        "clinical_cutoff": _tenths(one.cutoff[at]),
        "reliable_change_points": _tenths(one.reliable_change[at], rated > 0),
        "change": named(one.change[at], CHANGES),
        "expected_latest": _numbers(one.expected_latest[at]),
        "track": named(one.track_latest[at], TRACKS),
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
        "session": numbers(assessment.series.session[rows]),
        "track": named(assessment.track[rows], TRACKS),
        "expected": _numbers(assessment.expected[rows]),
        "outcome_signals": _signals(assessment.outcome_signals[rows], assessment.rules),
        "alliance_signals": _signals(assessment.alliance_signals[rows], assessment.rules),
    }


def _ids(assessment: Assessment, episode: NDArray[np.int32]) -> pa.Array:
    return texts(assessment.series.episode_ids[code] for code in episode.tolist())


def _tenths(values: NDArray[np.int16], known: NDArray[np.bool_] | None = None) -> pa.Array:
    """Whole tenths as points; where not known, or below zero where no score can be, empty."""
    lowest, highest = int(values.min(initial=0)), int(values.max(initial=0))
    points = [str(Score(tenths)) for tenths in range(lowest, highest + 1)]
    return named(values.astype(np.int32) - lowest, points, values >= 0 if known is None else known)


def _numbers(values: NDArray[np.float64]) -> pa.Array:
    return numbers(np.round(values, DECIMALS), ~np.isnan(values))


def _yes_no(codes: NDArray[np.int8]) -> pa.Array:
    return named(codes, ("false", "true"), codes >= 0)


def _signals(bits: NDArray[np.uint32], rules: Sequence[Rule]) -> pa.Array:
    """Rule ids joined by a semicolon; the same few combinations stand in millions of rows."""
    combinations, place = np.unique(bits, return_inverse=True)
    ids = [";".join(rule.id for bit, rule in enumerate(rules) if int(one) >> bit & 1) for one in combinations]
    return named(place, ids)
