"""The lines a course is read against: cutoff, alliance line, the client's own level, expected path, target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dashboard.charts.titles import alliance_title, by_whom
from fit.trajectory import least_tenths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboard.charts.figure import Trace
    from dashboard.charts.overlay import Overlay
    from dashboard.charts.palette import Palette
    from fit.assessment import EpisodeAssessment

__all__ = ["expected_points", "line_said", "off_track_now", "off_track_points", "reference_lines"]

DASHED = "7px,5px"
DOTTED = "2px,4px"
OFF_TRACK_DASH = "9px,3px,2px,3px"
LIMIT_DASH, ONE_SD_DASH, TWO_SD_DASH = "12px,3px", "1px,2px", "4px,2px"
OTHER_CUTOFF_DASH = "3px,5px"
TARGET_SIZE = 11
Points = "list[tuple[int, float]]"


def reference_lines(one: EpisodeAssessment, overlay: Overlay, last: int, palette: Palette) -> Iterator[Trace]:
    """Yield the lines that this episode has, none for what is unknown."""
    if one.expected_path:
        yield from _path(one, palette)
    if one.clinical_cutoff is not None:
        said = f"clinical cutoff ({one.clinical_cutoff.points:g})"
        yield _across("clinical cutoff", said, one.clinical_cutoff.points, last, palette.outcome)
    if any(one.alliance):
        title = alliance_title(one)
        said = f"line for the {title} ({one.alliance_line.points:g})"
        yield _across(f"{title} line", said, one.alliance_line.points, last, palette.alliance)
    for other in overlay.others:
        yield from _cutoff_of_another(one, other, last, palette)
    if overlay.with_own_level:
        yield from _own_level(one, palette)
    if one.target is not None:
        yield _target(one.target, last, palette)


def _across(name: str, said: str, height: float, last: int, colour: str) -> Trace:
    line = {"color": colour, "width": 1.5, "dash": DASHED}
    return _line([0.5, last + 0.5], [height, height], name, said, line, hover=f"{name} {height:g}")


def _path(one: EpisodeAssessment, palette: Palette) -> Iterator[Trace]:
    """Draw the path with the zone between its amber and its red line; both run together at the first rating."""
    named = f"({one.curve_set_label})"
    amber, red = off_track_points(one, "amber"), off_track_points(one, "red")
    edge = {"color": palette.expected, "width": 0}
    upper = _line([x for x, _ in amber], [y for _, y in amber], "amber line", "", edge, hover="")
    lower_line = {"color": palette.expected, "width": 1.2, "dash": OFF_TRACK_DASH}
    said = "a little behind; above this zone on track, below it off track"
    hover = f"off track below %{{y:.1f}}<br>{named}"
    lower = _line([x for x, _ in red], [y for _, y in red], "off track below", said, lower_line, hover=hover)
    yield upper | {"hoverinfo": "skip"}
    yield lower | {"fill": "tonexty", "fillcolor": palette.under_path}
    points = expected_points(one)
    line = {"color": palette.expected, "width": 2, "dash": DOTTED}
    hover, said = f"expected %{{y:.1f}}<br>{named}", f"expected path {named}"
    yield _line([x for x, _ in points], [round(y, 1) for _, y in points], "expected path", said, line, hover=hover)


def expected_points(one: EpisodeAssessment) -> list[tuple[int, float]]:
    """Return (session, expected score): as assessed so far, then on along the path, one rating a session."""
    return _along(one, one.expected_path)


def off_track_points(one: EpisodeAssessment, line: str) -> list[tuple[int, float]]:
    """Return (session, height) of the amber or the red line under the expected path."""
    return [(x, line_said(y)) for x, y in _along(one, [getattr(band, line) for band in one.band_path])]


def line_said(height: float) -> float:
    """Give a line as a rating meets it: the least whole tenth at or above it (decision 0006) [points]."""
    return int(least_tenths(np.array([height]))[0]) / 10


def off_track_now(one: EpisodeAssessment) -> float | None:
    """Return below which score the latest outcome rating would be off track; None before the second one."""
    rated = sum(height is not None for height in one.expected)
    return line_said(one.band_path[rated - 1].red) if rated > 1 else None


def _along(one: EpisodeAssessment, heights: Sequence[float]) -> list[tuple[int, float]]:
    """Lay a line of rated sessions over the sessions in which there was a rating, and on after the last one."""
    rated = [meeting for meeting, height in zip(one.meetings, one.expected, strict=True) if height is not None]
    last = max(one.meetings, default=0)
    ahead = range(last + 1, last + 1 + len(heights) - len(rated))
    return list(zip([*rated, *ahead], heights, strict=True))


def _cutoff_of_another(
    one: EpisodeAssessment, other: EpisodeAssessment, last: int, palette: Palette
) -> Iterator[Trace]:
    """Draw the cutoff of another person's ratings, where it lies elsewhere."""
    cutoff, by = other.clinical_cutoff, by_whom(other) or "client"
    if cutoff is not None and cutoff != one.clinical_cutoff:
        line = {"color": palette.other, "width": 1.5, "dash": OTHER_CUTOFF_DASH}
        name, said = f"{by} cutoff", f"clinical cutoff for the {by}'s ratings ({cutoff.points:g})"
        ends = [0.5, last + 0.5]
        yield _line(ends, [cutoff.points] * 2, name, said, line, hover=f"{name} {cutoff.points:g}")


def _own_level(one: EpisodeAssessment, palette: Palette) -> Iterator[Trace]:
    """Draw the limit under which a session rating is unusual for this client, and one and two SD below their level."""
    title, levels = alliance_title(one), one.own_levels
    of_the_level = "below the client's own usual {} (to read by: no alert comes from it)"
    drawn = (
        (
            "own lower limit",
            LIMIT_DASH,
            1.8,
            one.usual_range_lower,
            f"lower limit of the client's own usual {title}: an alert below it",
        ),
        (
            "1 SD below own level",
            ONE_SD_DASH,
            1.2,
            [None if level is None else level.watch for level in levels],
            f"1 SD {of_the_level}",
        ),
        (
            "2 SD below own level",
            TWO_SD_DASH,
            1.2,
            [None if level is None else level.rupture for level in levels],
            f"2 SD {of_the_level}",
        ),
    )
    for name, dash, width, heights, said in drawn:
        known = [(at, round(height, 1)) for at, height in zip(one.meetings, heights, strict=True) if height is not None]
        if known:
            line = {"color": palette.alliance, "width": width, "dash": dash, "shape": "hvh"}
            yield _stepped(known, name, said.format(title), line)


def _stepped(known: Sequence[tuple[int, float]], name: str, said: str, line: dict[str, object]) -> Trace:
    """Go half a session beyond either end, so that a single level is seen too."""
    (first, low), (last, high) = known[0], known[-1]
    meetings = [first - 0.5, *(meeting for meeting, _ in known), last + 0.5]
    heights = [low, *(height for _, height in known), high]
    return _line(meetings, heights, name, said, line, hover=f"{name} %{{y:.1f}}")


def _target(target: float, last: int, palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "x": [last + 0.5],
        "y": [round(target, 1)],
        "name": "target",
        "meta": f"target ({target:.1f})",
        "mode": "markers",
        "marker": {"symbol": "triangle-left", "size": TARGET_SIZE, "color": palette.expected},
        "hovertemplate": f"target {target:.1f}<extra></extra>",
        "cliponaxis": False,
    }


def _line(
    x: Sequence[float], y: Sequence[float], name: str, said: str, line: dict[str, object], *, hover: str
) -> Trace:
    drawn = {"type": "scatter", "x": list(x), "y": list(y), "name": name, "mode": "lines", "line": line}
    told = {"hovertemplate": f"{hover}<extra></extra>"} if hover else {}
    return drawn | told | ({"meta": said} if said else {})
