"""Shapes of points as SVG paths, by Plotly's names, so that legend, file and screen show the same ones."""

from __future__ import annotations

from math import cos, pi, sin

__all__ = ["symbol_path"]

CORNERS = {"square": (4, 0.25), "pentagon": (5, 0.0), "hexagon": (6, 0.0), "diamond": (4, 0.0)}
"""Corners of a shape, and by which part of a corner's angle it is turned from standing on its tip... upwards."""
TURNS = {"triangle-up": 0.0, "triangle-down": 0.5, "triangle-left": 0.75, "triangle-right": 0.25}
"""Turns of a triangle, clockwise from pointing up."""
INNER = 0.42
"""Radius of a star's inner corners over that of the outer ones."""
ARM = 0.36
"""Half the width of a cross's arm over its radius."""


def symbol_path(symbol: str, x: float, y: float, radius: float) -> str:
    """Return the outline of a symbol round (x, y).

    Raises
    ------
    KeyError
        when no chart of ours uses this symbol.
    """
    name = symbol.removesuffix("-open")
    if name == "circle":
        return _circle(x, y, radius)
    return _closed([(x + dx * radius, y + dy * radius) for dx, dy in _outline(name)])


def _outline(name: str) -> list[tuple[float, float]]:
    if name == "star":
        return [_at(turn / 10, 1.2 if turn % 2 == 0 else 1.2 * INNER) for turn in range(10)]
    if name == "cross":
        return _cross()
    if name == "x":
        half = 1 / 2**0.5
        return [((dx - dy) * half, (dx + dy) * half) for dx, dy in _cross()]
    if name in TURNS:
        return [_at(TURNS[name] + corner / 3, 1.15) for corner in range(3)]
    corners, part = CORNERS[name]
    size = 1.25 if name in {"square", "diamond"} else 1.1
    return [_at((corner + part * 2) / corners, size) for corner in range(corners)]


def _at(turn: float, radius: float) -> tuple[float, float]:
    """Return the place so many turns clockwise from the top."""
    return radius * sin(2 * pi * turn), -radius * cos(2 * pi * turn)


def _cross() -> list[tuple[float, float]]:
    arm, end = ARM, 1.1
    quarter = [(-arm, -end), (arm, -end), (arm, -arm)]
    turned = quarter
    found = []
    for _ in range(4):
        found += turned
        turned = [(-dy, dx) for dx, dy in turned]
    return found


def _circle(x: float, y: float, radius: float) -> str:
    half = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:.1f} {y:.1f}{half} {2 * radius:g} 0{half} {-2 * radius:g} 0Z"


def _closed(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
