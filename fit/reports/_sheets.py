"""Rows of a report on sheets of paper: what stands on each, with a line at its foot."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.graphics import renderPDF
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm

from fit.reports._fonts import font_of
from fit.reports._letters import Type
from fit.reports._pen import QUIET, Pen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reportlab.pdfgen.canvas import Canvas

    from fit.reports._flow import Piece, Row

__all__ = ["HEIGHT", "MARGIN", "MONTHS", "WIDTH", "day_in_words", "draw_foot", "draw_rows"]

MARGIN: Final = 1.8 * cm
FOOT: Final = 0.9 * cm
"""Room below the text for the line at the foot of each page."""
FOOT_SIZE: Final = 8.0
WIDTH: Final = A4[0] - 2 * MARGIN
HEIGHT: Final = A4[1] - 2 * MARGIN - FOOT
RULE: Final = HexColor("#0f6b6b")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Written out, so that the machine's own language settings change nothing."""


def day_in_words(day: date) -> str:
    """The day as it is read, such as 3 October 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def draw_rows(canvas: Canvas, rows: Sequence[Row], top: float = A4[1] - MARGIN) -> None:
    """Draw one page, or what stands from `top` on."""
    for _, lines in groupby(enumerate(rows), key=_together):
        written: list[tuple[Piece, float]] = []
        for _, row in lines:
            _draw_under(canvas, row, top)
            largest = max((piece.type.size for piece in row.pieces), default=0.0)
            # letters of any size stand on the same line of their row
            written += [(piece, top - (largest - piece.type.size)) for piece in row.pieces]
            top -= row.height
        for piece, at in sorted(written, key=lambda one: one[0].left):
            _draw_piece(canvas, piece, at)


def _together(placed: tuple[int, Row]) -> tuple[int, bool]:
    """Lines of one row of a table belong together; any other stands by itself."""
    place, row = placed
    return (place, False) if row.row_of is None else (row.row_of, True)


def _draw_under(canvas: Canvas, row: Row, top: float) -> None:
    """Draw what is no text."""
    if row.drawing is not None:
        renderPDF.draw(row.drawing, canvas, MARGIN + row.left, top - row.height)
    if row.has_rule:
        canvas.setLineWidth(0.8)
        canvas.setStrokeColor(RULE)
        canvas.line(MARGIN, top - 1, MARGIN + WIDTH, top - 1)


def _draw_piece(canvas: Canvas, piece: Piece, top: float) -> None:
    """Write one line."""
    left, right = MARGIN + piece.left, MARGIN + piece.right
    pen = Pen(canvas=canvas, type=piece.type, left=left, right=right, y=top)
    pen.line(piece.text, piece.type.size, left, right, top, grey=piece.grey)


def draw_foot(canvas: Canvas, said: str) -> None:
    """Write the line at the foot of a page."""
    letters = Type(font=font_of("en"), size=FOOT_SIZE)
    pen = Pen(canvas=canvas, type=letters, left=MARGIN, right=MARGIN + WIDTH, y=MARGIN + FOOT_SIZE)
    pen.write(said, FOOT_SIZE, grey=QUIET)
