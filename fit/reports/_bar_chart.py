"""Shares as bars with their intervals; beside each the same in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.graphics.shapes import Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import HexColor, white

from fit.reports._service_words import briefly, is_too_wide
from fit.service.benchmarks import benchmarks_of
from fit.service.definitions import definition
from fit.service.suppression import Few, Rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fit.service.suppression import Published


__all__ = ["bar_chart"]

LEFT, AXIS, ROW, FOOT = 162.0, 138.0, 21.0, 14.0
"""[points] Room for names; length of 0 to 100 %; height of a row; room for the axis."""
GAP: Final = 10.0
BAR: Final = 9.0
SMALL, TINY = 7.8, 7.0
TICKS: Final = (0, 25, 50, 75, 100)
INK, MUTED, GRID, BAR_COLOUR = HexColor("#1f2a2e"), HexColor("#4c575c"), HexColor("#dcd6cc"), HexColor("#7fb5b5")
"""As on the screen; the bar is light enough for its interval to be seen on it."""


def bar_chart(
    figures: Mapping[str, Published], shown: Sequence[str], *, width: float, font: str, others: bool = False
) -> Drawing:
    """Draw the shares that are asked for, in that order; with `others`, what they found stands below the bars."""
    height = ROW * len(shown) + FOOT
    drawing = Drawing(width, height)
    for shape in _ground(height, font):
        drawing.add(shape)
    for number, name in enumerate(shown):
        y = height - ROW * (number + 1) + (ROW - BAR) / 2
        for shape in (*_row(name, figures[name], y, font), *(_others(name, y) if others else ())):
            drawing.add(shape)
    return drawing


def _x(share: float) -> float:
    return LEFT + share * AXIS


def _ground(height: float, font: str) -> Iterator[Line | Rect | String | Polygon]:
    for tick in TICKS:
        x = _x(tick / 100)
        yield Line(x, FOOT - 2, x, height, strokeColor=GRID, strokeWidth=0.6)
        yield _text(f"{tick} %", x, 3, font, size=TINY, anchor="middle")


def _row(name: str, found: Published, y: float, font: str) -> Iterator[Line | Rect | String | Polygon]:
    yield _text(definition(name).title, LEFT - 6, y + 2, font, colour=INK, anchor="end")
    yield _text(briefly(name, found), LEFT + AXIS + GAP, y + 2, font)
    if is_too_wide(found):
        return
    if isinstance(found, Rounded) and found.lower is not None and found.upper is not None:
        yield Rect(LEFT, y, found.value * AXIS, BAR, fillColor=BAR_COLOUR, strokeColor=None)
        yield from _whisker(found.lower, found.upper, y + BAR / 2)
    if isinstance(found, Few):
        yield from _whisker(0.0, found.upper, y + BAR / 2)


def _whisker(lower: float, upper: float, y: float) -> Iterator[Line]:
    look = {"strokeColor": INK, "strokeWidth": 1.1}
    yield Line(_x(lower), y, _x(upper), y, **look)
    for end in (lower, upper):
        yield Line(_x(end), y - 3, _x(end), y + 3, **look)


def _others(name: str, y: float) -> Iterator[Line | Rect | String | Polygon]:
    """A hollow diamond below the bar where others stand; a line where they range."""
    for one in benchmarks_of(name):
        low, high, at = _x(one.low), _x(one.high), y - 4
        yield Line(low, at, high, at, strokeColor=MUTED, strokeWidth=1)
        middle = (low + high) / 2
        corners = [middle - 3, at, middle, at + 3, middle + 3, at, middle, at - 3]
        yield Polygon(corners, fillColor=white, strokeColor=MUTED, strokeWidth=0.9)


def _text(
    said: str, x: float, y: float, font: str, *, size: float = SMALL, colour: HexColor = MUTED, anchor: str = "start"
) -> String:
    return String(x, y, said, fontName=font, fontSize=size, fillColor=colour, textAnchor=anchor)
