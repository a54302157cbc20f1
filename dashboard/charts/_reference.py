"""The lines a course is read against: cutoff, alliance line, expected path, target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboard.charts.titles import alliance_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboard.charts.palette import Palette
    from fit.assessment import EpisodeAssessment

__all__ = ["expected_points", "reference_lines"]

DASHED = "7px,5px"
TARGET_SIZE = 11


def reference_lines(one: EpisodeAssessment, last: int, palette: Palette) -> Iterator[go.Scatter]:
    """Yield the lines that this episode has, none for what is unknown."""
    if one.clinical_cutoff is not None:
        yield _across("clinical cutoff", one.clinical_cutoff.points, last, palette.outcome)
    yield _across(f"{alliance_title(one)} line", one.alliance_line.points, last, palette.alliance)
    if one.expected_path:
        yield _path(one, palette)
    if one.target is not None:
        yield _target(one.target, last, palette)


def _across(name: str, height: float, last: int, colour: str) -> go.Scatter:
    line = {"color": colour, "width": 1.5, "dash": DASHED}
    return _line([0.5, last + 0.5], [height, height], name, line, hover=f"{name} {height:g}")


def _path(one: EpisodeAssessment, palette: Palette) -> go.Scatter:
    points = expected_points(one)
    line = {"color": palette.expected, "width": 2, "dash": "2px,4px"}
    hover = f"expected %{{y:.1f}}<br>({one.curve_set_label})"
    return _line([x for x, _ in points], [round(y, 1) for _, y in points], "expected path", line, hover=hover)


def expected_points(one: EpisodeAssessment) -> list[tuple[int, float]]:
    """Return (session, expected score): as assessed so far, then on along the path, one rating a session."""
    so_far = [
        (meeting, height) for meeting, height in zip(one.meetings, one.expected, strict=True) if height is not None
    ]
    ahead = enumerate(one.expected_path[len(so_far) :], start=max(one.meetings, default=0) + 1)
    return [*so_far, *ahead]


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


def _line(x: Sequence[float], y: Sequence[float], name: str, line: dict[str, object], *, hover: str) -> go.Scatter:
    return go.Scatter(x=list(x), y=list(y), name=name, mode="lines", line=line, hovertemplate=f"{hover}<extra></extra>")
