"""A file as blocks of whole records, each knowing on which lines of the file its records begin.

Only one block is in memory at a time, so that a file of any size can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from fit.interop._problems import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Lines = NDArray[np.int64]
    Progress = Callable[[int, int | None], None]

BLOCK_BYTES = 16 << 20
# Large enough that two cores stay busy, small enough that the text of a file is never held.

LONGEST_RECORD_BYTES = 4 << 20
# A record of this length is no rating: a quotation mark was opened and never closed.

CLOSE_MARKS = "Close every quotation mark; inside a cell, write it twice"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
OTHER_FORMATS = {
    b"PK\x03\x04": "a spreadsheet or zip file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet file",
    b"PAR1": "a Parquet file",
}


@dataclass(frozen=True)
class Block:
    """Whole records of a file. `first_line` is the line of the file on which the block begins."""

    text: bytes
    first_line: int

    @cached_property
    def quoted(self) -> bool:
        """Whether any quotation mark is in it."""
        return b'"' in self.text

    @cached_property
    def line_count(self) -> int:
        """Lines in the block."""
        return self.text.count(b"\n")

    def lines(self, records: int, fields: int) -> tuple[Lines, Lines, Lines]:
        """Give the lines of the records that have `fields` fields, then the lines of the others and their fields."""
        if not self.quoted and records == self.line_count:
            nothing = np.empty(0, np.int64)
            return np.arange(self.first_line, self.first_line + records, dtype=np.int64), nothing, nothing
        return self._lines_of_records(records, fields)

    def _lines_of_records(self, records: int, fields: int) -> tuple[Lines, Lines, Lines]:
        octets = np.frombuffer(self.text, np.uint8)
        quotes = np.flatnonzero(octets == ord('"'))
        breaks = np.flatnonzero(octets == ord("\n"))
        ending = np.flatnonzero(_outside(breaks, quotes))
        ends, lines = breaks[ending], self.first_line + np.r_[0, ending[:-1] + 1]
        commas = np.flatnonzero(octets == ord(","))
        found = 1 + np.diff(np.searchsorted(commas[_outside(commas, quotes)], ends), prepend=0)
        written = ends > np.r_[0, ends[:-1] + 1]
        fits = found == fields
        if int((fits & written).sum()) != records:
            raise UnreadableError(self._odd_line(), "a quotation mark does not fit", CLOSE_MARKS)
        return lines[fits & written], lines[~fits & written], found[~fits & written]

    def _odd_line(self) -> int:
        lines = self.text.split(b"\n")
        return self.first_line + next((number for number, line in enumerate(lines) if line.count(b'"') % 2), 0)


def _outside(places: NDArray[np.int64], quotes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a place is outside quotation marks: an even number of them stands before it."""
    return np.asarray(np.searchsorted(quotes, places) % 2 == 0)


def read_blocks(
    source: Path | bytes | IO[bytes] | IO[str], progress: Progress | None = None, block_bytes: int = BLOCK_BYTES
) -> Iterator[Block]:
    """Read a file as blocks that begin and end with whole records; line ends become one newline each.

    Raises
    ------
    UnreadableError
        when it is not text in UTF-8, or a quotation mark is never closed.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield from _blocks(file, source.stat().st_size, progress, block_bytes)
    elif isinstance(source, bytes):
        yield from _blocks(BytesIO(source), len(source), progress, block_bytes)
    else:
        yield from _blocks(source, None, progress, block_bytes)


def _blocks(
    file: IO[bytes] | IO[str], size: int | None, progress: Progress | None, block_bytes: int
) -> Iterator[Block]:
    line, done, carried = 1, 0, b""
    for raw in _pieces(file, block_bytes):
        done += len(raw)
        whole, carried = _split(carried + raw, line)
        if whole:
            block = _checked(Block(whole, line))
            yield block
            line += block.line_count
        if progress is not None:
            progress(done, size)
    if carried.count(b'"') % 2:
        raise UnreadableError(line, "a quotation mark is opened in this record and never closed", CLOSE_MARKS)
    if carried:
        yield _checked(Block(_newlines(carried) + b"\n", line))


def _pieces(file: IO[bytes] | IO[str], block_bytes: int) -> Iterator[bytes]:
    first = True
    while raw := file.read(block_bytes):
        octets = raw.encode() if isinstance(raw, str) else raw
        yield _without_mark(octets) if first else octets
        first = False


def _without_mark(octets: bytes) -> bytes:
    for beginning, name in OTHER_FORMATS.items():
        if octets.startswith(beginning):
            raise UnreadableError(1, f"this is {name}, not a CSV file", "Save it as CSV (UTF-8, comma separated)")
    return octets.removeprefix(BYTE_ORDER_MARK)


def _split(octets: bytes, line: int) -> tuple[bytes, bytes]:
    """Split into whole records and the begun one. A carriage return at the very end waits for its newline."""
    end = octets[:-1] if octets.endswith(b"\r") else octets
    text = _newlines(end)
    cut = _last_record_end(text)
    if len(text) - cut > LONGEST_RECORD_BYTES:
        raise UnreadableError(line + text[:cut].count(b"\n"), "a record of many megabytes begins here", CLOSE_MARKS)
    return text[:cut], text[cut:] + octets[len(end) :]


def _newlines(octets: bytes) -> bytes:
    return octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in octets else octets


def _last_record_end(text: bytes) -> int:
    """Find the end of the last newline that is outside quotation marks."""
    if b'"' not in text:
        return text.rfind(b"\n") + 1
    octets = np.frombuffer(text, np.uint8)
    breaks = np.flatnonzero(octets == ord("\n"))
    ends = breaks[_outside(breaks, np.flatnonzero(octets == ord('"')))]
    return int(ends[-1]) + 1 if len(ends) else 0


def _checked(block: Block) -> Block:
    if not block.text.isascii():
        try:
            block.text.decode("utf-8")
        except UnicodeDecodeError as wrong:
            line = block.first_line + block.text[: wrong.start].count(b"\n")
            raise UnreadableError(line, "the file is not UTF-8 here", "Save it as CSV UTF-8") from None
    return block
