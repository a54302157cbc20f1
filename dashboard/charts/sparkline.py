"""A small picture of the last ratings, for a row of the caseload."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dashboard.charts.address import svg_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.charts.palette import Palette
    from fit.scales import Score

    Point = tuple[float, float]

__all__ = ["HEIGHT", "WIDTH", "sparkline", "sparkline_address"]

WIDTH, HEIGHT = 168, 60
"""Pixels."""
MARGIN = 5
HIGHEST = 400
"""Tenths of a point: both scales run from 0.0 to 40.0."""
LOWEST_SHOWN = 100
"""Tenths: nearly all ratings lie above; where one does not, the picture reaches down to it."""
KEPT = 4_096
"""Pictures that are kept, of a kilobyte each."""
MOST, FEWEST = 12, 3
"""Sessions drawn at most, and for how many there is room at least: a course fills its picture."""


def sparkline(
    outcome: Sequence[Score | None],
    alliance: Sequence[Score | None],
    palette: Palette,
    cutoff: Score | None = None,
) -> str:
    """Draw ORS solid, ending in a dot, SRS dashed, ending in a diamond, the cutoff thin; gaps stay gaps."""
    size = f"width='{WIDTH}' height='{HEIGHT}' viewBox='0 0 {WIDTH} {HEIGHT}'"
    ground = f"<path d='M0 {HEIGHT - 0.5}H{WIDTH}' stroke='{palette.grid}'/>"
    lowest = _lowest([*outcome[-MOST:], *alliance[-MOST:], cutoff])
    body = _cutoff(cutoff, lowest, palette) + _alliance(_points(alliance, lowest), palette.alliance)
    body += _outcome(_points(outcome, lowest), palette.outcome)
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size} fill='none'>{ground}{body}</svg>"


@lru_cache(maxsize=KEPT)
def sparkline_address(
    outcome: tuple[Score | None, ...],
    alliance: tuple[Score | None, ...],
    palette: Palette,
    cutoff: Score | None = None,
) -> str:
    """Return the drawing as a `data:` address: the same courses are looked at again all day."""
    return svg_address(sparkline(outcome, alliance, palette, cutoff))


def _outcome(points: Sequence[Point | None], colour: str) -> str:
    path = f"<path d='{_path(points)}' stroke='{colour}' stroke-width='2.2'/>"
    return path + "".join(f"<circle cx='{x:g}' cy='{y:g}' r='3.4' fill='{colour}'/>" for x, y in _last(points))


def _alliance(points: Sequence[Point | None], colour: str) -> str:
    path = f"<path d='{_path(points)}' stroke='{colour}' stroke-width='1.7' stroke-dasharray='3 2'/>"
    return path + "".join(f"<path d='M{x:g} {y - 4:g}l4 4-4 4-4-4z' fill='{colour}'/>" for x, y in _last(points))


def _cutoff(cutoff: Score | None, lowest: int, palette: Palette) -> str:
    """Draw the clinical cutoff as short dashes across."""
    if cutoff is None:
        return ""
    return f"<path d='M0 {_height(cutoff, lowest):g}H{WIDTH}' stroke='{palette.expected}' stroke-dasharray='6 4'/>"


def _lowest(scores: Iterable[Score | None]) -> int:
    return min([LOWEST_SHOWN, *(score.tenths for score in scores if score is not None)])


def _points(scores: Sequence[Score | None], lowest: int) -> tuple[Point | None, ...]:
    shown = scores[-MOST:]
    step = (WIDTH - 2 * MARGIN) / (max(len(shown), FEWEST) - 1)
    return tuple(
        None if score is None else (_rounded(MARGIN + step * at), _height(score, lowest))
        for at, score in enumerate(shown)
    )


def _height(score: Score, lowest: int) -> float:
    return _rounded(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (score.tenths - lowest) / (HIGHEST - lowest))


def _rounded(pixels: float) -> float:
    return round(pixels, 1)


def _path(points: Sequence[Point | None]) -> str:
    """Join neighbours; a session without a rating breaks the line."""
    pairs = zip((None, *points), points, strict=False)
    return "".join(f"{'L' if before else 'M'}{here[0]:g} {here[1]:g}" for before, here in pairs if here)


def _last(points: Sequence[Point | None]) -> Iterable[Point]:
    """Return the last rating given, as a list of one or none."""
    return [point for point in points if point][-1:]
