"""A client's own marks, and how near a goal is, as calm drawings: no number, no tick, no colour that judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine
from reportlab.lib.colors import HexColor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.graphics.shapes import Shape

__all__ = ["goal_track", "own_chart"]

HEIGHT: Final = 124.0
"""[points]"""
MARGIN: Final = 16.0
FEWEST_PLACES: Final = 6
"""A young line leaves room for what is still to come."""
MANY: Final = 16
"""From so many marks on they are drawn smaller."""
ONE_POINT: Final = 2
"""Numbers of a single point, x and y: nothing to join."""
TRACK_HEIGHT: Final = 18.0
HIGHEST: Final = 10
"""The mark of a goal that is reached."""
ACCENT, MIST, EDGE, SHEET, SOFT = (HexColor(one) for one in ("#0f6b6b", "#d9ebe8", "#8a9391", "#ffffff", "#5d6b69"))
"""As on the page that client and clinician look at together (dashboard/charts/own_line.py), the edges darker."""


def own_chart(
    shares: Sequence[float | None], cutoff: float | None, *, width: float, right_to_left: bool = False
) -> Drawing:
    """Draw marks as shares of the line, in the order of the sessions; time runs as the writing does."""
    drawing = Drawing(width, HEIGHT)
    for shape in _own_shapes(shares, cutoff, width, right_to_left=right_to_left):
        drawing.add(shape)
    return drawing


def _own_shapes(
    shares: Sequence[float | None], cutoff: float | None, width: float, *, right_to_left: bool
) -> Iterator[Shape]:
    for share in (0.0, 1.0):
        yield Line(0, _y(share), width, _y(share), strokeColor=EDGE, strokeWidth=0.8)
    if cutoff is not None:
        dots = {"strokeDashArray": (0, 6), "strokeLineCap": 1}
        yield Line(4, _y(cutoff), width, _y(cutoff), strokeColor=SOFT, strokeWidth=2, **dots)
    places = _places(shares, width, right_to_left=right_to_left)
    marks = [place for place in places if place is not None]
    if marks:
        yield Circle(*marks[-1], 13, fillColor=MIST, strokeColor=None)
    for run in _runs(places):
        yield PolyLine(run, strokeColor=ACCENT, strokeWidth=2.4, strokeLineCap=1, strokeLineJoin=1)
    for mark in marks[:-1]:
        radius = 2.2 if len(shares) >= MANY else 4
        yield Circle(*mark, radius, fillColor=SHEET, strokeColor=ACCENT, strokeWidth=1.8)
    if marks:
        yield Circle(*marks[-1], 7, fillColor=ACCENT, strokeColor=ACCENT)


def _y(share: float) -> float:
    return MARGIN + share * (HEIGHT - 2 * MARGIN)


def _places(shares: Sequence[float | None], width: float, *, right_to_left: bool) -> list[tuple[float, float] | None]:
    step = (width - 2 * MARGIN) / (max(len(shares), FEWEST_PLACES) - 1)
    across = [MARGIN + step * place for place in range(len(shares))]
    return [
        None if share is None else (width - x if right_to_left else x, _y(share))
        for x, share in zip(across, shares, strict=True)
    ]


def _runs(places: Sequence[tuple[float, float] | None]) -> Iterator[list[float]]:
    """Neighbours that are joined; a session without a mark breaks the line."""
    run: list[float] = []
    for place in (*places, None):
        if place is not None:
            run += place
            continue
        if len(run) > ONE_POINT:
            yield run
        run = []


def goal_track(first: int | None, latest: int, *, width: float, right_to_left: bool = False) -> Drawing:
    """Draw how near a goal is on a level line: a ring where it was at first, a dot where it is now."""
    drawing = Drawing(width, TRACK_HEIGHT)
    level = TRACK_HEIGHT / 2
    drawing.add(Line(6, level, width - 6, level, strokeColor=EDGE, strokeWidth=2, strokeLineCap=1))

    def across(mark: int) -> float:
        x = 6 + (width - 12) * mark / HIGHEST
        return width - x if right_to_left else x

    drawing.add(Circle(across(latest), level, 6, fillColor=ACCENT, strokeColor=ACCENT))
    if first is not None and first != latest:
        drawing.add(Circle(across(first), level, 4.5, fillColor=SHEET, strokeColor=ACCENT, strokeWidth=1.8))
    return drawing
