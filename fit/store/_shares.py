"""What each session adds to the alliance grid, from the engine's columns of the leading strands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.series import MISSING
from fit.service.assessed import alliance_marks, sessions_with_both
from fit.store.cells import Share
from fit.store.held import MEETING_BITS, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from fit.assessment import Assessment

__all__ = ["ShareColumns", "share_columns", "shares_of"]

MARKS = {
    "comparable": "comparable",
    "below_line": "below_line",
    "dropped": "drops",
    "dip": "dips",
    "followed": "followed",
    "repaired": "repaired",
}
"""Column of a session, by what the engine's marks call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareColumns:
    """Shares as columns, of every session that was rated by the one who speaks for the episode, in order.

    `place` numbers episode and meeting; `columns` are those of Share, unknown tenths being MISSING.
    """

    place: NDArray[np.int64]
    columns: Mapping[str, NDArray[Any]]


def share_columns(assessment: Assessment) -> ShareColumns:
    """What each session adds.

    Parameters
    ----------
    assessment : made with all rules of fit.alerts
    """
    series = assessment.series
    rows, episode = _leading_rows(assessment)
    columns = {"with_both": sessions_with_both(assessment)} | _marked(assessment)
    kept = {"alliance_tenths": series.alliance[rows]} | {name: column[rows] for name, column in columns.items()}
    return ShareColumns(place=place_of(episode, series.session[rows]), columns=kept)


def shares_of(assessment: Assessment, episode_ids: Sequence[int]) -> dict[tuple[int, int], Share]:
    """Shares by episode and meeting; a session that is not there was not rated by the one who speaks for the episode.

    Parameters
    ----------
    assessment : made with all rules of fit.alerts; `episode` codes into `episode_ids`
    """
    found = share_columns(assessment)
    codes, meetings = found.place >> MEETING_BITS, found.place & ((1 << MEETING_BITS) - 1)
    places = zip(np.array(episode_ids, np.int64)[codes].tolist(), meetings.tolist(), strict=True)
    tenths = [None if score == MISSING else score for score in found.columns["alliance_tenths"].tolist()]
    marks = {name: column.tolist() for name, column in found.columns.items() if name != "alliance_tenths"}
    values = zip(tenths, *marks.values(), strict=True)
    names = ("alliance_tenths", *marks)
    return {place: Share(**dict(zip(names, value, strict=True))) for place, value in zip(places, values, strict=True)}


def _leading_rows(assessment: Assessment) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Rows of the leading strands, and the episode of each."""
    series = assessment.series
    leads = np.zeros(series.strands, np.bool_)
    leads[series.leading_strands()] = True
    strand = np.repeat(np.arange(series.strands), np.diff(series.offsets))
    rows = np.flatnonzero(leads[strand])
    return rows, series.episode[strand[rows]]


def _marked(assessment: Assessment) -> dict[str, NDArray[Any]]:
    marks = alliance_marks(assessment)
    columns = {name: np.zeros(assessment.series.session.size, np.bool_) for name in MARKS}
    for name, mark in MARKS.items():
        columns[name][marks.rows] = getattr(marks, mark)
    return columns
