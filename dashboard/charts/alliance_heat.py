"""The alliance grid as a picture: coloured where enough is known, tinted and hatched where not, marked where withheld.

The colours are safe for colour-blind eyes: brown below the line and blue-green above it, deeper the farther away; a
share goes from pale to deep. Cells below the line bear a mark too, so that they can be told in grey.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isnan
from typing import TYPE_CHECKING, Any

from dashboard.alliance_words import cell_said, figure_said, period_dated, period_said, value_said
from dashboard.charts.palette import FONT_FAMILY
from fit.casework.views import CellState
from fit.service.alliance_grid import Measure, Period
from fit.service.grid_scale import AROUND as AROUND_ON_LIGHT
from fit.service.grid_scale import DEEPER as DEEPER_ON_LIGHT
from fit.service.grid_scale import Side, colour_of, is_sure, lines_of, side_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dashboard.charts.palette import Palette
    from fit.casework.views import AllianceGrid

__all__ = ["Heat", "HeatClass", "alliance_heat", "classes_of"]

BELOW_MARK, FEW_MARK, WITHHELD_MARK = "\N{BLACK DOWN-POINTING TRIANGLE}", "<", "\N{MULTIPLICATION SIGN}"
AROUND = {
    True: ("#f0a45d", "#b4713a", "#6f4c2d", "#2c5956", "#3f948c", "#8be0d5"),
    False: AROUND_ON_LIGHT,
}
"""From far below the line to far above it, on a dark ground and on a light one."""
DEEPER = {
    True: ("#26353a", "#35525a", "#4a7480", "#6c9aa6", "#9cc4cd", "#d6eef2"),
    False: DEEPER_ON_LIGHT,
}
"""From none to all."""
ROW_HEIGHT, ROW_HEIGHT_OF_MANY, MANY = 44, 20, 12
"""[pixels, pixels, rows] High enough for a finger, as long as there are not too many rows for a screen."""
TOP, BOTTOM, LEFT = {Period.WEEK: 76, Period.MONTH: 44, Period.QUARTER: 44}, 8, 160
"""[pixels] Around the cells; above and left there is room for the names."""
LINE_HEIGHT = 15
SHOWING_NUMBERS = 24
"""[columns] up to which there is room to write the figure into the cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatClass:
    """One kind of cell: what it means, how it is filled, and the mark in it."""

    key: str
    said: str
    fill: str
    mark: str = ""
    hatched: bool = False
    is_colour: bool = False
    """Whether it is a part of the scale."""

    @property
    def ink(self) -> str:
        """Black or white, whichever stands out more on its colour (WCAG 2.2, relative luminance)."""
        light = [_linear(int(self.fill[place : place + 2], 16) / 255) for place in (1, 3, 5)]
        luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
        return "#000000" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "#ffffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """The picture for ECharts, how high it is, and which cell each of its rectangles is."""

    option: Mapping[str, Any]
    height: int
    places: Mapping[str, Sequence[tuple[int, int]]]
    """Row and column of each rectangle, by the class it is drawn with."""
    classes: tuple[HeatClass, ...]
    """The whole scale of colours, and of the others those that occur: for the legend."""

    def place(self, class_key: str, index: int) -> tuple[int, int] | None:
        """Row and column of a rectangle; None for one that is no longer there."""
        found = self.places.get(class_key, ())
        return found[index] if 0 <= index < len(found) else None


def alliance_heat(grid: AllianceGrid, palette: Palette, *, dark: bool) -> Heat:
    """Draw the grid, rows from top to bottom in their order."""
    classes = {one.key: one for one in classes_of(grid, palette, dark=dark)}
    places: dict[str, list[tuple[int, int]]] = {key: [] for key in classes}
    for row in range(len(grid.rows)):
        for column in range(len(grid.periods)):
            if (key := _class_key(grid, row, column)) is not None:
                places[key].append((row, column))
    row_height = row_height_of(len(grid.rows))
    series = [_series(grid, classes[key], cells, palette) for key, cells in places.items()]
    return Heat(
        option=_frame(grid, palette) | {"series": series},
        height=TOP[grid.period] + BOTTOM + row_height * len(grid.rows),
        places=places,
        classes=tuple(one for key, one in classes.items() if places[key] or one.is_colour),
    )


def row_height_of(rows: int) -> int:
    """How high [pixels] each of so many rows is. Their names stand beside the picture, where they can stay in sight."""
    return ROW_HEIGHT_OF_MANY if rows > MANY else ROW_HEIGHT


def classes_of(grid: AllianceGrid, palette: Palette, *, dark: bool) -> tuple[HeatClass, ...]:
    """Every kind of cell of this measure, in the order of the legend."""
    lines = lines_of(grid.measure, grid.cutoff.points)
    fills = AROUND[dark] if grid.measure is Measure.MEAN else DEEPER[dark]
    said = _between(grid.measure, lines)
    below = [grid.measure is Measure.MEAN and upper <= grid.cutoff.points for upper in (*lines, float("inf"))]
    coloured = [
        HeatClass(key=f"c{place}", said=words, fill=fill, mark=BELOW_MARK if is_below else "", is_colour=True)
        for place, (words, fill, is_below) in enumerate(zip(said, fills, below, strict=True))
    ]
    return (
        *coloured,
        *_unsure(grid, fills, palette),
        HeatClass(key="hits", said="fewer than eight of many", fill=palette.ground, mark=FEW_MARK),
        HeatClass(key="withheld", said="withheld: too few, perhaps none", fill=palette.ground, mark=WITHHELD_MARK),
    )


TINT = 0.3
"""How much of its colour an uncertain cell keeps: enough to tell a low one from a high one, and no verdict."""


def _unsure(grid: AllianceGrid, fills: Sequence[str], palette: Palette) -> tuple[HeatClass, ...]:
    """Cells that rest on few, or whose interval says less than a colour would."""
    if grid.measure is not Measure.MEAN:
        return (HeatClass(key="few", said="uncertain", fill=palette.ground, hatched=True),)
    low, high = (_mixed(palette.ground, fills[place]) for place in (1, 4))
    return (
        HeatClass(key="few-low", said="uncertain, mean below the line", fill=low, mark=BELOW_MARK, hatched=True),
        HeatClass(key="few", said="uncertain, mean on or above it", fill=high, hatched=True),
        HeatClass(
            key="about", said="about the line: rounding leaves open which side", fill=palette.ground, hatched=True
        ),
    )


UNSURE = {Side.BELOW: "few-low", Side.ABOUT: "about"}
"""The class of an uncertain cell, by where its mean lies; of all others "few"."""


def _mixed(ground: str, colour: str) -> str:
    parts = [
        round((1 - TINT) * int(ground[place : place + 2], 16) + TINT * int(colour[place : place + 2], 16))
        for place in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _between(measure: Measure, lines: Sequence[float]) -> list[str]:
    ends = [value_said(measure, line) for line in lines]
    between = [f"{low.removesuffix(' %')} to {high}" for low, high in pairwise(ends)]
    return [f"below {ends[0]}", *between, f"{ends[-1]} and more"]


def _class_key(grid: AllianceGrid, row: int, column: int) -> str | None:
    state = grid.states[row][column]
    if state in {CellState.SHOWN, CellState.UNCERTAIN}:
        line = grid.cutoff.points
        if state is CellState.SHOWN and is_sure(grid.view, (row, column), line):
            return f"c{colour_of(grid.view, (row, column), line)}"
        return UNSURE.get(side_of(grid.view, (row, column), line) or Side.ABOVE, "few")
    others = {CellState.NOTHING: None, CellState.FEW_HITS: "hits"}
    return others.get(state, "withheld")


def _series(grid: AllianceGrid, one: HeatClass, places: Sequence[tuple[int, int]], palette: Palette) -> dict[str, Any]:
    style: dict[str, Any] = {"color": one.fill, "borderColor": palette.ground, "borderWidth": 1}
    if one.hatched:
        style["decal"] = {
            "symbol": "rect",
            "color": palette.muted,
            "dashArrayX": [1, 0],
            "dashArrayY": [1, 4],
            "rotation": -0.785,
        }
    return {
        "id": one.key,
        "type": "heatmap",
        "selectedMode": "single",
        "data": [_rectangle(grid, row, column) for row, column in places],
        "itemStyle": style,
        "label": _label(grid, one),
        "select": {"itemStyle": {"borderColor": palette.ink, "borderWidth": 2}},
        "emphasis": {"itemStyle": {"color": one.fill, "borderColor": palette.ink, "borderWidth": 1}},
        "animation": False,
    }


def _rectangle(grid: AllianceGrid, row: int, column: int) -> list[Any]:
    titled = f"{grid.rows[row].name}, {period_dated(grid.periods[column], grid.period)}"
    value = float(grid.view.value[row, column])
    figure = "" if isnan(value) else figure_said(grid, row, column).replace(" to ", "\N{EN DASH}")
    return [column, row, 0, titled, cell_said(grid, row, column), figure]


def _label(grid: AllianceGrid, one: HeatClass) -> dict[str, Any]:
    has_room = len(grid.periods) <= SHOWING_NUMBERS and one.key not in {"hits", "withheld"}
    text = f"{{@[5]}} {one.mark}".rstrip() if has_room else one.mark
    on_hatching = {"backgroundColor": one.fill, "padding": [1, 2]} if one.hatched else {}
    size = 11 if has_room else 10
    return {"show": bool(text), "formatter": text or "{@[5]}", "color": one.ink, "fontSize": size, **on_hatching}


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  sRGB


def _frame(grid: AllianceGrid, palette: Palette) -> dict[str, Any]:
    text = {"color": palette.ink, "fontSize": 13, "fontFamily": FONT_FAMILY}
    plain = {"axisLine": {"show": False}, "axisTick": {"show": False}, "splitLine": {"show": False}}
    is_weekly = grid.period is Period.WEEK
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT_FAMILY},
        "grid": {"left": LEFT, "right": 4, "top": TOP[grid.period], "bottom": BOTTOM},
        "tooltip": _tooltip(palette, text),
        "xAxis": {
            "type": "category",
            "position": "top",
            "data": list(_column_names(grid)),
            "axisLabel": text
            | {"rotate": 60 if is_weekly else 0, "fontSize": 12, "lineHeight": LINE_HEIGHT, "hideOverlap": True},
            **plain,
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [row.name for row in grid.rows],
            "axisLabel": {"show": False},
            **plain,
        },
    }


def _tooltip(palette: Palette, text: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "formatter": "<strong>{@[3]}</strong><br>{@[4]}",
        "confine": True,
        "extraCssText": WRAPPED,
        "backgroundColor": palette.ground,
        "borderColor": palette.grid,
        "textStyle": dict(text),
    }


def _column_names(grid: AllianceGrid) -> Iterator[str]:
    """Name the columns; a week bears its year where that is a new one."""
    before = 0
    for begins in grid.periods:
        said = period_said(begins, grid.period)
        if grid.period is Period.MONTH:
            said = said.replace(" ", "\n")
        elif grid.period is Period.QUARTER:
            said = "\n".join(said.rsplit(" ", 1))
        elif begins.year != before:
            said = f"{said} {begins.year}"
        yield said
        before = begins.year


WRAPPED = "white-space: normal; max-width: 20rem;"
