"""The supervision packet as a PDF file of at most four pages, drawn only from a packet without identities."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from fit.errors import InputError
from fit.reports._flow import pages_of
from fit.reports._fonts import font_of
from fit.reports._packet_sections import rows_of
from fit.reports._sheets import HEIGHT, MONTHS, WIDTH, draw_foot, draw_rows
from fit.reports._shorter import LIMITS
from fit.reports.deidentified import DeidentifiedPacket

if TYPE_CHECKING:
    from datetime import date

    from fit.reports._flow import Row

__all__ = ["MOST_PAGES", "supervision_packet"]

MOST_PAGES: Final = 4
TITLE: Final = "Supervision packet, de-identified"
SHORT: Final = 3
"""[letters] of a month at the foot."""


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
        draw_rows(canvas, rows)
        draw_foot(canvas, _foot(ready.packet.made_on, f"Page {number} of {len(pages)}"))
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


def _foot(made_on: date, place: str) -> str:
    day = f"{made_on.day} {MONTHS[made_on.month - 1][:SHORT]} {made_on.year}"
    return f"{TITLE}. Made on {day} with Mendline. {place}"
