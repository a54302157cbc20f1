"""A table as records: columns of text with the lines they stand on, from CSV or from Parquet, block by block."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from fit.interop._columns import parse
from fit.interop._header import read_header
from fit.interop._parquet import is_parquet, read_parquet
from fit.interop._problems import UnreadableError
from fit.interop._text_blocks import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from fit.interop._columns import Cells
    from fit.interop._header import Header
    from fit.interop._text_blocks import Block, Progress

Source = Path | bytes | IO[bytes] | IO[str]


class Records(NamedTuple):
    """Records of a table: the columns that are read, and the line of each; then those of another width."""

    cells: Mapping[str, Cells]
    lines: NDArray[np.int64]
    odd_lines: Iterable[int] = ()
    odd_fields: Iterable[int] = ()


def read_records(source: Source, progress: Progress | None, block_bytes: int) -> tuple[Header, Iterator[Records]]:
    """Open a table: its header, and its records as they come.

    Raises
    ------
    UnreadableError
        when it is no table of ratings; also while its records are read.
    """
    if isinstance(source, Path | bytes) and is_parquet(source):
        return open_parquet(source, progress)
    return _read_csv(read_blocks(source, progress, block_bytes))


def open_parquet(
    source: Path | bytes, progress: Progress | None = None, row_group: int | None = None
) -> tuple[Header, Iterator[Records]]:
    """Open a Parquet file, or one of its row groups."""
    header, parts = read_parquet(source, progress, row_group)
    return header, (Records(cells, lines) for cells, lines in parts)


def _read_csv(blocks: Iterator[Block]) -> tuple[Header, Iterator[Records]]:
    first = next(blocks, None)
    if first is None:
        raise UnreadableError(1, "the file is empty", "Choose a file with a header and a row for each rating")
    header, rest = read_header(first)
    written = (block for block in chain([rest], blocks) if block.text.strip(b"\n"))
    return header, (_records(block, header) for block in written)


def _records(block: Block, header: Header) -> Records:
    cells, count = parse(block, header)
    lines, odd_lines, odd_fields = block.lines(count, len(header.names))
    return Records(cells, lines, odd_lines.tolist(), odd_fields.tolist())
