"""A trend as an SVG file: the same figure, drawn without a browser, with its legend, for records and for print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from dashboard.charts._strokes import fill_attributes, line_attributes, marker
from dashboard.charts.legend import HEIGHT as SAMPLE_HEIGHT
from dashboard.charts.legend import WIDTH as SAMPLE_WIDTH
from dashboard.charts.legend import legend_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from dashboard.charts.figure import Figure, Trace
    from dashboard.charts.palette import Palette

__all__ = ["svg_of"]

WIDTH = 900
"""Pixels."""
WIDER = 30
"""Pixels: labels need more room where our fonts are not installed."""
LEGEND_ROW, LEGEND_COLUMNS = 24, 2
LINE_HEIGHT = 16
TAGS = re.compile(r"<[^>]+>")
FONTS = "'Source Sans 3', 'Source Sans', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """From points and sessions to pixels."""

    figure: Figure
    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def of(cls, figure: Figure) -> _Frame:
        layout = figure["layout"]
        margin = layout["margin"]
        right, bottom = WIDTH - margin["r"] - WIDER, layout["height"] - margin["b"]
        return cls(figure=figure, left=margin["l"], right=right, top=margin["t"], bottom=bottom)

    def x(self, session: float) -> float:
        first, last = self.figure["layout"]["xaxis"]["range"]
        return float(self.left + (session - first) / (last - first) * (self.right - self.left))

    def y(self, points: float) -> float:
        low, high = self.figure["layout"]["yaxis"]["range"]
        return float(self.top + (high - points) / (high - low) * (self.bottom - self.top))


def svg_of(figure: Figure, palette: Palette, *, words: str, heading: str = "", legend: bool = True) -> str:
    """Draw a figure made by `trend`. `words` are read out for those who do not see it."""
    frame = _Frame.of(figure)
    legend_at = figure["layout"]["height"] + 8
    rows = -(-len(legend_of(figure)) // LEGEND_COLUMNS) if legend else 0
    height = legend_at + rows * LEGEND_ROW + 4
    above = 30 if heading else 0
    body = "".join([*_ground(frame, palette), *_zones(frame), *_traces(frame), *_words(frame)])
    body += "".join(_legend(figure, legend_at)) if legend else ""
    size = f'width="{WIDTH}" height="{height + above:g}" viewBox="0 {-above} {WIDTH} {height + above:g}"'
    ground = f'<rect y="{-above}" width="{WIDTH}" height="{height + above:g}" fill="{palette.ground}"/>'
    title = f'<text x="4" y="-8" font-size="15" font-weight="600">{escape(heading)}</text>' if heading else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONTS}" font-size="14" '
        f'fill="{palette.ink}"><desc>{escape(words)}</desc>{ground}{title}{body}</svg>'
    )


def _ground(frame: _Frame, palette: Palette) -> Iterator[str]:
    for points in frame.figure["layout"]["yaxis"]["tickvals"]:
        y = frame.y(points)
        yield f'<path d="M{frame.left:g} {y:.1f}H{frame.right:g}" stroke="{palette.grid}"/>'
        yield _text(f"{points:g}", frame.left - 6, y + 5, anchor="end")
    for session, said in _ticks(frame.figure["layout"]["xaxis"]):
        for line, words in enumerate(said.split("<br>")):
            yield _text(words, frame.x(session), frame.bottom + 20 + line * LINE_HEIGHT, anchor="middle")
    middle, foot = (frame.left + frame.right) / 2, frame.figure["layout"]["height"]
    title = [TAGS.sub("", part) for part in frame.figure["layout"]["xaxis"]["title"]["text"].split("<br>")]
    for line, words in enumerate(reversed(title)):
        yield _text(words, middle, foot - 6 - line * LINE_HEIGHT, anchor="middle")


def _ticks(axis: dict[str, Any]) -> Sequence[tuple[float, str]]:
    if "tickvals" in axis:
        return list(zip(axis["tickvals"], axis["ticktext"], strict=True))
    return [(number, f"{number}") for number in range(axis["tick0"], int(axis["range"][1]) + 1, axis["dtick"])]


def _zones(frame: _Frame) -> Iterator[str]:
    for shape in frame.figure["layout"]["shapes"]:
        top, bottom = frame.y(shape["y1"]), frame.y(shape["y0"])
        size = f'width="{frame.right - frame.left:g}" height="{bottom - top:.1f}"'
        yield f'<rect x="{frame.left:g}" y="{top:.1f}" {size} {fill_attributes(shape["fillcolor"])}/>'


def _traces(frame: _Frame) -> Iterator[str]:
    above: list[str] = []
    for trace in frame.figure["data"]:
        runs = _runs(frame, trace)
        if "fillcolor" in trace and above and runs:
            outline = "L".join([*above, *reversed(_pairs(runs[0]))])
            yield f'<path d="M{outline}Z" {fill_attributes(trace["fillcolor"])}/>'
        if "lines" in trace["mode"] and trace["line"]["width"]:
            path = "".join(_joined(run, stepped=trace["line"].get("shape") == "hvh") for run in runs)
            yield f'<path d="{path}" fill="none" {line_attributes(trace["line"])}/>'
        if "markers" in trace["mode"]:
            yield "".join(marker(trace, x, y) for run in runs for x, y in run)
        above = _pairs(runs[0]) if runs else []


def _runs(frame: _Frame, trace: Trace) -> list[list[tuple[float, float]]]:
    """Return pixels of neighbouring ratings; a session without one breaks the line."""
    runs: list[list[tuple[float, float]]] = [[]]
    for session, points in zip(trace["x"], trace["y"], strict=True):
        if points is None:
            runs.append([])
        else:
            runs[-1].append((frame.x(session), frame.y(points)))
    return [run for run in runs if run]


def _pairs(run: list[tuple[float, float]]) -> list[str]:
    return [f"{x:.1f} {y:.1f}" for x, y in run]


def _joined(run: list[tuple[float, float]], *, stepped: bool) -> str:
    if not stepped:
        return "M" + "L".join(_pairs(run))
    steps = [f"M{run[0][0]:.1f} {run[0][1]:.1f}"]
    for (x, _), (next_x, next_y) in pairwise(run):
        steps.append(f"H{(x + next_x) / 2:.1f}V{next_y:.1f}H{next_x:.1f}")
    return "".join(steps)


def _words(frame: _Frame) -> Iterator[str]:
    for note in frame.figure["layout"]["annotations"]:
        across = note.get("xref") == "paper"
        x = frame.left + note["x"] * (frame.right - frame.left) if across else frame.x(note["x"])
        y = frame.y(note["y"]) + 5
        if "bgcolor" in note:
            yield f'<rect x="{x - 9:.1f}" y="{y - 15:.1f}" width="18" height="20" rx="2" fill="{note["bgcolor"]}"/>'
        look = {"colour": note["font"]["color"], "size": note["font"]["size"], "bold": "<b>" in note["text"]}
        anchor = "start" if note.get("xanchor") == "left" else "middle"
        yield _text(TAGS.sub("", note["text"]), x + note.get("xshift", 0), y, anchor=anchor, **look)


def _legend(figure: Figure, top: float) -> Iterator[str]:
    column = WIDTH / LEGEND_COLUMNS
    for number, entry in enumerate(legend_of(figure)):
        x, y = 8 + number % LEGEND_COLUMNS * column, top + number // LEGEND_COLUMNS * LEGEND_ROW
        yield f'<g transform="translate({x:g} {y:g})">{entry.sample}</g>'
        yield _text(entry.said, x + SAMPLE_WIDTH + 8, y + SAMPLE_HEIGHT - 3, size=13)


def _text(
    said: str, x: float, y: float, *, anchor: str = "start", colour: str = "", size: float = 14, bold: bool = False
) -> str:
    look = (f' fill="{colour}"' if colour else "") + (' font-weight="600"' if bold else "")
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}"'
    return f"<text {place}{look}>{escape(said)}</text>"
