"""From a trace's line and marker to attributes of SVG."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard.charts._symbols import symbol_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dashboard.charts.figure import Trace

__all__ = ["fill_attributes", "line_attributes", "marker"]

NAMED_DASHES = {"dot": "3,3", "dash": "9,9", "solid": ""}
TRANSLUCENT = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")


def line_attributes(line: Mapping[str, Any]) -> str:
    """Return colour, width and dashes."""
    dash = line.get("dash", "solid")
    dash = NAMED_DASHES.get(dash, dash).replace("px", "")
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    colour, width = line["color"], line["width"]
    return f'stroke="{colour}" stroke-width="{width:g}"{dashes}'


def fill_attributes(colour: str) -> str:
    """Return a fill; programs that draw SVG read an opacity of its own more widely than rgba()."""
    found = TRANSLUCENT.fullmatch(colour.replace(" ", ""))
    if found is None:
        return f'fill="{colour}"'
    red, green, blue, opacity = found.groups()
    return f'fill="#{int(red):02x}{int(green):02x}{int(blue):02x}" fill-opacity="{opacity}"'


def marker(trace: Trace, x: float, y: float) -> str:
    """Return one point of a trace: filled, or hollow."""
    look = trace["marker"]
    path = symbol_path(look["symbol"], x, y, look["size"] / 2)
    if not look["symbol"].endswith("-open"):
        return f'<path d="{path}" fill="{look["color"]}"/>'
    return f'<path d="{path}" fill="none" stroke="{look["color"]}" stroke-width="{look["line"]["width"]:g}"/>'
