"""Alerts and events on the chart: shapes under the points they are about, letters at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboard.charts._ratings import heights_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboard.charts.overlay import Mark, Overlay
    from dashboard.charts.palette import Palette
    from fit.assessment import EpisodeAssessment

__all__ = ["event_lines", "event_names", "marks_of", "stems_of"]

BELOW_POINT = 2.6
"""Points between a rating and the mark that belongs to it."""
STEM_FROM = 0.8
"""Points below a rating where the stem of its mark begins."""
SIZE = 12
"""Pixels."""
FOOT = 1.4
"""Points: where the letters of events stand."""


def marks_of(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> Iterator[go.Scatter]:
    """Draw one mark a rating, however much was found in it: the first is the gravest."""
    heights = heights_of(one)
    for rating, marks in overlay.marks_by_rating().items():
        if rating in heights:
            yield _mark(marks, _below(heights[rating]), palette)


def stems_of(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> Iterator[dict[str, object]]:
    """Tie each mark to its point, so that nobody takes it for a rating."""
    heights = heights_of(one)
    for rating, marks in overlay.marks_by_rating().items():
        if rating in heights:
            colour = palette.tones[marks[0].look.tone]
            ends = {"x0": rating[1], "x1": rating[1], "y0": heights[rating] - STEM_FROM, "y1": _below(heights[rating])}
            yield {"type": "line", **ends, "line": {"color": colour, "width": 1.5}}


def _below(height: float) -> float:
    return max(height - BELOW_POINT, 0.0)


def _mark(marks: Sequence[Mark], height: float, palette: Palette) -> go.Scatter:
    first = marks[0]
    colour = palette.tones[first.look.tone]
    done = "" if first.is_open else " (no longer open)"
    return go.Scatter(
        x=[first.meeting],
        y=[height],
        name=f"mark: {first.title}",
        meta=f"alert: {first.look.word.lower()}{done}",
        mode="markers",
        marker={"symbol": _symbol(first), "size": SIZE, "color": colour, "line": {"color": colour, "width": 2}},
        hovertemplate="<br>".join(mark.title for mark in marks) + "<extra></extra>",
        cliponaxis=False,
    )


def _symbol(mark: Mark) -> str:
    """Draw a mark that is no longer open hollow."""
    return mark.look.shape if mark.is_open or mark.look.shape.endswith("-open") else f"{mark.look.shape}-open"


def event_lines(overlay: Overlay, palette: Palette) -> Iterator[dict[str, object]]:
    """Draw a thin upright line where something happened."""
    for _, flag in overlay.lettered():
        place = overlay.place(flag)
        if place is not None:
            ends = {"x0": place, "x1": place, "y0": FOOT, "y1": 40}
            yield {"type": "line", **ends, "line": {"color": palette.muted, "width": 1, "dash": "1px,3px"}}


def event_names(overlay: Overlay, palette: Palette) -> Iterator[dict[str, object]]:
    """Put the letter of each event at the foot of its line."""
    for letter, flag in overlay.lettered():
        place = overlay.place(flag)
        if place is not None:
            font = {"color": palette.ground, "size": 12}
            box = {"bgcolor": palette.muted, "borderpad": 3}
            yield {"text": f"<b>{letter}</b>", "x": place, "y": FOOT, "showarrow": False, "font": font, **box}
