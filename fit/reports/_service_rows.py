"""How a service report writes: headings, texts, tables of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.reports._flow import Row, beside, blank, paragraph, ruled
from fit.reports._pen import INK, QUIET
from fit.reports._service_words import said_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fit.service.suppression import Published

__all__ = ["AFTER_SECTION", "AFTER_TEXT", "NOTE", "TEXT", "TITLE", "figure_table", "heading", "table", "text"]

TITLE, HEADING, SUBHEADING, TEXT, NOTE = 22.0, 14.0, 10.5, 9.5, 8.2
"""[points]"""
AFTER_SECTION, AFTER_TEXT, AFTER_LINE = 10.0, 4.0, 2.5
GUTTER: Final = 8.0
FIGURES: Final = (0.435, 0.195, 0.16, 0.21)
"""Shares of the width: name, value, interval, number."""


def heading(said: str, width: float, *, is_section: bool = True) -> list[Row]:
    """A heading, which stays with what it heads; that of a section with a rule below."""
    rows = paragraph(said, HEADING if is_section else SUBHEADING, 0, width, keeps_next=True)
    return [*rows, ruled(7.0)] if is_section else [blank(AFTER_TEXT), *rows, Row(height=AFTER_LINE, keeps_next=True)]


def text(
    said: str,
    width: float,
    size: float = TEXT,
    *,
    grey: float = INK,
    after: float = AFTER_TEXT,
    keeps_next: bool = False,
) -> list[Row]:
    """A text over the whole width."""
    return [
        *paragraph(said, size, 0, width, grey=grey, keeps_next=keeps_next),
        Row(height=after, keeps_next=keeps_next),
    ]


def table(head: Sequence[str], lines: Iterable[Sequence[str]], parts: Sequence[float], width: float) -> Iterator[Row]:
    """Columns of text; a line that does not fit goes to the next page whole."""
    yield from _line(head, parts, width, NOTE, QUIET)
    yield ruled(4.0)
    for line in lines:
        yield from _line(line, parts, width, TEXT, INK)
        yield blank(AFTER_LINE)


def _line(cells: Sequence[str], parts: Sequence[float], width: float, size: float, grey: float) -> list[Row]:
    rows: list[Row] = []
    left = 0.0
    for said, part in zip(cells, parts, strict=True):
        column = paragraph(said, size, left, left + part * width - GUTTER, grey=grey)
        rows = beside(rows, column)
        left += part * width
    return [
        Row(height=row.height, pieces=row.pieces, keeps_next=place < len(rows) - 1) for place, row in enumerate(rows)
    ]


def figure_table(figures: Mapping[str, Published], shown: Sequence[str], width: float) -> Iterator[Row]:
    """Figures with interval and number, or over all columns the reason why there is none."""
    head = ("Figure", "Value", "95 % interval", "Out of")
    yield from _line(head, FIGURES, width, NOTE, QUIET)
    yield ruled(4.0)
    for name in shown:
        said = said_of(name, figures[name])
        if said.interval or said.n or said.value.startswith("about"):
            yield from _line((said.title, said.value, said.interval, said.n), FIGURES, width, TEXT, INK)
        else:
            yield from _line((said.title, said.value), (FIGURES[0], 1 - FIGURES[0]), width, TEXT, INK)
        yield blank(AFTER_LINE)
