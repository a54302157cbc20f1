"""Rows of a page, each as high as one line or one drawing, and how they fall on pages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase import pdfmetrics

from fit.reports._fonts import font_of
from fit.reports._letters import FIRST_OF_WIDE, Type
from fit.reports._pen import INK, LEADING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.graphics.shapes import Drawing

__all__ = ["Piece", "Row", "beside", "blank", "drawn", "pages_of", "paragraph", "ruled"]

UNPRINTABLE: Final = "[?]"
"""Stands for letters that the printed page has not."""
WIDEST: Final = 3.0
"""[letter sizes] A sign wider than this is an ornament and would not fit a column."""
RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One line of text between two edges [points from the left of the column]."""

    text: str
    type: Type
    left: float
    right: float
    grey: float = INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands beside each other at one height."""

    height: float
    pieces: tuple[Piece, ...] = ()
    drawing: Drawing | None = None
    left: float = 0.0
    """[points] How far from the left edge the drawing begins."""
    has_rule: bool = False
    keeps_next: bool = False
    """Whether it may not be the last of a page: a heading."""
    row_of: int | None = None
    """Which row of a table it is a line of: its cells are written one after the other, as they are read aloud."""
    head: tuple[Row, ...] = ()
    """What stands once more above it where a page begins with it: the names of a table's columns."""


def paragraph(
    text: str,
    size: float,
    left: float,
    right: float,
    *,
    grey: float = INK,
    keeps_next: bool = False,
    from_right: bool | None = None,
) -> list[Row]:
    """Break a text into rows between two edges; it begins at the edge where its own writing does, unless told."""
    pieces = _pieces(text, size, left, right, grey, from_right=from_right)
    return [Row(height=size * LEADING, pieces=(piece,), keeps_next=keeps_next) for piece in pieces]


def beside(first: Sequence[Row], second: Sequence[Row]) -> list[Row]:
    """Put two columns beside each other, line by line, so that they break over pages together."""
    rows = []
    for number in range(max(len(first), len(second))):
        both = [column[number] for column in (first, second) if number < len(column)]
        pieces = tuple(piece for row in both for piece in row.pieces)
        rows.append(Row(height=max(row.height for row in both), pieces=pieces))
    return rows


def blank(height: float) -> Row:
    """Leave room."""
    return Row(height=height)


def ruled(height: float) -> Row:
    """A level line over the whole width."""
    return Row(height=height, has_rule=True, keeps_next=True)


def drawn(drawing: Drawing) -> Row:
    """A drawing over the whole width."""
    return Row(height=drawing.height, drawing=drawing)


def pages_of(rows: Sequence[Row], height: float) -> list[list[Row]]:
    """Let rows fall on pages of that height; a heading goes with what it heads."""
    pages: list[list[Row]] = [[]]
    room = height
    for number, row in enumerate(rows):
        if _needed(rows, number) > room and pages[-1]:
            if _is_blank(row):  # room between two things: none is needed where a page ends
                continue
            pages.append([*row.head])
            room = height - sum(one.height for one in row.head)
        pages[-1].append(row)
        room -= row.height
    return pages


def _is_blank(row: Row) -> bool:
    return not row.pieces and row.drawing is None and not row.has_rule


def _needed(rows: Sequence[Row], number: int) -> float:
    """Height of a row with everything it must keep by it."""
    needed = rows[number].height
    while rows[number].keeps_next and number + 1 < len(rows):
        number += 1
        needed += rows[number].height
    return needed


def _pieces(text: str, size: float, left: float, right: float, grey: float, *, from_right: bool | None) -> list[Piece]:
    letters = _type_of(text, size)
    if from_right is not None:
        letters = replace(letters, right_to_left=from_right)
    shown = _printable(text, letters.font)
    return [
        Piece(text=line, type=letters, left=left, right=right, grey=grey) for line in letters.lines(shown, right - left)
    ]


def _type_of(text: str, size: float) -> Type:
    """The font that has most of the letters, and the direction of the first letter that has one."""
    wide = sum(letter >= FIRST_OF_WIDE for letter in text)
    arabic = sum("\u0600" <= letter <= "\u08ff" for letter in text)
    strong = next(
        (kind for letter in text if (kind := unicodedata.bidirectional(letter)) in {"L", *RIGHT_TO_LEFT}), "L"
    )
    font = font_of("zh-Hans" if wide > arabic else "en")
    return Type(font=font, size=size, right_to_left=strong in RIGHT_TO_LEFT)


def _printable(text: str, font: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = "".join(letter if _is_printable(letter, font) else "\0" for letter in text)
    return " ".join(UNPRINTABLE.join(part for part in _split_runs(shown)).split())


def _split_runs(text: str) -> list[str]:
    """Split where letters cannot be printed; a run of them is one gap."""
    parts = text.split("\0")
    return [part for number, part in enumerate(parts) if part or number in {0, len(parts) - 1}]


@cache
def _is_printable(letter: str, font: str) -> bool:
    if letter.isspace():
        return True
    known = ord(letter) in pdfmetrics.getFont(font).face.charToGlyph
    return known and pdfmetrics.stringWidth(letter, font, 1.0) <= WIDEST
