"""Thoughts of death or of hurting oneself were marked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from fit.alerts._registry import rule
from fit.assessment import Axis, Columns, Found, points
from fit.scales import scales
from fit.series import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@rule(
    axis=Axis.OUTCOME,
    formula="the mark on the scale's question about harming oneself, against the lowest answer, whatever the total",
    source="PHQ-9 item 9 and CORE-10 item 6: any answer above the lowest asks for a risk assessment",
    bound="above 0.0, the lowest answer; here {answer}",
    next_step="Ask today, directly and calmly, what is meant; follow the clinic's own steps for risk.",
)
def risk_answer(columns: Columns) -> Found:
    """Thoughts of death or of hurting oneself were marked."""
    answer = _highest_risk_answer(columns)
    return Found(mask=answer > 0, evidence={"answer": points(np.maximum(answer, 0))})


def _highest_risk_answer(columns: Columns) -> NDArray[np.int16]:
    """The highest mark on a risk question at each outcome rating, in tenths; MISSING where none was asked."""
    outcome, items = columns.outcome, columns.series.outcome_items
    answer = np.full(outcome.rows.size, MISSING, np.int16)
    asked = np.flatnonzero(np.isin(columns.series.outcome_scale, list(_risk_places())))
    if items is None or not asked.size:
        return answer
    scale_of = columns.series.outcome_scale[outcome.runs.strand]
    for code, places in _risk_places().items():
        here = np.flatnonzero(scale_of == code)
        known = [place for place in places if place < items.shape[1]]
        if here.size and known:
            answer[here] = items[outcome.rows[here]][:, known].max(axis=1)
    return answer


@cache
def _risk_places() -> Mapping[int, tuple[int, ...]]:
    """Which items of which scale, by its code in the columns, ask about harming oneself."""
    found = {
        code: tuple(place for place, item in enumerate(scale.items) if item.risk)
        for code, scale in enumerate(scales().values())
    }
    return {code: places for code, places in found.items() if places}
