"""The ground of the pictures of a service: two axes, room for their names, no ornament."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.charts.palette import FONT_FAMILY

if TYPE_CHECKING:
    from dashboard.charts.palette import Palette

__all__ = ["HEIGHT", "ground", "line", "note", "shares", "whole_numbers"]

HEIGHT = 400
"""Pixels."""


def ground(palette: Palette, x: dict[str, Any], y: dict[str, Any], *notes: dict[str, Any]) -> dict[str, Any]:
    """Return the layout; `x` and `y` say what each axis is of."""
    axis = {"showline": False, "zeroline": False, "fixedrange": True, "ticks": "", "gridcolor": palette.grid}
    return {
        "height": HEIGHT,
        "margin": {"l": 58, "r": 22, "t": 18, "b": 56},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT_FAMILY, "size": 14, "color": palette.ink},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": FONT_FAMILY, "size": 14}, "align": "left"},
        "dragmode": False,
        "xaxis": {**axis, **x},
        "yaxis": {**axis, **y},
        "annotations": list(notes),
    }


def shares(title: str) -> dict[str, Any]:
    """Return the axis of a share, from none to all."""
    marks = (0, 20, 40, 60, 80, 100)
    names = [f"{mark}\N{NO-BREAK SPACE}%" for mark in marks]
    numbers = {"range": [0, 1.02], "tickvals": [mark / 100 for mark in marks], "ticktext": names}
    return {"title": {"text": title, "standoff": 8}, **numbers}


def whole_numbers(title: str, most: int) -> dict[str, Any]:
    """Return the axis of numbers of sessions, from none on; each is named where there is room."""
    few, some = 14, 40
    step = 1 if most <= few else 2 if most <= some else 10
    return {"title": {"text": title, "standoff": 8}, "range": [0, most + 0.5], "dtick": step, "showgrid": False}


def line(
    x: Any, y: Any, colour: str, *, width: float = 1.5, dash: str = "solid", shape: str = "linear"
) -> dict[str, Any]:
    """Return a line that answers to no pointer."""
    stroke = {"color": colour, "width": width, "dash": dash, "shape": shape}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": stroke, "hoverinfo": "skip"}


def note(x: float, y: float, text: str, colour: str, **more: Any) -> dict[str, Any]:
    """Return a word beside what it names."""
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": 13, "color": colour}, **more}
