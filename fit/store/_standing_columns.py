"""What the engine's columns say of each episode now, as columns of its standing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.alliance import REPAIRS, Repair
from fit.change import CHANGES, Change
from fit.scales import scale_ids
from fit.series import INFORMANTS, MISSING, NO_SCALE
from fit.trajectory import TRACKS, Track

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from fit.assessment import Assessment

__all__ = ["UNRATED", "verdicts_of"]

SESSIONS_IN_SPARKLINE = 12
NONE_NEEDED = REPAIRS.index(Repair.NONE_NEEDED)
UNRATED: dict[str, Any] = {
    "informants": [],
    "outcome_scale": "",
    "alliance_scale": "",
    "outcome_latest": None,
    "alliance_latest": None,
    "outcome_history": [],
    "alliance_history": [],
    "intake": None,
    "gain": None,
    "change": Change.NOT_ASSESSABLE.value,
    "track": Track.NOT_ASSESSABLE.value,
    "expected": None,
    "target": None,
    "signals": [],
    "dip_meeting": None,
    "repair": None,
    "repaired_meeting": None,
}
"""What stands there of an episode without any rating."""


def verdicts_of(assessment: Assessment, episode_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Verdicts by episode, of the strand that speaks for it; an episode without ratings is not there.

    Parameters
    ----------
    assessment : made with all rules of fit.alerts; `episode` codes into `episode_ids`
    """
    series = assessment.series
    leading = series.leading_strands()
    columns = _of_strands(assessment, leading) | _last_dips(assessment, leading)
    columns |= {"outcome_history": _histories(assessment, series.outcome, leading)}
    columns |= {"alliance_history": _histories(assessment, series.alliance, leading)}
    columns |= {"informants": list(_informants(assessment))}
    rows = zip(*columns.values(), strict=True)
    ids = (episode_ids[code] for code in series.episode[leading].tolist())
    return {episode_id: dict(zip(columns, row, strict=True)) for episode_id, row in zip(ids, rows, strict=True)}


def _of_strands(assessment: Assessment, leading: NDArray[np.int64]) -> dict[str, list[Any]]:
    series = assessment.series
    known = assessment.ratings[leading] > 1
    gains = zip(assessment.gain[leading].tolist(), known.tolist(), strict=True)
    signals = assessment.outcome_signals_latest[leading] | assessment.alliance_signals_latest[leading]
    named = tuple(rule.id for rule in assessment.rules)
    return {
        "outcome_scale": [_scale_id(code) for code in series.outcome_scale[leading].tolist()],
        "alliance_scale": [_scale_id(code) for code in series.alliance_scale[leading].tolist()],
        "outcome_latest": _tenths(assessment.latest[leading]),
        "alliance_latest": _tenths(assessment.alliance_latest[leading]),
        "intake": _tenths(assessment.intake[leading]),
        "gain": [gain if there else None for gain, there in gains],
        "change": [CHANGES[code].value for code in assessment.change[leading].tolist()],
        "track": [TRACKS[code].value for code in assessment.track_latest[leading].tolist()],
        "expected": _numbers(assessment.expected_latest[leading]),
        "target": _numbers(assessment.target[leading]),
        "signals": [list(_rule_ids(bits, named)) for bits in signals.tolist()],
    }


def _scale_id(code: int) -> str:
    return "" if code == NO_SCALE else scale_ids()[code]


def _tenths(column: NDArray[np.int16]) -> list[int | None]:
    return [None if tenths < 0 else tenths for tenths in column.tolist()]


def _numbers(column: NDArray[np.float64]) -> list[float | None]:
    return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124  NaN alone is not itself


@lru_cache(maxsize=4_096)
def _rule_ids(bits: int, named: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(name for bit, name in enumerate(named) if bits >> bit & 1))


def _histories(assessment: Assessment, scores: NDArray[np.int16], leading: NDArray[np.int64]) -> list[list[int | None]]:
    """The last scores of each strand, None where none was given."""
    end = assessment.series.offsets[leading + 1]
    first = np.maximum(assessment.series.offsets[leading], end - SESSIONS_IN_SPARKLINE)
    return [_tenths(scores[rows]) for rows in map(slice, first.tolist(), end.tolist())]


def _informants(assessment: Assessment) -> Iterator[list[str]]:
    """Who rated each episode at all."""
    series = assessment.series
    _, first, strands = np.unique(series.episode, return_index=True, return_counts=True)
    for start, count in zip(first.tolist(), strands.tolist(), strict=True):
        yield sorted({INFORMANTS[code].value for code in series.informant[start : start + count].tolist()})


def _last_dips(assessment: Assessment, leading: NDArray[np.int64]) -> dict[str, list[Any]]:
    """The last session at which the alliance dipped, and what the ratings since say of it."""
    series = assessment.series
    dips = np.flatnonzero(assessment.repair != NONE_NEEDED)
    strand = np.searchsorted(series.offsets, dips, side="right") - 1
    last = np.full(series.strands, -1, np.int64)
    last[strand] = dips  # of several the last one stays: they stand in order
    rows = last[leading].tolist()
    return {
        "dip_meeting": [None if row < 0 else int(series.session[row]) for row in rows],
        "repair": [REPAIRS[NONE_NEEDED if row < 0 else assessment.repair[row]].value for row in rows],
        "repaired_meeting": _repaired_at(assessment, rows),
    }


def _repaired_at(assessment: Assessment, rows: Sequence[int]) -> list[int | None]:
    """Session at which the dip of each row was repaired: so many alliance ratings later."""
    rated = np.flatnonzero(assessment.series.alliance != MISSING)
    place = np.searchsorted(rated, rows)
    after = assessment.repaired_after[rows]
    at = rated[np.minimum(place + after, rated.size - 1)] if rated.size else np.zeros(len(rows), np.int64)
    sessions = assessment.series.session[at].tolist()
    found = zip(rows, after.tolist(), sessions, strict=True)
    return [meeting if row >= 0 and later else None for row, later, meeting in found]
