"""Clinicians in a funnel: the fewer the episodes, the farther chance alone carries a mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.charts._plain_ground import ground, line, note
from dashboard.charts.palette import LIGHT

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.charts.palette import Palette
    from fit.casework.views import BetweenClinicians

__all__ = ["funnel", "funnel_in_words"]

DASHES = ("dash", "dot")
"""95 and 99.8 percent."""


def funnel(found: BetweenClinicians, palette: Palette = LIGHT) -> Figure:
    """Draw the clinic's mean, both limits, and a dot for each clinician who may be seen."""
    limits = found.funnel
    n = limits.n.tolist()
    lines = [line([n[0], n[-1]], [limits.target, limits.target], palette.ink)]
    for dash, low, high in zip(DASHES, limits.lower.tolist(), limits.upper.tolist(), strict=True):
        lines += [line(n, low, palette.muted, dash=dash), line(n, high, palette.muted, dash=dash)]
    layout = ground(
        palette,
        {"title": {"text": "Closed episodes rated twice", "standoff": 8}, "showgrid": False},
        {"title": {"text": "Mean gain, adjusted [points]", "standoff": 8}},
        note(n[-1], limits.target, "clinic", palette.ink, xanchor="right", yanchor="bottom"),
        note(n[-1], limits.upper[0][-1], "95 %", palette.muted, xanchor="right", yanchor="bottom"),
        note(n[-1], limits.upper[1][-1], "99.8 %", palette.muted, xanchor="right", yanchor="bottom"),
    )
    return {"data": [*lines, _dots(found, palette)], "layout": layout}


def _dots(found: BetweenClinicians, palette: Palette) -> dict[str, Any]:
    some = found.clinicians
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [one.n for one in some],
        "y": [one.mean for one in some],
        "text": ["you" if one.is_you else "" for one in some],
        "textposition": "top center",
        "customdata": ["you" if one.is_you else one.name for one in some],
        "marker": {
            "size": 12,
            "symbol": ["circle-open" if one.provisional else "circle" for one in some],
            "color": palette.outcome,
            "line": {"width": 2.5},
        },
        "hovertemplate": "%{customdata}: %{x} episodes, %{y:+.1f} points<extra></extra>",
    }


def funnel_in_words(found: BetweenClinicians) -> str:
    """Say who is drawn, without an order."""
    seen = len(found.clinicians)
    who = "your own dot" if seen == 1 and found.clinicians[0].is_you else f"{seen} clinicians"
    return (
        f"Funnel round the clinic's mean gain of {found.clinic_mean:+.1f} points, with {who if seen else 'nobody yet'}."
    )
