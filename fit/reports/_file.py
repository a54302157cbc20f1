"""Pages of rows as a PDF file that says its title, language and author, with a list of contents and numbered pages."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from fit.reports._flow import Row, pages_of, paragraph
from fit.reports._pen import QUIET
from fit.reports._sheets import HEIGHT, MARGIN, WIDTH, draw_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Part", "Told", "file_of"]

FOOT_SIZE: Final = 8.0
LONGEST_TITLE: Final = 200
"""[letters] of a heading in the list of contents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a file says about itself. `foot` stands on every page and takes {number} and {of}."""

    title: str
    language: str
    author: str
    foot: str
    right_to_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of rows that the list of contents leads to; without a heading it is not in that list."""

    heading: str
    rows: Sequence[Row]


def file_of(parts: Sequence[Part], told: Told) -> bytes:
    """Draw the parts one below the other: the same file for the same parts."""
    # the room above a part falls away where a page ends, so a part begins with whichever row of it is there first
    part_of = {id(row): number for number, part in enumerate(parts) if part.heading for row in part.rows}
    begun: set[int] = set()
    pages = pages_of([row for part in parts for row in part.rows], HEIGHT)
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, lang=told.language, invariant=1, pageCompression=1)
    canvas.setTitle(_one_line(told.title))
    canvas.setAuthor(_one_line(told.author))
    canvas.setCreator("Mendline")
    canvas.setSubject("")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for number, rows in enumerate(pages, 1):
        for top, row in _with_tops(rows):
            if (part := part_of.get(id(row))) is not None and part not in begun:
                begun.add(part)
                key = f"part-{number}-{int(top)}"
                canvas.bookmarkPage(key, fit="FitH", top=top)
                canvas.addOutlineEntry(_one_line(parts[part].heading), key)
        draw_rows(canvas, rows)
        _draw_foot(canvas, told, number, len(pages))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _with_tops(rows: Sequence[Row]) -> Iterator[tuple[float, Row]]:
    """Each row with where it begins [points from the lower end of the sheet]."""
    top = A4[1] - MARGIN
    for row in rows:
        yield top, row
        top -= row.height


def _draw_foot(canvas: Canvas, told: Told, number: int, of: int) -> None:
    """Write the line at the foot, in the letters and the direction of its language."""
    said = told.foot.replace("{number}", str(number)).replace("{of}", str(of))
    rows = paragraph(said, FOOT_SIZE, 0, WIDTH, grey=QUIET, from_right=told.right_to_left)
    draw_rows(canvas, rows[:1], top=MARGIN + FOOT_SIZE)


def _one_line(text: str) -> str:
    """A text for the file's own facts: no line breaks or signs that steer, not endless."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST_TITLE]
