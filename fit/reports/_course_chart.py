"""The course of ratings as a vector drawing: only given scores, joined where sessions follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, String
from reportlab.lib.colors import HexColor

from fit.reports._side_names import spread
from fit.scales import ScaleKind, Score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.reports.packet import Course, CoursePoint, WhyFlagged

__all__ = ["HEIGHT", "course_chart"]

HEIGHT: Final = 205.0
"""[points]"""
LEFT, RIGHT, TOP, BOTTOM = 24.0, 128.0, 8.0, 30.0
"""[points] Room around the axes; at the right stand the names of the lines."""
SMALL: Final = 8.0
FEWEST_SESSIONS: Final = 6
MANY_SESSIONS: Final = 40
MOST_TICKS: Final = 15
ONE_POINT: Final = 2
"""Numbers of a single point, x and y: nothing to join."""
TICK_POINTS: Final = 10
"""[points of the scale] between level lines."""
INK, MUTED, GRID, REFERENCE = HexColor("#1f2a2e"), HexColor("#4c575c"), HexColor("#dcd6cc"), HexColor("#6d777c")
COLOURS: Final = {ScaleKind.OUTCOME: HexColor("#0f6b6b"), ScaleKind.ALLIANCE: HexColor("#b35a16")}
"""As on the screen (dashboard/charts/palette.py); stroke and point differ too, for print without colour."""
DASHES: Final = {ScaleKind.OUTCOME: None, ScaleKind.ALLIANCE: (5, 3)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """From sessions and scores to points of the page."""

    width: float
    first: int
    last: int
    highest: Score
    font: str

    def x(self, meeting: float) -> float:
        span = max(self.last - self.first, FEWEST_SESSIONS - 1)
        return LEFT + 6 + (meeting - self.first) / span * (self.right - LEFT - 12)

    def y(self, score: Score) -> float:
        return BOTTOM + score.tenths / self.highest.tenths * (HEIGHT - TOP - BOTTOM)

    @property
    def scale(self) -> float:
        """How large points and triangles are drawn: of many sessions smaller, so that they do not hide the lines."""
        return 1.0 if self.last - self.first < MANY_SESSIONS else 0.5

    @property
    def right(self) -> float:
        return self.width - RIGHT


def course_chart(
    courses: Sequence[Course],
    alert: WhyFlagged | None,
    *,
    width: float,
    font: str,
    marked: Sequence[tuple[ScaleKind, int]] = (),
) -> Drawing:
    """Draw the courses on one axis, with cutoff, lines and path, and a triangle at the session of the alert.

    `marked` are further sessions to point at, each with the kind of its rating.
    """
    flags = [*marked, *([(alert.kind, alert.meeting)] if alert else [])]
    meetings = [point.meeting for course in courses for point in (*course.points, *course.path)] or [1]
    highest = max((course.highest for course in courses), default=Score(400))
    frame = _Frame(width=width, first=min(meetings), last=max(meetings), highest=highest, font=font)
    drawing = Drawing(width, HEIGHT)
    for shape in (
        *_ground(frame),
        *_references(frame, courses),
        *_lines(frame, courses),
        *_flags(frame, courses, flags),
    ):
        drawing.add(shape)
    for shape in _names(frame, courses):
        drawing.add(shape)
    return drawing


def _ground(frame: _Frame) -> Iterator[Line | String]:
    for points in range(0, frame.highest.tenths // 10 + 1, TICK_POINTS):
        y = frame.y(Score(points * 10))
        yield Line(LEFT, y, frame.right, y, strokeColor=GRID, strokeWidth=0.6)
        yield _text(frame, str(points), LEFT - 4, y - 3, anchor="end")
    step = -(-(frame.last - frame.first + 1) // MOST_TICKS)
    for meeting in range(frame.first, frame.last + 1, step):
        yield _text(frame, str(meeting), frame.x(meeting), BOTTOM - 12, anchor="middle")
    yield _text(frame, "session", (LEFT + frame.right) / 2, BOTTOM - 24, anchor="middle")


def _references(frame: _Frame, courses: Sequence[Course]) -> Iterator[Line | PolyLine]:
    for course in courses:
        for at, dash in [(course.cutoff, (7, 4)), *((line.at, (1, 3)) for line in course.lines)]:
            if at is not None:
                look = {"strokeColor": REFERENCE, "strokeWidth": 0.9, "strokeDashArray": dash}
                yield Line(LEFT, frame.y(at), frame.right, frame.y(at), **look)
        yield from _joined(frame, course.path, strokeColor=REFERENCE, strokeWidth=0.9, strokeDashArray=(2, 2))


def _lines(frame: _Frame, courses: Sequence[Course]) -> Iterator[PolyLine | Circle | Polygon]:
    for course in courses:
        look = {"strokeColor": COLOURS[course.kind], "strokeWidth": 1.6, "strokeDashArray": DASHES[course.kind]}
        yield from _joined(frame, course.points, **look)
        for point in course.points:
            if point.total is not None:
                yield _mark(course.kind, frame.x(point.meeting), frame.y(point.total), frame.scale)


def _joined(frame: _Frame, points: Sequence[CoursePoint], **look: object) -> Iterator[PolyLine]:
    """Join neighbours; a session without a rating breaks the line."""
    run: list[float] = []
    for point in points:
        if point.total is None:
            yield from _run(run, look)
            run = []
        else:
            run += [frame.x(point.meeting), frame.y(point.total)]
    yield from _run(run, look)


def _run(run: list[float], look: dict[str, object]) -> Iterator[PolyLine]:
    if len(run) > ONE_POINT:
        yield PolyLine(run, **look)


def _mark(kind: ScaleKind, x: float, y: float, scale: float) -> Circle | Polygon:
    """A dot for the outcome, a diamond for the alliance."""
    colour = COLOURS[kind]
    if kind is ScaleKind.OUTCOME:
        return Circle(x, y, 2.6 * scale, fillColor=colour, strokeColor=colour, strokeWidth=0.5)
    half = 3.3 * scale
    corners = [x - half, y, x, y + half, x + half, y, x, y - half]
    return Polygon(corners, fillColor=colour, strokeColor=colour, strokeWidth=0.5)


def _flags(frame: _Frame, courses: Sequence[Course], flags: Sequence[tuple[ScaleKind, int]]) -> Iterator[Polygon]:
    """A triangle below each rating that raised an alert, where that rating is drawn."""
    wanted = set(flags)
    for course in courses:
        for point in course.points:
            if point.total is not None and (course.kind, point.meeting) in wanted:
                x, y, size = frame.x(point.meeting), frame.y(point.total) - 6 * frame.scale, 4.5 * frame.scale
                yield Polygon(
                    [x, y, x - size, y - 1.8 * size, x + size, y - 1.8 * size],
                    fillColor=INK,
                    strokeColor=INK,
                    strokeWidth=0.5,
                )


def _names(frame: _Frame, courses: Sequence[Course]) -> Iterator[String | Line]:
    named = [one for course in courses for one in _ends(frame, course)]
    heights = spread([y for _, y, _ in named], gap=SMALL + 2, lowest=BOTTOM, highest=HEIGHT - TOP)
    for (text, y, colour), at in zip(named, heights, strict=True):
        yield Line(frame.right + 2, y, frame.right + 9, at, strokeColor=GRID, strokeWidth=0.6)
        yield _text(frame, text, frame.right + 11, at - 3, colour=colour)


def _ends(frame: _Frame, course: Course) -> Iterator[tuple[str, float, HexColor]]:
    """What each line is called at its right end, and how high that is."""
    rated = [point.total for point in course.points if point.total is not None]
    if rated:
        yield f"{course.name} {rated[-1]}", frame.y(rated[-1]), COLOURS[course.kind]
    if course.cutoff is not None:
        yield f"{course.name} cutoff {course.cutoff}", frame.y(course.cutoff), MUTED
    for line in course.lines:
        yield f"{_short(line.name)} {line.at}", frame.y(line.at), MUTED
    path = [point.total for point in course.path if point.total is not None]
    if path:
        yield f"{course.name} expected {path[-1]}", frame.y(path[-1]), MUTED


LONGEST_NAME: Final = 18
"""Letters: more do not fit beside the chart."""


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}\N{HORIZONTAL ELLIPSIS}"


def _text(frame: _Frame, text: str, x: float, y: float, *, anchor: str = "start", colour: HexColor = MUTED) -> String:
    return String(x, y, text, textAnchor=anchor, fontName=frame.font, fontSize=SMALL, fillColor=colour)
