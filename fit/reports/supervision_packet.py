"""The supervision packet as a PDF file of at most four pages, drawn only from a packet without identities."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from reportlab.graphics import renderPDF
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas

from fit.errors import InputError
from fit.reports._flow import pages_of
from fit.reports._fonts import font_of
from fit.reports._letters import Type
from fit.reports._packet_sections import rows_of
from fit.reports._pen import QUIET, Pen
from fit.reports._shorter import LIMITS
from fit.reports.deidentified import DeidentifiedPacket

if TYPE_CHECKING:
    from datetime import date

    from fit.reports._flow import Piece, Row

__all__ = ["MOST_PAGES", "supervision_packet"]

MOST_PAGES: Final = 4
MARGIN: Final = 1.8 * cm
FOOT: Final = 0.9 * cm
"""Room below the text for the line at the foot of each page."""
FOOT_SIZE: Final = 8.0
WIDTH: Final = A4[0] - 2 * MARGIN
HEIGHT: Final = A4[1] - 2 * MARGIN - FOOT
RULE: Final = HexColor("#0f6b6b")
TITLE: Final = "Supervision packet, de-identified"
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Written out, so that the machine's own language settings change nothing."""


def supervision_packet(ready: DeidentifiedPacket) -> bytes:
    """Give the packet as a PDF file: the same file for the same packet, long texts shortened to four pages.

    Raises
    ------
    InputError
        when the packet still has its names: call `deidentified` first.
    """
    if not isinstance(ready, DeidentifiedPacket):
        raise InputError("A packet is printed only without identities. Call `deidentified` first.")
    pages = fitting_pages(ready)
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, lang="en", invariant=1, pageCompression=1)
    canvas.setTitle(TITLE)
    canvas.setAuthor("Mendline")
    canvas.setCreator("Mendline")
    canvas.setSubject("")
    for number, rows in enumerate(pages, 1):
        _draw_page(canvas, rows)
        _draw_foot(canvas, ready.packet.made_on, f"Page {number} of {len(pages)}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def fitting_pages(ready: DeidentifiedPacket) -> list[list[Row]]:
    """Leave out no more than it takes to fit the pages."""
    font = font_of("en")
    for limits in LIMITS:
        pages = pages_of(rows_of(ready, limits, width=WIDTH, font=font), HEIGHT)
        if len(pages) <= MOST_PAGES:
            return pages
    raise InputError(f"The packet does not fit on {MOST_PAGES} pages. Shorten its lists.")


def _draw_page(canvas: Canvas, rows: list[Row]) -> None:
    top = A4[1] - MARGIN
    for row in rows:
        if row.drawing is not None:
            renderPDF.draw(row.drawing, canvas, MARGIN, top - row.height)
        if row.has_rule:
            canvas.setLineWidth(0.8)
            canvas.setStrokeColor(RULE)
            canvas.line(MARGIN, top - 1, MARGIN + WIDTH, top - 1)
        largest = max((piece.type.size for piece in row.pieces), default=0.0)
        for piece in row.pieces:
            _draw_piece(canvas, piece, top - (largest - piece.type.size))
        top -= row.height


def _draw_piece(canvas: Canvas, piece: Piece, top: float) -> None:
    """Write one line; letters of any size stand on the same line of their row."""
    left, right = MARGIN + piece.left, MARGIN + piece.right
    pen = Pen(canvas=canvas, type=piece.type, left=left, right=right, y=top)
    pen.column(piece.text, piece.type.size, left, right, top, grey=piece.grey)


def _draw_foot(canvas: Canvas, made_on: date, place: str) -> None:
    said = f"{TITLE}. Made on {made_on.day} {MONTHS[made_on.month - 1]} {made_on.year} with Mendline. {place}"
    letters = Type(font=font_of("en"), size=FOOT_SIZE)
    pen = Pen(canvas=canvas, type=letters, left=MARGIN, right=MARGIN + WIDTH, y=MARGIN + FOOT_SIZE)
    pen.write(said, FOOT_SIZE, grey=QUIET)
