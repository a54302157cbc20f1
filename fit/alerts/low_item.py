"""One line of the session rating is low."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, words
from fit.scales import Score, scale, scale_ids
from fit.series import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable


@rule(
    axis=Axis.ALLIANCE,
    formula="each item of the alliance rating against the policy's line for items; unknown where only a total is known",
    source="the policy's line for alliance items",
    next_step="Ask about that line first: relationship, goals and topics, or the way of working.",
)
def low_item(columns: Columns) -> Found:
    """One line of the session rating is low."""
    items, line = columns.alliance.items, columns.policy.alliance_item
    if items is None:
        return Found(mask=np.zeros(columns.alliance.score.size, bool), line=line, evidence={})
    low = line.crossed(items) & (items != MISSING)
    scales = columns.series.alliance_scale[columns.alliance.runs.strand]
    places = np.arange(items.shape[0])
    any_low = low @ np.ones(items.shape[1], bool)  # as low.any(axis=1), and seven times as fast on rows so short
    return Found(mask=any_low, line=line, evidence={"low": words(places, _names(items, low, scales))})


def _names(items: np.ndarray, low: np.ndarray, scales: np.ndarray) -> Callable[[int], str]:
    """Say the low items of a place by id with their marks, worked out only when asked."""

    def say(place: int) -> str:
        known = scale(scale_ids()[scales[place]]).items
        marks = [f"{known[at].id} {Score(int(items[place, at]))}" for at in np.flatnonzero(low[place])]
        return ", ".join(marks)

    return say
