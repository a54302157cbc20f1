"""What every line and shape of a trend means, in words beside a piece of it: for touch, for paper, for grey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from dashboard.charts._strokes import fill_attributes, line_attributes, marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.charts.figure import Figure, Trace

__all__ = ["HEIGHT", "WIDTH", "LegendEntry", "legend_of"]

WIDTH, HEIGHT = 34, 16
"""Pixels of a sample."""
MIDDLE = HEIGHT / 2
RATED = "lines+markers"
"""How ratings are drawn, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """A sample as pieces of SVG, and what it means."""

    sample: str
    said: str

    def address(self) -> str:
        """Return the sample as a `data:` address, which the page's content policy lets through."""
        size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{self.sample}</svg>'
        return "data:image/svg+xml," + quote(svg, safe=" =:/',")


def legend_of(figure: Figure) -> tuple[LegendEntry, ...]:
    """Name each kind of line, shape and zone once: the ratings first, then what they are read against."""
    named = [trace for trace in figure["data"] if "meta" in trace]
    ratings = [trace for trace in named if trace["mode"] == RATED]
    rest = [trace for trace in named if trace["mode"] != RATED]
    entries = [_of_trace(trace) for trace in [*reversed(ratings), *rest]]
    return tuple({entry.said: entry for entry in [*entries, *_zones(figure)]}.values())


def _of_trace(trace: Trace) -> LegendEntry:
    parts, filled = "", trace.get("fillcolor")
    if filled:
        parts += f'<rect width="{WIDTH}" height="{HEIGHT}" {fill_attributes(filled)}/>'
    if "lines" in trace["mode"]:
        height = HEIGHT - 2 if filled else MIDDLE
        parts += f'<path d="M0 {height:g}H{WIDTH}" fill="none" {line_attributes(trace["line"])}/>'
    if "markers" in trace["mode"]:
        parts += _shrunk(trace) if trace["marker"]["size"] > HEIGHT else marker(trace, WIDTH / 2, MIDDLE)
    return LegendEntry(sample=parts, said=trace["meta"])


def _shrunk(trace: Trace) -> str:
    scale = (HEIGHT - 2) / trace["marker"]["size"]
    return f'<g transform="translate({WIDTH / 2:g} {MIDDLE:g}) scale({scale:.2f})">{marker(trace, 0, 0)}</g>'


def _zones(figure: Figure) -> Iterator[LegendEntry]:
    for shape in figure["layout"]["shapes"]:
        sample = f'<rect width="{WIDTH}" height="{HEIGHT}" {fill_attributes(shape["fillcolor"])}/>'
        yield LegendEntry(sample=sample, said=shape["name"])
