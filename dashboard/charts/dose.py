"""Dose and response: the share reliably better at the end, by how many sessions there were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dashboard.charts._plain_ground import ground, shares, whole_numbers
from dashboard.charts.palette import LIGHT

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.charts.palette import Palette
    from fit.service.dose_response import DoseResponse

__all__ = ["dose", "dose_in_words", "is_worth_drawing"]

FEWEST_POINTS = 3
"""[numbers of sessions] two points are no course."""
WIDEST = 0.5
"""A share that may lie anywhere in more than half of the scale says nothing that a picture could show."""


def dose(found: DoseResponse, palette: Palette = LIGHT) -> Figure:
    """Draw a dot with its interval for each number of sessions; where few improved, only the interval."""
    known = ~np.isnan(found.share)
    middle = np.where(known, found.share, (found.lower + found.upper) / 2)
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": found.sessions.tolist(),
        "y": middle.tolist(),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": (found.upper - middle).tolist(),
            "arrayminus": (middle - found.lower).tolist(),
            "color": palette.expected,
            "thickness": 1.5,
            "width": 4,
        },
        "marker": {
            "size": 9,
            "color": palette.outcome,
            "symbol": ["circle" if one else "line-ew-open" for one in known.tolist()],
        },
        "text": [str(n) for n in found.n.tolist()],
        "hovertemplate": "%{x} sessions: %{y:.0%} of %{text}<extra></extra>",
    }
    layout = ground(
        palette,
        whole_numbers("Sessions held", int(found.sessions.max(initial=1))),
        shares("Share reliably better"),
    )
    return {"data": [dots], "layout": layout}


def is_worth_drawing(found: DoseResponse) -> bool:
    """Whether there are three numbers of sessions at least of which the share is known to within half of the scale."""
    return int(np.count_nonzero(found.upper - found.lower <= WIDEST)) >= FEWEST_POINTS


def dose_in_words(found: DoseResponse, about: str = "") -> str:
    """Say how many there are, from how many sessions to how many."""
    return (
        f"Share reliably better of {about}{int(found.n.sum())} closed episodes with "
        f"{int(found.sessions.min(initial=0))} to {int(found.sessions.max(initial=0))} sessions."
    )
