"""One figure a session, beside the person's own median. There is no line of a norm: none is known to mean anything."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from dashboard.charts._symbols import symbol_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.charts.palette import Palette

__all__ = ["FEWEST_FOR_MEDIAN", "HEIGHT", "WIDTH", "BySession", "by_session_picture"]

WIDTH, HEIGHT = 460, 240
"""Pixels: two beside each other on a desk, one on a phone with its figures still read."""
LEFT, RIGHT, TOP, BOTTOM = 48, 14, 14, 54
FEWEST_FOR_MEDIAN = 3
"""Sessions below which a median is one session, or between two."""
MOST_NAMED = 6
"""Names of sessions written below the picture: more run into each other."""
RADIUS = 4.5
STEPS = (0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000)
LINES = 4
"""Lines across at most, beside the one at nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BySession:
    """A figure of each session in their order; None where it cannot be told or did not happen."""

    name: str
    unit: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    named_by: str
    """What the labels are: written at the foot."""
    joined: bool
    """Of one client: then neighbours are joined. Sessions of different clients are no course."""
    full: float | None = None
    """How high the picture is at least, in its unit; None: as high as the highest."""

    @property
    def known(self) -> tuple[float, ...]:
        """Figures that there are."""
        return tuple(value for value in self.values if value is not None)

    @property
    def own_median(self) -> float | None:
        """Median of the known ones; None of too few."""
        return median(self.known) if len(self.known) >= FEWEST_FOR_MEDIAN else None

    @property
    def in_words(self) -> str:
        """Say what the picture shows."""
        told = f"{self.name}, known of {len(self.known)} of {len(self.values)} sessions"
        if not self.known:
            return f"{told}."
        least, most = min(self.known), max(self.known)
        middle = "" if self.own_median is None else f", own median {self.own_median:.1f}"
        return f"{told}: from {least:.1f} to {most:.1f} {self.unit}{middle}."


def by_session_picture(one: BySession, palette: Palette) -> str:
    """Draw it as SVG: a dot a session, the own median as a dashed line with its number; gaps stay gaps."""
    step = next((each for each in STEPS if _most(one) <= each * LINES), STEPS[-1])
    top = step * max(1, -(-_most(one) // step))
    body = "".join([*_lines(top, step, palette), *_names(one), _course(one, top, palette), _median(one, top, palette)])
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="17" '
        f'fill="{palette.muted}"><desc>{escape(one.in_words)}</desc>{body}</svg>'
    )


def _most(one: BySession) -> float:
    return max([*one.known, one.full or 0])


def _lines(top: float, step: float, palette: Palette) -> Iterator[str]:
    for number in range(round(top / step) + 1):
        y = _y(number * step, top)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{palette.grid}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 6:.1f}" text-anchor="end">{number * step:g}</text>'


def _names(one: BySession) -> Iterator[str]:
    yield f'<text x="4" y="{HEIGHT - 6}">{escape(one.named_by)}</text>'
    every = -(-len(one.labels) // MOST_NAMED)
    for place in range(0, len(one.labels), max(1, every)):
        yield (
            f'<text x="{_x(place, one):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">'
            f"{escape(one.labels[place])}</text>"
        )


def _course(one: BySession, top: float, palette: Palette) -> str:
    points = [None if value is None else (_x(place, one), _y(value, top)) for place, value in enumerate(one.values)]
    lines = [(here, after) for here, after in pairwise(points) if here and after and one.joined]
    path = "".join(f"M{here[0]:.1f} {here[1]:.1f}L{after[0]:.1f} {after[1]:.1f}" for here, after in lines)
    dots = "".join(symbol_path("circle", x, y, RADIUS) for x, y in filter(None, points))
    line = f'<path d="{path}" fill="none" stroke="{palette.outcome}" stroke-width="2"/>' if path else ""
    return f'{line}<path d="{dots}" fill="{palette.outcome}"/>' if dots else ""


def _median(one: BySession, top: float, palette: Palette) -> str:
    if one.own_median is None:
        return ""
    y = _y(one.own_median, top)
    said = f"own median {one.own_median:.1f}"
    return (
        f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{palette.ink}" stroke-width="1.5" stroke-dasharray="7 5"/>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end" fill="{palette.ink}">- - {said}</text>'
    )


def _x(place: int, one: BySession) -> float:
    room = WIDTH - LEFT - RIGHT - 40
    return LEFT + 20 + (room / 2 if len(one.values) == 1 else room * place / (len(one.values) - 1))


def _y(value: float, top: float) -> float:
    return TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM)
