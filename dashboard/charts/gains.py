"""The distribution of change: how many episodes gained or lost so many points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.charts._plain_ground import ground, line, note
from dashboard.charts.palette import LIGHT
from dashboard.words import Tone
from fit.service.suppression import LEAST_COUNT

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.charts.palette import Palette
    from fit.service.change_spread import Histogram

__all__ = ["gains", "gains_in_words", "named_bins"]

FEW = f"<{LEAST_COUNT}"


def gains(found: Histogram, reliable_change: float, palette: Palette = LIGHT) -> Figure:
    """Draw a bar for each five points; what chance may do lies between the dashed lines.

    The axis is the whole scale, whatever is told: one that ended with the bars would say where the outermost lie.
    """
    counts = np.nan_to_num(found.counts)
    told = [FEW if np.isnan(count) else "" for count in found.counts]
    middle = (found.edges[:-1] + found.edges[1:]) / 2
    bars: dict[str, Any] = {
        "type": "bar",
        "x": middle.tolist(),
        "y": counts.tolist(),
        "text": np.array(told).tolist(),
        "textposition": "outside",
        "textfont": {"color": palette.muted, "size": 12},
        "width": 4.6,
        "marker": {"color": [_colour(low, reliable_change, palette) for low in found.edges[:-1].tolist()]},
        "customdata": np.array(named_bins(found)).tolist(),
        "hovertemplate": "%{customdata} points: %{y:.0f} episodes<extra></extra>",
    }
    top = max(float(counts.max()), 1.0) * 1.15
    edges = [line([at, at], [0, top], palette.ink, dash="dash") for at in (-reliable_change, reliable_change)]
    layout = ground(
        palette,
        {"title": {"text": "Gain since the first rating [points]", "standoff": 8}, "dtick": 10, "showgrid": False}
        | {"range": [int(found.edges[0]), int(found.edges[-1])]},
        {"title": {"text": "Episodes", "standoff": 8}, "range": [0, top], "rangemode": "tozero"},
        note(reliable_change, top, " reliable gain", palette.ink, xanchor="left", yanchor="top"),
        note(-reliable_change, top, "reliable loss ", palette.ink, xanchor="right", yanchor="top"),
    )
    return {"data": [bars, *edges], "layout": layout}


def _colour(low: int, reliable_change: float, palette: Palette) -> str:
    if low >= reliable_change:
        return palette.tones[Tone.GOOD]
    return palette.tones[Tone.ACT] if low + 5 <= -reliable_change else palette.tones[Tone.CALM]


def named_bins(found: Histogram) -> list[str]:
    """Name each bar: how much was gained or lost, from so many points to under so many."""
    ends = zip(found.edges[:-1].tolist(), found.edges[1:].tolist(), strict=True)
    return [f"gain of {low} to under {high}" if low >= 0 else f"loss of {-high} to under {-low}" for low, high in ends]


def gains_in_words(found: Histogram, about: str = "") -> str:
    """Say where most of them lie."""
    counts = np.nan_to_num(found.counts)
    if not counts.any():
        return f"Gains of {about}{found.n} episodes; no step of five points holds {LEAST_COUNT} of them."
    most = int(counts.argmax())
    often = f"{about}{counts[most]:.0f} episodes"
    return f"Gains of {about}{found.n} episodes; most often a {named_bins(found)[most]} points ({often})."
