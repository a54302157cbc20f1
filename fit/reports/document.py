"""A document of sections: texts, named facts, tables that go on over pages, and courses as charts.

What stands in it comes in as words (dashboard/documents): here is decided only how it falls on paper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from fit.errors import InputError
from fit.reports._course_chart import course_chart
from fit.reports._file import Part, Told, file_of
from fit.reports._flow import Row, beside, blank, drawn, paragraph, ruled
from fit.reports._fonts import font_of
from fit.reports._pen import INK, QUIET
from fit.reports._sheets import HEIGHT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.reports.packet import Course
    from fit.scales import ScaleKind

    Laid = dict[tuple[str, float], list[Row]]

__all__ = ["Block", "Chart", "Document", "Facts", "Section", "Table", "Text", "document"]

TITLE, HEADING, TEXT, NOTE, CELL = 16.0, 11.5, 9.5, 8.2, 7.8
"""[points]"""
BEFORE_SECTION, AFTER_TEXT, AFTER_BLOCK, AFTER_ROW = 12.0, 3.0, 6.0, 2.0
GUTTER: Final = 8.0
LABEL: Final = 118.0
"""[points] For what a fact is called."""
WHOLE: Final = 0.3
"""Share of a page up to which a row of a table, or a fact, is never cut in two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph; `quiet` for what explains, `leads` for what goes with what stands below it."""

    said: str
    quiet: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names with what stands behind them."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under the names of their columns, which stand again on each page. `shares` are those of the width."""

    names: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(one) != len(self.names) for one in (self.shares, *self.rows)):
            raise InputError(f"A row of the table has not {len(self.names)} cells. Give one for each column.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Courses on one axis; a triangle at each marked session. `in_words` says the same for who does not see it."""

    courses: tuple[Course, ...]
    marked: tuple[tuple[ScaleKind, int], ...]
    in_words: str


Block = Text | Facts | Table | Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands under one heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document in English. `foot` takes {number} and {of}."""

    title: str
    author: str
    lead: tuple[Block, ...]
    """What stands under the title."""
    sections: tuple[Section, ...]
    foot: str


def document(made: Document) -> bytes:
    """Give the document as a PDF file: the same file for the same document."""
    told = Told(title=made.title, language="en", author=made.author, foot=made.foot)
    head = [*_text(made.title, TITLE), blank(AFTER_TEXT), *_blocks(made.lead)]
    parts = [Part(heading=one.heading, rows=list(_section(one))) for one in made.sections]
    return file_of([Part(heading=made.title, rows=head), *parts], told)


def _section(section: Section) -> Iterator[Row]:
    yield Row(height=BEFORE_SECTION, keeps_next=True)
    yield from _text(section.heading, HEADING, keeps_next=True)
    yield ruled(5.0)
    yield from _blocks(section.blocks)


def _blocks(blocks: Sequence[Block]) -> Iterator[Row]:
    for one in blocks:
        yield from _block(one)
        leads = isinstance(one, Text) and one.leads
        yield Row(height=AFTER_TEXT if isinstance(one, Text) else AFTER_BLOCK, keeps_next=leads)


def _block(one: Block) -> Iterator[Row]:
    if isinstance(one, Text):
        size, grey = (NOTE, QUIET) if one.quiet else (TEXT, INK)
        yield from _text(one.said, size, grey=grey, keeps_next=one.leads)
    elif isinstance(one, Facts):
        yield from _facts(one)
    elif isinstance(one, Table):
        yield from _table(one)
    else:
        yield drawn(course_chart(one.courses, None, width=WIDTH, font=font_of("en"), marked=one.marked))
        yield from _text(one.in_words, NOTE, grey=QUIET)


def _facts(facts: Facts) -> Iterator[Row]:
    for name, said in facts.entries:
        named = paragraph(name, NOTE, 0, LABEL - GUTTER, grey=QUIET)
        yield from _unbroken([*beside(named, paragraph(said, TEXT, LABEL, WIDTH)), blank(AFTER_ROW)])


def _table(table: Table) -> Iterator[Row]:
    edges = _edges(table.shares)
    laid: Laid = {}
    head = (*(replace(row, keeps_next=True) for row in _cells(table.names, edges, {}, grey=QUIET)), ruled(4.0))
    yield from head
    for number, cells in enumerate(table.rows):
        yield from _whole([*_cells(cells, edges, laid), blank(AFTER_ROW)], number, head)


def _edges(shares: Sequence[float]) -> list[tuple[float, float]]:
    """Left and right edge of each column, a gutter between two."""
    whole = sum(shares)
    ends = [WIDTH * sum(shares[: place + 1]) / whole for place in range(len(shares))]
    starts = [0.0, *ends[:-1]]
    return [(left, right - GUTTER) for left, right in zip(starts, ends, strict=True)]


def _cells(cells: Sequence[str], edges: Sequence[tuple[float, float]], laid: Laid, *, grey: float = INK) -> list[Row]:
    """One row of a table. Cells say the same again and again: what was laid out once is taken from `laid`."""
    rows: list[Row] = []
    for said, (left, right) in zip(cells, edges, strict=True):
        cell = laid.get((said, left))
        if cell is None:
            cell = laid[said, left] = paragraph(said, CELL, left, right, grey=grey)
        rows = beside(rows, cell) if rows else cell
    return rows


def _whole(rows: Sequence[Row], number: int, head: tuple[Row, ...]) -> Iterator[Row]:
    """A row of a table, unbroken; on a new page the names come first."""
    yield from (replace(row, row_of=number, head=head) for row in _unbroken(rows))


def _unbroken(rows: Sequence[Row]) -> Iterator[Row]:
    """Keep these lines together, as long as that leaves a page filled."""
    stays = sum(row.height for row in rows) <= WHOLE * HEIGHT
    for place, row in enumerate(rows):
        yield replace(row, keeps_next=stays and place + 1 < len(rows))


def _text(said: str, size: float, *, grey: float = INK, keeps_next: bool = False) -> list[Row]:
    return paragraph(said, size, 0, WIDTH, grey=grey, keeps_next=keeps_next)
