"""A pen that writes down a page: texts, lines, boxes and faces, from the edge where reading begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from fit.reports._letters import Type

LEADING: Final = 1.32
"""Lines stand this many letter sizes apart."""
INK, QUIET = 0.0, 0.35
"""Grey levels: black, and a grey that still has 7 : 1 on white."""


@dataclass(slots=True, kw_only=True)
class Pen:
    """Writes between two edges. `y` is where the next text begins; all lengths are points from the lower left."""

    canvas: Canvas
    type: Type
    left: float
    right: float
    y: float

    @property
    def width(self) -> float:
        """Room between the edges."""
        return self.right - self.left

    @property
    def right_to_left(self) -> bool:
        """Whether reading begins at the right edge."""
        return self.type.right_to_left

    def at(self, start: float, width: float = 0.0) -> float:
        """Left end of something of that width that begins `start` from where reading begins."""
        return self.right - start - width if self.right_to_left else self.left + start

    def write(self, text: str, size: float, *, grey: float = INK, after: float = 0.0) -> None:
        """Write a paragraph over the whole width, and go below it."""
        self.y -= self.column(text, size, self.left, self.right, self.y, grey=grey) + after

    def column(
        self, text: str, size: float, left: float, right: float, top: float, *, grey: float = INK, centred: bool = False
    ) -> float:
        """Write a text between `left` and `right` below `top`; returns its height."""
        letters = replace(self.type, size=size)
        lines = letters.lines(text, right - left)
        for place, line in enumerate(lines):
            width = letters.width(line)
            at_end = self.right_to_left
            x = left + (right - left - width) / 2 if centred else right - width if at_end else left
            self._line(line, letters, x, top - size - place * size * LEADING, grey)
        return len(lines) * size * LEADING

    def line(self, text: str, size: float, left: float, right: float, top: float, *, grey: float = INK) -> None:
        """Write what is known to fit one line between `left` and `right` below `top`."""
        letters = replace(self.type, size=size)
        x = right - letters.width(text) if self.right_to_left else left
        self._line(text, letters, x, top - size, grey)

    def height(self, text: str, size: float, width: float) -> float:
        """Height of a text in a column of that width."""
        return len(replace(self.type, size=size).lines(text, width)) * size * LEADING

    def _line(self, text: str, letters: Type, x: float, y: float, grey: float) -> None:
        for run in letters.runs(text):
            writing = self.canvas.beginText(x, y)
            writing.setFont(letters.font, letters.size)
            writing.setFillGray(grey)
            writing.textOut(run)
            self.canvas.drawText(writing)
            x += letters.run_width(run)

    def rule(self, x: float, y: float, length: float, *, thickness: float) -> None:
        """Draw a level line of exactly that length."""
        self.canvas.setLineCap(0)
        self.canvas.setLineWidth(thickness)
        self.canvas.setStrokeGray(INK)
        self.canvas.line(x, y, x + length, y)

    def box(self, x: float, y: float, side: float) -> None:
        """Draw an empty box whose lower left corner is there."""
        self.canvas.setLineWidth(0.8)
        self.canvas.setStrokeGray(INK)
        self.canvas.roundRect(x, y, side, side, 2, stroke=1, fill=0)
