"""Alerts and events on the chart: shapes under the points they are about, letters at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts._axes import top_of
from dashboard.charts._ratings import heights_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dashboard.charts.figure import Trace
    from dashboard.charts.overlay import Mark, Overlay
    from dashboard.charts.palette import Palette
    from dashboard.words import Look
    from fit.assessment import EpisodeAssessment
    from fit.scales import ScaleKind

__all__ = ["event_lines", "event_names", "marks_of"]

BELOW_POINT = 2.6 / 40
"""Share of the axis between a rating and the mark that belongs to it."""
STEM_FROM = 0.8 / 40
"""Share of the axis below a rating where the stem of its mark begins."""
SIZE = 12
"""Pixels."""
FOOT = 1.4 / 40
"""Share of the axis: where the letters of events stand."""


def marks_of(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> Iterator[Trace]:
    """Draw one mark a rating, however much was found in it: the first is the gravest. One trace a look."""
    heights, top = heights_of(one), top_of(one)
    by_look: dict[tuple[Look, bool], list[Sequence[Mark]]] = {}
    for rating, marks in overlay.marks_by_rating().items():
        if rating in heights:
            by_look.setdefault((marks[0].look, marks[0].is_open), []).append(marks)
    if by_look:
        together = [marks for some in by_look.values() for marks in some]
        yield _stems([(marks[0].meeting, _height(marks, heights)) for marks in together], top, palette)
    for together in by_look.values():
        yield _marks(together, [_below(_height(marks, heights), top) for marks in together], palette)


def _height(marks: Sequence[Mark], heights: Mapping[tuple[ScaleKind, int], float]) -> float:
    return heights[marks[0].kind, marks[0].meeting]


def _below(height: float, top: float) -> float:
    return max(round(height - BELOW_POINT * top, 1), 0.0)


def _stems(points: Sequence[tuple[int, float]], top: float, palette: Palette) -> Trace:
    """Tie each mark to its point, so that nobody takes it for a rating."""
    ends = [(meeting, round(height - STEM_FROM * top, 1), _below(height, top)) for meeting, height in points]
    return _upright(ends, "stems", {"color": palette.muted, "width": 1.5})


def _upright(ends: Sequence[tuple[float, float, float]], name: str, line: dict[str, object]) -> Trace:
    """Draw lines straight up and down: (place, from, to); a gap parts each from the next."""
    return {
        "type": "scatter",
        "x": [place for at, _, _ in ends for place in (at, at, at)],
        "y": [height for _, first, last in ends for height in (first, last, None)],
        "name": name,
        "mode": "lines",
        "line": line,
        "hoverinfo": "skip",
    }


def _marks(together: Sequence[Sequence[Mark]], heights: Sequence[float], palette: Palette) -> Trace:
    first = together[0][0]
    colour = palette.tones[first.look.tone]
    said = f"alert: {first.look.word.lower()}{'' if first.is_open else ' (no longer open)'}"
    return {
        "type": "scatter",
        "x": [marks[0].meeting for marks in together],
        "y": list(heights),
        "name": said,
        "meta": said,
        "mode": "markers",
        "marker": {"symbol": _symbol(first), "size": SIZE, "color": colour, "line": {"color": colour, "width": 2}},
        "text": ["<br>".join(mark.title for mark in marks) for marks in together],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _symbol(mark: Mark) -> str:
    """Draw a mark that is no longer open hollow."""
    return mark.look.shape if mark.is_open or mark.look.shape.endswith("-open") else f"{mark.look.shape}-open"


def event_lines(overlay: Overlay, top: float, palette: Palette) -> Iterator[Trace]:
    """Draw a thin upright line where something happened."""
    places = [overlay.place(flag) for _, flag in overlay.lettered()]
    ends = [(place, FOOT * top, top) for place in places if place is not None]
    if ends:
        yield _upright(ends, "events", {"color": palette.muted, "width": 1, "dash": "1px,3px"})


def event_names(overlay: Overlay, top: float, palette: Palette) -> Iterator[dict[str, object]]:
    """Put the letter of each event at the foot of its line."""
    for letter, flag in overlay.lettered():
        place = overlay.place(flag)
        if place is not None:
            font = {"color": palette.ground, "size": 12}
            box = {"bgcolor": palette.muted, "borderpad": 3}
            yield {
                "text": f"<b>{letter}</b>",
                "x": place,
                "y": round(FOOT * top, 1),
                "showarrow": False,
                "font": font,
                **box,
            }
