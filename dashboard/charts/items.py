"""The single lines of a scale over the sessions: one small picture a line, for a closer look at what moved."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from dashboard.charts._symbols import symbol_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.charts.palette import Palette
    from fit.scales import Scale, Score

__all__ = ["ItemCourse", "item_courses", "item_picture"]

WIDTH, HEIGHT = 220, 120
"""Pixels."""
LEFT, RIGHT, TOP, BOTTOM = 22, 34, 8, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCourse:
    """One line of a scale: its name, how far it goes [points], and (session, mark) where it was given."""

    name: str
    title: str
    most: float
    marks: tuple[tuple[int, Score], ...]
    is_outcome: bool

    @property
    def in_words(self) -> str:
        """Say how it went, for those who do not see the picture."""
        first, last = self.marks[0], self.marks[-1]
        if first is last:
            return f"{self.title}, {self.name}: {last[1]} at session {last[0]}."
        return f"{self.title}, {self.name}: from {first[1]} at session {first[0]} to {last[1]} at session {last[0]}."


def item_courses(
    scale: Scale, answers: Sequence[tuple[int, Mapping[str, Score | None]]], *, is_outcome: bool
) -> tuple[ItemCourse, ...]:
    """Take the lines of a scale apart; those that nobody marked are left out."""
    found = []
    for item in scale.items:
        given = [(meeting, marks.get(item.id)) for meeting, marks in answers]
        marked = tuple((meeting, mark) for meeting, mark in given if mark is not None)
        if marked:
            name = item.id.replace("_", " ")
            most = item.maximum.points
            found.append(ItemCourse(name=name, title=scale.title, most=most, marks=marked, is_outcome=is_outcome))
    return tuple(found)


def item_picture(one: ItemCourse, last: int, palette: Palette) -> str:
    """Draw one line of a scale as SVG, with its last mark as a number."""
    colour, dash = (palette.outcome, "") if one.is_outcome else (palette.alliance, ' stroke-dasharray="3 3"')
    points = [(_x(meeting, last), _y(mark.points, one.most)) for meeting, mark in one.marks]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    symbol = "circle" if one.is_outcome else "diamond"
    dots = "".join(f'<path d="{symbol_path(symbol, x, y, 3.2)}" fill="{colour}"/>' for x, y in points)
    x, y = points[-1]
    number = f'<text x="{x + 7:.1f}" y="{y + 4:.1f}" fill="{colour}" font-weight="600">{one.marks[-1][1]}</text>'
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12" '
        f'fill="{palette.muted}"><desc>{escape(one.in_words)}</desc>{_ground(one, last, palette)}'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>{dots}{number}</svg>'
    )


def _ground(one: ItemCourse, last: int, palette: Palette) -> str:
    lines = "".join(_line(points, one, palette) for points in (0.0, one.most / 2, one.most))
    return lines + "".join(_session(meeting, last) for meeting in sorted({1, last}))


def _line(points: float, one: ItemCourse, palette: Palette) -> str:
    y = _y(points, one.most)
    number = f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{points:g}</text>'
    return f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{palette.grid}"/>{number}'


def _session(meeting: int, last: int) -> str:
    return f'<text x="{_x(meeting, last):.1f}" y="{HEIGHT - 3}" text-anchor="middle">{meeting}</text>'


def _x(meeting: int, last: int) -> float:
    return LEFT + 6 + (meeting - 1) / max(last - 1, 1) * (WIDTH - LEFT - RIGHT - 12)


def _y(points: float, most: float) -> float:
    return TOP + (1 - points / most) * (HEIGHT - TOP - BOTTOM)
