"""One client's course: ORS and SRS over the sessions, with every line they are read against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboard.charts._reference import reference_lines
from dashboard.charts._side_labels import side_labels
from dashboard.charts.overlay import Overlay
from dashboard.charts.palette import FONT_FAMILY, LIGHT
from dashboard.charts.titles import alliance_title, outcome_title
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dashboard.charts.overlay import Mark
    from dashboard.charts.palette import Palette
    from fit.assessment import EpisodeAssessment
    from fit.scales import Score

__all__ = ["CONFIG", "trend"]

HEIGHT = 460
POINT_SIZE = 10
"""Pixels."""
TOP, BOTTOM = 41.5, -1.0
"""Points: a little room so that ratings of 0 and 40 are not cut."""
FEWEST_SESSIONS = 8
"""A first rating still shows where the path leads."""
AHEAD = 3
"""Sessions drawn beyond the last one: as far as the engine says the expected path."""
BELOW_POINT = 2.1
"""Points between a rating and the mark that belongs to it."""
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


def trend(one: EpisodeAssessment, overlay: Overlay | None = None, *, palette: Palette = LIGHT) -> go.Figure:
    """Draw both ratings on one 0 to 40 axis, with cutoff, band round the first rating, expected path and alerts."""
    over = overlay or Overlay()
    last = last_session_drawn(one, over)
    traces = [*reference_lines(one, last, palette), *_ratings(one, over, palette), *_superseded(over, palette)]
    figure = go.Figure([*traces, *_marks(one, over, palette)])
    figure.update_layout(
        **_layout(one, last, palette), annotations=side_labels(one, palette), shapes=_band(one, palette)
    )
    return figure


def last_session_drawn(one: EpisodeAssessment, overlay: Overlay) -> int:
    """Return the last session on the x axis."""
    seen = max((*one.meetings, *(point.meeting for point in overlay.superseded)), default=0)
    return max(seen + AHEAD, FEWEST_SESSIONS)


def _ratings(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> Iterator[go.Scatter]:
    alliance = {"color": palette.alliance, "width": 2, "dash": "dot"}
    yield _rating(one.meetings, one.alliance, overlay, name=alliance_title(one), line=alliance, symbol="diamond")
    outcome = {"color": palette.outcome, "width": 3}
    yield _rating(one.meetings, one.outcome, overlay, name=outcome_title(one), line=outcome, symbol="circle")


def _rating(
    meetings: Sequence[int],
    scores: Sequence[Score | None],
    overlay: Overlay,
    *,
    name: str,
    line: Mapping[str, object],
    symbol: str,
) -> go.Scatter:
    return go.Scatter(
        x=list(meetings),
        y=[None if score is None else score.points for score in scores],
        name=name,
        mode="lines+markers",
        line=line,
        marker={"symbol": symbol, "size": POINT_SIZE, "color": line["color"]},
        customdata=[overlay.day(meeting) for meeting in meetings],
        hovertemplate=f"{name} %{{y:.1f}}<br>session %{{x}}<br>%{{customdata}}<extra></extra>",
        connectgaps=False,
        cliponaxis=False,
    )


def _superseded(overlay: Overlay, palette: Palette) -> Iterator[go.Scatter]:
    colours = {ScaleKind.OUTCOME: palette.outcome, ScaleKind.ALLIANCE: palette.alliance}
    for point in overlay.superseded:
        symbol = "circle-open" if point.kind == ScaleKind.OUTCOME else "diamond-open"
        yield go.Scatter(
            x=[point.meeting],
            y=[point.total.points],
            name=f"replaced {point.kind} rating",
            mode="markers",
            marker={"symbol": symbol, "size": POINT_SIZE, "color": colours[point.kind], "line": {"width": 2}},
            hovertemplate="%{y:.1f}, replaced: no longer counts<extra></extra>",
        )


def _marks(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> Iterator[go.Scatter]:
    """Draw one mark a rating, however much was found in it: the first is the gravest."""
    heights = _heights(one)
    for (kind, meeting), marks in overlay.marks_by_rating().items():
        height = heights.get((kind, meeting))
        if height is not None:
            yield _mark(marks, max(height - BELOW_POINT, 0.0), palette)


def _mark(marks: Sequence[Mark], height: float, palette: Palette) -> go.Scatter:
    first = marks[0]
    colour = palette.tones[first.look.tone]
    return go.Scatter(
        x=[first.meeting],
        y=[height],
        name=f"mark: {first.title}",
        mode="markers",
        marker={"symbol": _symbol(first), "size": 12, "color": colour, "line": {"color": colour, "width": 2}},
        hovertemplate="<br>".join(mark.title for mark in marks) + "<extra></extra>",
        cliponaxis=False,
    )


def _symbol(mark: Mark) -> str:
    """Draw a mark that is no longer open hollow."""
    return mark.look.shape if mark.is_open or mark.look.shape.endswith("-open") else f"{mark.look.shape}-open"


def _heights(one: EpisodeAssessment) -> Mapping[tuple[ScaleKind, int], float]:
    series = ((ScaleKind.OUTCOME, one.outcome), (ScaleKind.ALLIANCE, one.alliance))
    return {
        (kind, meeting): score.points
        for kind, scores in series
        for meeting, score in zip(one.meetings, scores, strict=True)
        if score is not None
    }


def _band(one: EpisodeAssessment, palette: Palette) -> list[dict[str, object]]:
    """Shade the band round the first rating in which a change cannot be told from chance."""
    if one.intake is None or one.reliable_change is None:
        return []
    low, high = one.intake.points - one.reliable_change.points, one.intake.points + one.reliable_change.points
    edges = {"y0": max(low, 0.0), "y1": min(high, 40.0), "x0": 0, "x1": 1, "xref": "paper"}
    return [{"type": "rect", **edges, "fillcolor": palette.band, "line": {"width": 0}, "layer": "below"}]


def _layout(one: EpisodeAssessment, last: int, palette: Palette) -> dict[str, object]:
    title = f"Session{_path_name(one, palette)}"
    axis = {"showline": False, "zeroline": False, "fixedrange": True, "ticks": "", "gridcolor": palette.grid}
    return {
        "height": HEIGHT,
        "margin": {"l": 30, "r": 96, "t": 10, "b": 64},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT_FAMILY, "size": 14, "color": palette.ink},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {**axis, **_sessions(last), "showgrid": False, "title": {"text": title, "standoff": 8}},
        "yaxis": {**axis, "range": [BOTTOM, TOP], "tickvals": [0, 10, 20, 30, 40]},
    }


def _path_name(one: EpisodeAssessment, palette: Palette) -> str:
    """Name the set behind the expected path inside the picture: it must not be lost in print."""
    if not one.expected_path:
        return ""
    return (
        f'<br><span style="color:{palette.muted};font-size:13px">dotted: expected path ({one.curve_set_label})</span>'
    )


def _sessions(last: int) -> dict[str, object]:
    return {"range": [0.5, last + 0.5], "dtick": _step(last), "tick0": 1}


def _step(last: int) -> int:
    """Sessions from one number on the axis to the next."""
    few, some = 14, 30
    return 1 if last <= few else 2 if last <= some else 5
