"""The ratings themselves: the two lines, other raters, what was replaced, and a ring round the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts._axes import top_of
from dashboard.charts.titles import alliance_title, by_whom, outcome_title
from fit.scales import Better, Informant, ScaleKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dashboard.charts.figure import Trace
    from dashboard.charts.overlay import Overlay
    from dashboard.charts.palette import Palette
    from fit.assessment import EpisodeAssessment
    from fit.scales import Score

__all__ = ["heights_of", "ratings_of"]

POINT_SIZE, RING_SIZE, NOT_GIVEN_SIZE = 10, 22, 9
MARK_EDGE = {True: 2, False: 0}
"""Pixels."""
ALLIANCE_DASH = "dot"
NOT_GIVEN_AT = 0.5 / 40
"""Share of the axis: half of what lies between the two crosses at the foot."""
OTHERS_SYMBOL: Mapping[Informant, str] = {
    Informant.CLIENT: "cross",
    Informant.CAREGIVER: "square",
    Informant.TEACHER: "triangle-down",
    Informant.REFERRER: "x",
    Informant.CLINICIAN: "hexagon",
    Informant.GROUP: "pentagon",
}
"""Shapes that neither the leading ratings nor the marks have."""
OTHERS_DASHES = ("14px,4px", "14px,4px,4px,4px", "6px,4px")
"""So that two of them are told apart in grey as well."""


def ratings_of(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> Iterator[Trace]:
    """Yield everything that somebody marked on a line; the ratings that are read last, so that they lie on top."""
    for place, other in enumerate(overlay.others):
        yield from _other(other, overlay, palette, OTHERS_DASHES[place % len(OTHERS_DASHES)])
    yield from _superseded(one, overlay, palette)
    yield from _not_given(one, overlay, palette)
    alliance = {"color": palette.alliance, "width": 2, "dash": ALLIANCE_DASH}
    yield _rating(
        one.meetings,
        one.alliance,
        overlay,
        name=alliance_title(one),
        line=alliance,
        symbol="diamond",
        kind=ScaleKind.ALLIANCE,
    )
    outcome = {"color": palette.outcome, "width": 3}
    rated = _rating(
        one.meetings,
        one.outcome,
        overlay,
        name=outcome_title(one),
        line=outcome,
        symbol="circle",
        kind=ScaleKind.OUTCOME,
    )
    is_turned = one.outcome_scale is not None and one.outcome_scale.better is Better.LOWER
    yield rated | {"meta": f"{outcome_title(one)}: lower is better"} if is_turned else rated
    if overlay.newest is not None:
        yield from _ring(one, overlay.newest, palette)


def heights_of(one: EpisodeAssessment) -> Mapping[tuple[ScaleKind, int], float]:
    """Return the height of every rating that was given [points], by kind and session."""
    series = ((ScaleKind.OUTCOME, one.outcome), (ScaleKind.ALLIANCE, one.alliance))
    return {
        (kind, meeting): score.points
        for kind, scores in series
        for meeting, score in zip(one.meetings, scores, strict=True)
        if score is not None
    }


def _rating(
    meetings: Sequence[int],
    scores: Sequence[Score | None],
    overlay: Overlay,
    *,
    name: str,
    line: Mapping[str, object],
    symbol: str,
    kind: ScaleKind | None = None,
) -> Trace:
    return {
        "type": "scatter",
        "x": list(meetings),
        "y": [None if score is None else score.points for score in scores],
        "name": name,
        "meta": name,
        "mode": "lines+markers",
        "line": line,
        "marker": {
            "symbol": symbol,
            "size": POINT_SIZE,
            "color": line["color"],
            "line": {"width": MARK_EDGE[symbol.endswith("-open")], "color": line["color"]},
        },
        "customdata": [overlay.told(meeting, kind) for meeting in meetings],
        "hovertemplate": f"{name} %{{y:.1f}}<br>%{{customdata}}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
    }


def _other(one: EpisodeAssessment, overlay: Overlay, palette: Palette, dash: str) -> Iterator[Trace]:
    """Draw another person's ratings of the same client: a colour, a dash and a shape of their own; sessions hollow."""
    by, symbol = by_whom(one) or "client", OTHERS_SYMBOL[one.informant]
    drawn = (
        (
            one.alliance_scale,
            one.alliance,
            {"color": palette.other, "width": 1.4, "dash": ALLIANCE_DASH},
            f"{symbol}-open",
        ),
        (one.outcome_scale, one.outcome, {"color": palette.other, "width": 2, "dash": dash}, symbol),
    )
    for scale, scores, line, shape in drawn:
        if scale is not None and any(score is not None for score in scores):
            name = f"{scale.title} by the {by}"
            yield _rating(one.meetings, scores, overlay, name=name, line=line, symbol=shape)


def _superseded(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> Iterator[Trace]:
    looks = {
        ScaleKind.OUTCOME: (outcome_title(one), palette.outcome, "circle-open"),
        ScaleKind.ALLIANCE: (alliance_title(one), palette.alliance, "diamond-open"),
    }
    for kind, (title, colour, symbol) in looks.items():
        points = [(point.meeting, point.total.points) for point in overlay.superseded if point.kind == kind]
        if points:
            said = f"{title} that was taken out: no longer counts"
            hover = {"hovertemplate": "%{y:.1f}, taken out: no longer counts<extra></extra>"}
            yield _hollow(points, f"replaced {kind} rating", said, symbol, colour, POINT_SIZE) | hover


def _not_given(one: EpisodeAssessment, overlay: Overlay, palette: Palette) -> Iterator[Trace]:
    """Mark at the foot which form was not given at a session, so that a broken line says why."""
    drawn = ((alliance_title(one), one.alliance, 2 * NOT_GIVEN_AT), (outcome_title(one), one.outcome, 0.0))
    missing = [
        (meeting, round(height * top_of(one), 1), title)
        for title, scores, height in drawn
        if any(score is not None for score in scores)
        for meeting, score in zip(one.meetings, scores, strict=True)
        if score is None
    ]
    if missing:
        points = [(meeting, height) for meeting, height, _ in missing]
        told = [f"{title} not given<br>{overlay.told(meeting)}" for meeting, _, title in missing]
        trace = _hollow(points, "not given", "form not given at this session", "x-open", palette.muted, NOT_GIVEN_SIZE)
        yield trace | {"text": told, "hovertemplate": "%{text}<extra></extra>"}


def _ring(one: EpisodeAssessment, newest: int, palette: Palette) -> Iterator[Trace]:
    """Ring the ratings of the session that has just been rated."""
    rung = [(meeting, height) for (_, meeting), height in heights_of(one).items() if meeting == newest]
    if rung:
        ring = _hollow(rung, "newest", "the newest rating", "circle-open", palette.ink, RING_SIZE)
        yield ring | {"hoverinfo": "skip"}


def _hollow(points: Sequence[tuple[int, float]], name: str, said: str, symbol: str, colour: str, size: int) -> Trace:
    return {
        "type": "scatter",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "name": name,
        "meta": said,
        "mode": "markers",
        "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2, "color": colour}},
        "cliponaxis": False,
    }
