"""The alliance grid as a vector drawing: a number in each cell, its colour beside it, hatched where it rests on few."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

from reportlab.graphics.shapes import Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from fit.reports._sheets import MONTHS
from fit.service.alliance_grid import Measure
from fit.service.grid_scale import AROUND, DEEPER, Side, colour_of, ends_of_rounded, is_sure, lines_of, side_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from fit.service.alliance_grid import GridView

__all__ = ["ROWS_A_SHEET", "Colours", "colours_of", "heat_chart", "legend"]

NAMES, ROW, HEAD, STEP = 118.0, 16.8, 23.0, 62.0
"""[points] Room for names; height of a row; room for months; width of an entry of the legend."""
ROWS_A_SHEET: Final = 32
"""Rows of one drawing, so that heading, drawing and legend stand on one sheet."""
SMALL, TINY, IN_CELL, INTERVAL = 7.8, 7.2, 5.8, 4.9
SMALLER, GAP = 6.4, 4.0
"""[points] Letters of a name in two lines; room between a name and its cells."""
HATCH: Final = 4.0
"""[points] between the lines of a hatched cell."""
INK, MUTED, GRID = HexColor("#1f2a2e"), HexColor("#4c575c"), HexColor("#cfc8bc")
TINT: Final = 0.3
"""How much of its colour an uncertain cell keeps: enough to tell a low one from a high one, and no verdict."""
LINEAR_UP_TO: Final = 0.04045
"""Channel value up to which sRGB is linear (IEC 61966-2-1)."""
WHITE_ON_DARK: Final = 0.22
"""[relative luminance] below which white letters have the higher contrast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Which colour a value has: `steps` are where the next one begins, `is_share` how it is said."""

    colours: Sequence[HexColor]
    steps: tuple[float, ...]
    is_share: bool
    line: float
    """[points] that means are below or not."""

    def of(self, view: GridView, place: tuple[int, int]) -> HexColor:
        """Solid colour of a cell, the same as on screen."""
        return self.colours[colour_of(view, place, self.line)]

    def tint(self, side: Side | None) -> Color:
        """Light colour of a mean that is uncertain: its side of the line; white where that is not known."""
        if side is None or side is Side.ABOUT:
            return white
        colour = self.colours[1 if side is Side.BELOW else 4]
        return Color(*(1 - TINT * (1 - part) for part in (colour.red, colour.green, colour.blue)))

    def said(self, value: float) -> str:
        """The value as it stands in a cell."""
        return f"{100 * value:.0f}" if self.is_share else f"{value:.1f}"


def colours_of(measure: Measure, line: float) -> Colours:
    """Colours of a measure: means around the line [points], shares from light to dark."""
    is_mean = measure == Measure.MEAN
    colours = tuple(map(HexColor, AROUND if is_mean else DEEPER))
    return Colours(colours=colours, steps=lines_of(measure, line), is_share=not is_mean, line=line)


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
        for shape in _name(names[row], y, font):
            drawing.add(shape)
        for column in range(len(periods)):
            for shape in _cell(view, (row, column), colours, (NAMES + column * cell, y, cell), font):
                drawing.add(shape)
    return drawing


def _name(name: str, y: float, font: str) -> Iterator[String]:
    """A name whole: in one line, or in two smaller ones, as small as it takes."""
    if stringWidth(name, font, SMALL) <= NAMES - GAP:
        yield _text(name, 0, y + 5.9, font, size=SMALL, anchor="start", colour=INK)
        return
    lines = _halves(name)
    widest = max(stringWidth(one, font, 1.0) for one in lines)
    size = min(SMALLER, (NAMES - GAP) / widest)
    for place, line in enumerate(lines):
        yield _text(line, 0, y + 9.6 - place * 7.0, font, size=size, anchor="start", colour=INK)


def _halves(name: str) -> tuple[str, str]:
    """Broken at the space nearest to the middle; without a space, in the middle."""
    middle = len(name) // 2
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    at = min(spaces, key=lambda place: abs(place - middle), default=middle)
    return name[:at], name[at:].strip()


def _month(first: date, x: float, height: float, font: str, *, has_year: bool) -> Iterator[String]:
    yield _text(MONTHS[first.month - 1][:3], x, height - HEAD + 4, font, size=TINY)
    if has_year or first.month == 1:
        yield _text(str(first.year), x, height - HEAD + 13, font, size=TINY)


def _cell(
    view: GridView, place: tuple[int, int], colours: Colours, where: tuple[float, float, float], font: str
) -> Iterator[Rect | Line | Polygon | String]:
    x, y, width = where
    value, n = float(view.value[place]), int(view.n[place])
    is_told, unsure = not isnan(value), not is_sure(view, place, colours.line)
    side = side_of(view, place, colours.line)
    ground = white if not is_told else colours.tint(side) if unsure else colours.of(view, place)
    yield Rect(x + 0.4, y + 0.4, width - 0.8, ROW - 0.8, fillColor=ground, strokeColor=GRID, strokeWidth=0.5)
    if n and unsure:
        yield from _hatched(x + 0.4, y + 0.4, width - 0.8, ROW - 0.8)
    said = f"{_value(view, place, colours)} ({n})" if is_told else "few" if n else ""
    if said and unsure:
        half = 1.6 * max(len(said), 6)
        yield Rect(x + width / 2 - half, y + 1.8, 2 * half, ROW - 3.6, fillColor=ground, strokeColor=None)
    ink = white if _luminance(ground) < WHITE_ON_DARK else INK
    if said:
        yield _text(said, x + width / 2, y + 9.2, font, size=IN_CELL, colour=ink)
        if ends := _ends(view, place, colours):
            yield _text(ends, x + width / 2, y + 3.1, font, size=INTERVAL, colour=ink)
    if side is Side.BELOW:
        yield Polygon([x + 1.2, y + 15.2, x + 4.2, y + 15.2, x + 2.7, y + 12.6], fillColor=ink, strokeColor=None)


def _value(view: GridView, place: tuple[int, int], colours: Colours) -> str:
    """The value, or between which whole points it lies where rounding leaves no more."""
    ends = ends_of_rounded(view, place)
    return colours.said(float(view.value[place])) if ends is None else f"{ends[0]}\N{EN DASH}{ends[1]}"


def _ends(view: GridView, place: tuple[int, int], colours: Colours) -> str:
    """The 95 % interval of a cell; of few hits its upper end alone, as the lower one would say that there are some."""
    lower, upper = float(view.lower[place]), float(view.upper[place])
    if isnan(lower) or isnan(upper):
        return ""
    if isnan(float(view.value[place])):
        return f"up to {colours.said(upper)}"
    return f"{colours.said(lower)}\N{EN DASH}{colours.said(upper)}"


def _hatched(x: float, y: float, width: float, height: float) -> Iterator[Line]:
    """Lines from lower left to upper right, cut at the edges of the cell."""
    start = -height
    while start < width:
        low, high = max(start, 0.0), min(start + height, width)
        yield Line(x + low, y + low - start, x + high, y + high - start, strokeColor=MUTED, strokeWidth=0.45)
        start += HATCH


def _luminance(colour: Color) -> float:
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
    drawing.add(_text("uncertain", x + 13, 5, font, size=TINY, anchor="start"))
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
