"""From a trace's line and marker to attributes of SVG."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard.charts._symbols import symbol_path

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["fill_attributes", "line_attributes", "marker"]

NAMED_DASHES = {"dot": "3,3", "dash": "9,9", "solid": ""}
TRANSLUCENT = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")


def line_attributes(line: go.scatter.Line | go.layout.shape.Line) -> str:
    """Return colour, width and dashes."""
    dash = NAMED_DASHES.get(line.dash or "solid", line.dash or "").replace("px", "")
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke="{line.color}" stroke-width="{line.width:g}"{dashes}'


def fill_attributes(colour: str) -> str:
    """Return a fill; programs that draw SVG read an opacity of its own more widely than rgba()."""
    found = TRANSLUCENT.fullmatch(colour.replace(" ", ""))
    if found is None:
        return f'fill="{colour}"'
    red, green, blue, opacity = found.groups()
    return f'fill="#{int(red):02x}{int(green):02x}{int(blue):02x}" fill-opacity="{opacity}"'


def marker(trace: go.Scatter, x: float, y: float) -> str:
    """Return one point of a trace: filled, or hollow."""
    symbol, colour = trace.marker.symbol, trace.marker.color
    path = symbol_path(symbol, x, y, trace.marker.size / 2)
    width = trace.marker.line.width or 0
    look = (
        f'fill="none" stroke="{colour}" stroke-width="{width or 2:g}"'
        if symbol.endswith("-open")
        else f'fill="{colour}"'
    )
    return f'<path d="{path}" {look}/>'
