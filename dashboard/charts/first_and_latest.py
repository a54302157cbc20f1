"""First against latest outcome rating: a dot an episode, or squares of many; with the lines of reliable change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.charts._plain_ground import ground, line, note
from dashboard.charts.palette import LIGHT
from dashboard.words import AGE_BAND, CHANGE
from fit.service.change_spread import Pairs, Squares
from fit.service.suppression import LEAST_COUNT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dashboard.charts.figure import Figure
    from dashboard.charts.palette import Palette
    from fit.scales import AgeBand

__all__ = ["first_and_latest", "first_and_latest_in_words"]

TOP = 40
"""[points]"""
ROOM = 1.5


def first_and_latest(
    found: Pairs | Squares, reliable_change: float, cutoffs: Mapping[AgeBand, float], palette: Palette = LIGHT
) -> Figure:
    """Draw it. Above the upper dashed line somebody is reliably better, below the lower one reliably worse."""
    marks = list(_dots(found, palette)) if isinstance(found, Pairs) else [_squares(found, palette)]
    span = [-ROOM, TOP + ROOM]
    axis = {"range": span, "dtick": 10, "tick0": 0}
    names = [
        note(line_, 5, AGE_BAND[band], palette.muted, textangle=-90, xshift=9, yanchor="bottom")
        for band, line_ in cutoffs.items()
    ]
    layout = ground(
        palette,
        {**axis, "title": {"text": "First rating (ORS)", "standoff": 8}},
        {**axis, "title": {"text": "Latest rating (ORS)", "standoff": 8}},
        note(1, TOP - 1, "reliably better", palette.ink, xanchor="left", yanchor="top"),
        note(TOP - 1, 1, "reliably worse", palette.ink, xanchor="right", yanchor="bottom"),
        *names,
    )
    return {"data": [*_lines(reliable_change, cutoffs, palette), *marks], "layout": layout}


def _lines(reliable_change: float, cutoffs: Mapping[AgeBand, float], palette: Palette) -> Iterator[dict[str, Any]]:
    yield line([0, TOP], [0, TOP], palette.expected)
    for away in (-reliable_change, reliable_change):
        yield line(
            [max(0, -away), min(TOP, TOP - away)], [max(0, away), min(TOP, TOP + away)], palette.ink, dash="dash"
        )
    for cutoff in sorted(set(cutoffs.values())):
        yield line([cutoff, cutoff], [0, TOP], palette.muted, dash="dot")
        yield line([0, TOP], [cutoff, cutoff], palette.muted, dash="dot")


def _dots(found: Pairs, palette: Palette) -> Iterator[dict[str, Any]]:
    """One trace a verdict, each with its own shape."""
    verdicts = np.array([change.value for change in found.change])
    for name, look in CHANGE.items():
        mine = verdicts == name
        if mine.any():
            yield {
                "type": "scatter",
                "mode": "markers",
                "x": found.first[mine].tolist(),
                "y": found.latest[mine].tolist(),
                "name": look.word,
                "marker": {"symbol": look.shape.value, "size": 10, "opacity": 0.8, "color": palette.tones[look.tone]},
                "hovertemplate": f"{look.word}<br>first %{{x}}, latest %{{y}}<extra></extra>",
            }


def _squares(found: Squares, palette: Palette) -> dict[str, Any]:
    """A square with its number where there are enough; where there are few, nothing is told, not even that."""
    middle = (found.edges[:-1] + found.edges[1:]) / 2
    rows, columns = np.nonzero(~np.isnan(found.counts))
    counts = found.counts[rows, columns].astype(int)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": middle[columns].tolist(),
        "y": middle[rows].tolist(),
        "text": [str(count) for count in counts],
        "textfont": {"color": palette.ground, "size": 13},
        "marker": {"symbol": "square", "size": 28, "color": palette.outcome},
        "hovertemplate": "about %{text} episodes<extra></extra>",
    }


def first_and_latest_in_words(found: Pairs | Squares, reliable_change: float) -> str:
    """Say what the picture shows."""
    if isinstance(found, Squares):
        told = int(np.nansum(found.counts))
        return (
            "First against latest rating, counted in squares of 5 points: "
            f"those with {LEAST_COUNT} and more hold about {told} of about {found.n} episodes."
        )
    gain = found.latest - found.first
    better, worse = int((gain >= reliable_change).sum()), int((gain <= -reliable_change).sum())
    return (
        f"First against latest rating of {gain.size} episodes: {better} lie at or above the line of reliable gain, "
        f"{worse} at or below the line of reliable loss, {gain.size - better - worse} between."
    )
