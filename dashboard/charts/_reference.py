"""The lines a course is read against: cutoff, alliance line, expected path, target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboard.charts.palette import Palette
    from fit.assessment import EpisodeAssessment

__all__ = ["reference_lines"]

DASHED = "7px,5px"
TARGET_SIZE = 11


def reference_lines(one: EpisodeAssessment, last: int, palette: Palette) -> Iterator[go.Scatter]:
    """Yield the lines that this episode has, none for what is unknown."""
    if one.clinical_cutoff is not None:
        yield _across("clinical cutoff", one.clinical_cutoff.points, last, palette.outcome)
    if one.alliance_line is not None:
        yield _across("SRS line", one.alliance_line.points, last, palette.alliance)
    if one.expected_path:
        yield _path(one.expected_path[:last], palette, one.curve_set_label)
    if one.target is not None:
        yield _target(one.target, last, palette)


def _across(name: str, height: float, last: int, colour: str) -> go.Scatter:
    line = {"color": colour, "width": 1.5, "dash": DASHED}
    return _line([0.5, last + 0.5], [height, height], name, line, hover=f"{name} {height:g}")


def _path(path: Sequence[float], palette: Palette, label: str) -> go.Scatter:
    sessions = list(range(1, len(path) + 1))
    line = {"color": palette.expected, "width": 2, "dash": "2px,4px"}
    heights = [round(height, 1) for height in path]
    return _line(sessions, heights, "expected path", line, hover=f"expected %{{y:.1f}}<br>({label})")


def _target(target: float, last: int, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[last + 0.5],
        y=[round(target, 1)],
        name="target",
        mode="markers",
        marker={"symbol": "triangle-left", "size": TARGET_SIZE, "color": palette.expected},
        hovertemplate=f"target {target:.1f}<extra></extra>",
        cliponaxis=False,
    )


def _line(
    x: Sequence[float], y: Sequence[float], name: str, line: dict[str, object], *, hover: str
) -> go.Scatter:
    return go.Scatter(x=list(x), y=list(y), name=name, mode="lines", line=line, hovertemplate=f"{hover}<extra></extra>")
