"""A table (CSV): columns for speaker, text, start and end, guessed from the first line or named by the user."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from fit.transcripts._cue import Cue, label_of, spoken
from fit.transcripts._times import clock, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.errors import TranscriptError
    from fit.transcripts._content import Content
    from fit.transcripts._registry import Columns

__all__ = ["columns_in", "read", "sniff"]

SEPARATORS = (",", ";", "\t", "|")

USUAL = {
    "speaker": ("speaker", "speaker_name", "interlocutor", "participant", "role", "name", "who", "person", "author"),
    "text": ("text", "utterance_text", "utterance", "transcript", "content", "message", "sentence", "words", "body"),
    "start": ("start", "start_time", "timestamp", "time", "begin", "start_s", "start_seconds", "from", "start_ms"),
    "end": ("end", "end_time", "stop", "end_s", "end_seconds", "to", "end_ms"),
}
"""Names that programs give such columns; the first that is there is taken."""

LONGEST_HEADER = 4_096
# Characters of the first line that are looked at for names of columns.

LONGEST_NAME = 40
# A first line with longer cells is speech and not names of columns: it is not repeated in an error.

MILLISECONDS = re.compile(r"(?:_|\b)(?:ms|msec|milliseconds)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where each column stands; None: the table has none."""

    text: int
    speaker: int | None
    start: int | None
    end: int | None
    width: int
    in_milliseconds: bool


def sniff(content: Content) -> float:
    """Say how surely it is a table: its first line names columns that we know, or the file says so."""
    if content.is_document:
        return 0
    header = _header(content)
    known = [kind for kind, usual in USUAL.items() if any(name in usual for name in _plain(header))]
    if "text" in known and len(known) > 1:
        return 0.9
    return 0.55 if content.suffix in {".csv", ".tsv"} and len(header) > 1 else 0


def read(content: Content, columns: Columns) -> list[Cue]:
    """Read a turn a row; an empty time is unknown, a row without text is left out."""
    rows = _rows(content, _separator(content))
    _, header = next(rows, (0, []))
    places = _places(content, header, columns)
    return [_cue(content, row, cells, places) for row, cells in rows if any(cell.strip() for cell in cells)]


def columns_in(content: Content) -> tuple[str, ...]:
    """Give the cells of the first line, so that somebody can say which column holds what; none of a document."""
    return () if content.is_document else tuple(_header(content))


def _separator(content: Content) -> str:
    """Choose what parts the first line into most columns that we know, else into most columns."""
    return max(SEPARATORS, key=lambda one: _promise(_first(content, one)))


def _promise(header: Sequence[str]) -> tuple[int, int]:
    known = {name for usual in USUAL.values() for name in usual}
    return sum(name in known for name in _plain(header)), len(header)


def _header(content: Content) -> list[str]:
    return _first(content, _separator(content))


def _first(content: Content, separator: str) -> list[str]:
    return next(csv.reader([content.lines[0][:LONGEST_HEADER]], delimiter=separator), [])


def _rows(content: Content, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Give every row with the place of its first line; a quotation mark left open is a fault of that line."""
    reader = csv.reader(StringIO(content.text, newline=""), delimiter=separator, strict=True)
    row = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            remedy = "Close every quotation mark, and double those inside a text"
            raise content.fault(row, "a cell of the row is not closed, or far too long", remedy) from None
        if cells is None:
            return
        yield row, cells
        row = reader.line_num


def _plain(header: Sequence[str]) -> list[str]:
    return [re.sub(r"[\s-]+", "_", name.strip().lower()) for name in header]


def _places(content: Content, header: Sequence[str], columns: Columns) -> _Places:
    text = _place(content, header, "text", columns.text)
    if text is None:
        raise _no_column(content, header)
    start = _place(content, header, "start", columns.start)
    return _Places(
        text=text,
        speaker=_place(content, header, "speaker", columns.speaker),
        start=start,
        end=_place(content, header, "end", columns.end),
        width=len(header),
        in_milliseconds=start is not None and bool(MILLISECONDS.search(_plain(header)[start])),
    )


def _place(content: Content, header: Sequence[str], kind: str, asked: str | None) -> int | None:
    names = _plain(header)
    if asked is None:
        return next((names.index(usual) for usual in USUAL[kind] if usual in names), None)
    wanted = _plain([asked])[0]
    if wanted in names:
        return names.index(wanted)
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:9]) <= len(names):
        return int(wanted) - 1
    raise content.fault(0, f"there is no column {asked!r}", _named(header))


def _no_column(content: Content, header: Sequence[str]) -> TranscriptError:
    return content.fault(0, "no column is known to hold what was said", _named(header))


def _named(header: Sequence[str]) -> str:
    if any(len(name) > LONGEST_NAME or clock(name) is not None for name in header):
        return "Name the columns in the first line, or give their numbers"
    return f"Say which column holds it; the columns are: {', '.join(name.strip() for name in header)}"


def _cue(content: Content, row: int, cells: Sequence[str], places: _Places) -> Cue:
    if len(cells) != places.width:
        what = f"the row has {len(cells)} cells, the first line {places.width}"
        raise content.fault(row, what, "Put quotation marks around texts with separators in them")
    start = _time(content, row, cells, places.start, in_milliseconds=places.in_milliseconds)
    end = _time(content, row, cells, places.end, in_milliseconds=places.in_milliseconds)
    if start is not None and end is not None and end < start:
        raise content.fault(row, "the turn ends before it starts", "Correct the two times of the row")
    return Cue(
        speaker=label_of(cells[places.speaker]) if places.speaker is not None else None,
        text=spoken(cells[places.text]),
        start=start,
        end=end if start is not None else None,
    )


def _time(content: Content, row: int, cells: Sequence[str], place: int | None, *, in_milliseconds: bool) -> int | None:
    written = cells[place].strip() if place is not None else ""
    if not written:
        return None
    time = clock(written)
    if time is None:
        time = _number(written, in_milliseconds=in_milliseconds)
    if time is None:
        raise content.fault(row, "the time cannot be read", "Write it as 00:01:02.500 or in seconds, or leave it empty")
    return time


def _number(written: str, *, in_milliseconds: bool) -> int | None:
    if in_milliseconds and written.isascii() and written.isdigit():
        return seconds(f"{written}e-3")
    return seconds(written.replace(",", "."))
