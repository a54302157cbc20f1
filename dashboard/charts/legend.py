"""What every line and shape of a trend means, in words beside a piece of it: for touch, for paper, for grey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from dashboard.charts._strokes import fill_attributes, line_attributes, marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboard.charts.figure import Figure, Trace

__all__ = ["HEIGHT", "WIDTH", "LegendEntry", "brief_legend_of", "legend_of"]

WIDTH, HEIGHT = 34, 16
"""Pixels of a sample."""
MIDDLE = HEIGHT / 2
NAMED_AT_THE_EDGE = (" line", "off track below", "target")
"""How the names of lines end that have a label of their own at the right edge; the whole legend names them too."""
ALERT = "alert:"
"""How the name of a mark begins."""
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


def brief_legend_of(figure: Figure) -> tuple[LegendEntry, ...]:
    """Name what has no name beside it at the edge of the chart, and what the reader switched on; alerts in one."""
    named = [trace for trace in figure["data"] if trace.get("meta") and not trace["name"].endswith(NAMED_AT_THE_EDGE)]
    alerts = [trace for trace in named if trace["name"].startswith(ALERT)]
    rest = [trace for trace in named if trace not in alerts]
    ratings = [trace for trace in rest if trace["mode"] == RATED]
    others = [trace for trace in rest if trace["mode"] != RATED]
    entries = [_of_trace(trace) for trace in [*reversed(ratings), *others]]
    return tuple({entry.said: entry for entry in [*entries, *_any_alert(alerts)]}.values())


def _any_alert(alerts: Sequence[Trace]) -> Iterator[LegendEntry]:
    """Show up to two of the shapes of alerts; what each means is told in the whole legend and on its card."""
    shown = list({trace["marker"]["symbol"]: trace for trace in alerts}.values())[:2]
    places = [WIDTH / 2] if len(shown) == 1 else [WIDTH / 4, WIDTH * 3 / 4]
    if shown:
        sample = "".join(marker(trace, x, MIDDLE) for trace, x in zip(shown, places, strict=True))
        yield LegendEntry(sample=sample, said="alert (hollow: no longer open)")


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
