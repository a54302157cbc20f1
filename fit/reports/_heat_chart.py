"""The alliance grid as a vector drawing: a number in each cell, its colour beside it, hatched where it rests on few."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor, white

from fit.reports._sheets import MONTHS
from fit.service.alliance_grid import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from fit.service.alliance_grid import GridView

__all__ = ["ROWS_A_SHEET", "Colours", "colours_of", "heat_chart", "legend"]

NAMES, ROW, HEAD, STEP = 118.0, 10.4, 23.0, 68.0
"""[points] Room for names; height of a row; room for months; width of an entry of the legend."""
ROWS_A_SHEET: Final = 52
"""Rows of one drawing, so that heading, drawing and legend stand on one sheet."""
SMALL, TINY = 7.8, 7.2
LONGEST_NAME: Final = 26
HATCH: Final = 4.0
"""[points] between the lines of a hatched cell."""
INK, MUTED, GRID = HexColor("#1f2a2e"), HexColor("#4c575c"), HexColor("#cfc8bc")
SEQUENCE: Final = tuple(map(HexColor, ("#fff5e6", "#fdd9a8", "#f4a95b", "#dd8436", "#7a3a06")))
"""One hue from light to dark, told apart by lightness alone."""
BLUES: Final = tuple(map(HexColor, ("#eef4fa", "#c3d8ec", "#86b0d6", "#5e98ca", "#1d4f85")))
"""For what one hopes for: the darker the more."""
AROUND: Final = tuple(map(HexColor, ("#9c4f0b", "#e08f3e", "#fbdcb4", "#dbe7f3", "#86b0d6", "#2f6ea8")))
"""Orange below the line, blue from it on: a pair that the usual kinds of colour blindness tell apart."""
SHARES: Final = (0.10, 0.20, 0.35, 0.50)
"""[share] where the next colour begins: most services lie below a third, so that the steps are finer there."""
REPAIRED: Final = (0.30, 0.45, 0.60, 0.75)
"""[share] where the next colour begins: steps of 15 % around the middle of the scale."""
AWAY: Final = (-4.0, -2.0, 0.0, 1.0, 2.0)
"""[points from the line] where the next colour begins; above the line there are only four points to the end."""
LINEAR_UP_TO: Final = 0.04045
"""Channel value up to which sRGB is linear (IEC 61966-2-1)."""
WHITE_ON_DARK: Final = 0.22
"""[relative luminance] below which white letters have the higher contrast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Which colour a value has: `steps` are where the next one begins, `digits` and `unit` how it is said."""

    colours: Sequence[HexColor]
    steps: Sequence[float]
    is_share: bool

    def of(self, value: float) -> HexColor:
        """Colour of a value; a value on a step has the colour above it."""
        return self.colours[bisect_right(self.steps, value)]

    def said(self, value: float) -> str:
        """The value as it stands in a cell."""
        return f"{100 * value:.0f}" if self.is_share else f"{value:.1f}"


def colours_of(measure: Measure, line: float) -> Colours:
    """Colours of a measure: means around the line [points], shares from light to dark."""
    if measure == Measure.MEAN:
        return Colours(colours=AROUND, steps=[line + one for one in AWAY], is_share=False)
    if measure == Measure.REPAIRED:
        return Colours(colours=BLUES, steps=REPAIRED, is_share=True)
    return Colours(colours=SEQUENCE, steps=SHARES, is_share=True)


def heat_chart(
    names: Sequence[str], periods: Sequence[date], view: GridView, colours: Colours, *, width: float, font: str, at: int
) -> Drawing:
    """Draw the rows from `at` on, as many as a sheet holds."""
    rows = range(at, min(at + ROWS_A_SHEET, len(names)))
    height = HEAD + ROW * len(rows)
    drawing = Drawing(width, height)
    cell = (width - NAMES) / max(len(periods), 1)
    for column, first in enumerate(periods):
        for shape in _month(first, NAMES + (column + 0.5) * cell, height, font, has_year=column == 0):
            drawing.add(shape)
    for place, row in enumerate(rows):
        y = height - HEAD - ROW * (place + 1)
        drawing.add(_text(_shortened(names[row]), 0, y + 2.7, font, size=SMALL, anchor="start", colour=INK))
        for column in range(len(periods)):
            for shape in _cell(view, (row, column), colours, (NAMES + column * cell, y, cell), font):
                drawing.add(shape)
    return drawing


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}\N{HORIZONTAL ELLIPSIS}"


def _month(first: date, x: float, height: float, font: str, *, has_year: bool) -> Iterator[String]:
    yield _text(MONTHS[first.month - 1][:3], x, height - HEAD + 4, font, size=TINY)
    if has_year or first.month == 1:
        yield _text(str(first.year), x, height - HEAD + 13, font, size=TINY)


def _cell(
    view: GridView, place: tuple[int, int], colours: Colours, where: tuple[float, float, float], font: str
) -> Iterator[Rect | Line | String]:
    x, y, width = where
    value, n, uncertain = view.value[place], int(view.n[place]), bool(view.uncertain[place])
    is_told = not isnan(value)
    ground = colours.of(value) if is_told and not uncertain else white
    yield Rect(x + 0.4, y + 0.4, width - 0.8, ROW - 0.8, fillColor=ground, strokeColor=GRID, strokeWidth=0.5)
    if n and uncertain:
        yield from _hatched(x + 0.4, y + 0.4, width - 0.8, ROW - 0.8)
    said = colours.said(value) if is_told else "few" if n else ""
    if said and uncertain:
        yield Rect(x + width / 2 - 8, y + 1.4, 16, ROW - 2.8, fillColor=white, strokeColor=None)
    if said:
        ink = white if _luminance(ground) < WHITE_ON_DARK else INK
        yield _text(said, x + width / 2, y + 2.8, font, size=TINY, colour=ink)


def _hatched(x: float, y: float, width: float, height: float) -> Iterator[Line]:
    """Lines from lower left to upper right, cut at the edges of the cell."""
    start = -height
    while start < width:
        low, high = max(start, 0.0), min(start + height, width)
        yield Line(x + low, y + low - start, x + high, y + high - start, strokeColor=MUTED, strokeWidth=0.45)
        start += HATCH


def _luminance(colour: HexColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        one / 12.92 if one <= LINEAR_UP_TO else ((one + 0.055) / 1.055) ** 2.4
        for one in (colour.red, colour.green, colour.blue)
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def legend(colours: Colours, *, width: float, font: str) -> Drawing:
    """What the colours mean, and the hatching."""
    drawing = Drawing(width, ROW + 4)
    x = 0.0
    for colour, said in zip(colours.colours, _steps_said(colours), strict=True):
        drawing.add(Rect(x, 3, 10, ROW - 3, fillColor=colour, strokeColor=GRID, strokeWidth=0.5))
        drawing.add(_text(said, x + 13, 5, font, size=TINY, anchor="start"))
        x += STEP
    drawing.add(Rect(x, 3, 10, ROW - 3, fillColor=white, strokeColor=GRID, strokeWidth=0.5))
    for line in _hatched(x, 3, 10, ROW - 3):
        drawing.add(line)
    drawing.add(_text("few sessions", x + 13, 5, font, size=TINY, anchor="start"))
    return drawing


def _steps_said(colours: Colours) -> list[str]:
    unit = " %" if colours.is_share else ""
    ends = [colours.said(one) for one in colours.steps]
    between = [f"{low} to {high}{unit}" for low, high in itertools.pairwise(ends)]
    return [f"below {ends[0]}{unit}", *between, f"{ends[-1]}{unit} up"]


def _text(
    said: str, x: float, y: float, font: str, *, size: float, anchor: str = "middle", colour: HexColor = MUTED
) -> String:
    return String(x, y, said, fontName=font, fontSize=size, fillColor=colour, textAnchor=anchor)
