"""The text of a block as columns. The text of a cell stays text here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import csv

from fit.interop._problems import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fit.interop._header import Header
    from fit.interop._text_blocks import Block

PIECE_BYTES = 1 << 20
# Text that is turned into columns at a time; a record cannot be longer.


class Cells(NamedTuple):
    """One column of a block: the distinct texts, and which of them each row has."""

    texts: Sequence[str]
    codes: NDArray[np.int32]

    def text(self, row: int) -> str:
        """Give what stands in a row."""
        return self.texts[int(self.codes[row])]


def parse(block: Block, header: Header) -> tuple[dict[str, Cells], int]:
    """Part a block into the columns that are read, and count its records; those of another width are left out."""
    read = header.read
    table = _table(block, header, dict.fromkeys(read, pa.dictionary(pa.int32(), pa.string())))
    records = int(table.num_rows)
    return {name: cells_of(table.column(name)) for name in read if records}, records


def _table(block: Block, header: Header, kinds: dict[str, Any]) -> pa.Table:
    whole = len(block.text) + 1 if block.quoted else PIECE_BYTES
    convert = {"column_types": kinds, "include_columns": list(kinds), "strings_can_be_null": False, "check_utf8": False}
    try:
        return csv.read_csv(
            pa.BufferReader(block.text),
            csv.ReadOptions(column_names=list(header.names), block_size=whole, use_threads=False),
            csv.ParseOptions(newlines_in_values=block.quoted, invalid_row_handler=_skip),
            csv.ConvertOptions(**convert),
        )
    except pa.ArrowInvalid:
        what, remedy = "the file cannot be read as CSV from here on", "Save it as CSV (UTF-8, comma separated)"
        raise UnreadableError(block.first_line, what, remedy) from None


def _skip(_row: object) -> str:
    # Never called from threads of pyarrow: one that lets go of it while the process ends aborts the process.
    return "skip"


def cells_of(column: pa.ChunkedArray) -> Cells:
    """Take a column that is coded by its distinct texts."""
    chunks = column.unify_dictionaries().chunks
    return Cells(chunks[0].dictionary.to_pylist(), np.concatenate([_numbers(chunk.indices) for chunk in chunks]))


def _numbers(indices: pa.Int32Array) -> NDArray[np.int32]:
    """Take the numbers out by hand: pyarrow's own way imports pandas, which costs more than reading the file."""
    return np.frombuffer(indices.buffers()[1], np.int32, len(indices), 4 * indices.offset)
