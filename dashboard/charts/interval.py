"""A share with its interval on a line from 0 to 100 percent: a dot for the share, a bar for where it may lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.charts.palette import Palette

__all__ = ["HEIGHT", "WIDTH", "interval_picture"]

WIDTH, HEIGHT = 240, 40
"""Pixels."""
SIDE, MIDDLE, FOOT = 20, 14, 37
TICKS = (0.0, 0.5, 1.0)


def interval_picture(value: float, low: float, high: float, palette: Palette) -> str:
    """Draw the line, its ends and middle in percent, the interval and the share."""
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    ends = f'stroke="{palette.outcome}" stroke-linecap="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11" '
        f'fill="{palette.muted}"><path d="M{SIDE} {MIDDLE}H{WIDTH - SIDE}" stroke="{palette.grid}" stroke-width="2"/>'
        f"{''.join(_tick(share, palette) for share in TICKS)}"
        f'<path d="M{_x(low):.1f} {MIDDLE}H{_x(high):.1f}" {ends} stroke-width="6" stroke-opacity="0.45"/>'
        f'<circle cx="{_x(value):.1f}" cy="{MIDDLE}" r="6" fill="{palette.outcome}"/></svg>'
    )


def _tick(share: float, palette: Palette) -> str:
    x = _x(share)
    mark = f'<path d="M{x:.1f} {MIDDLE - 5}V{MIDDLE + 5}" stroke="{palette.expected}"/>'
    return f'{mark}<text x="{x:.1f}" y="{FOOT}" text-anchor="middle">{100 * share:.0f} %</text>'


def _x(share: float) -> float:
    return SIDE + share * (WIDTH - 2 * SIDE)
