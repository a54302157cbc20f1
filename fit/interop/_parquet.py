"""A Parquet file as columns of text, part by part. Its rows are numbered as lines below a header: the first is 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fit.interop._columns import Cells, cells_of
from fit.interop._header import header_of
from fit.interop._problems import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from fit.interop._header import Header
    from fit.interop._text_blocks import Progress

    Part = tuple[dict[str, Cells], NDArray[np.int64]]

MARK = b"PAR1"
ROWS_A_PART = 400_000
# About as many ratings as a block of CSV holds.

FIRST_LINE = 2


def is_parquet(source: Path | bytes) -> bool:
    """Say whether a file is Parquet by its first four bytes, whatever its name."""
    if isinstance(source, bytes):
        return source.startswith(MARK)
    with source.open("rb") as file:
        return file.read(len(MARK)) == MARK


def row_groups(path: Path) -> int:
    """Count the row groups of a Parquet file."""
    return int(_open(path).num_row_groups)


def read_parquet(
    source: Path | bytes, progress: Progress | None = None, row_group: int | None = None
) -> tuple[Header, Iterator[Part]]:
    """Open a Parquet file, or one row group of it.

    Raises
    ------
    UnreadableError
        when it is damaged or no table of ratings.
    """
    file = _open(source)
    header = header_of([name.strip().lower() for name in file.schema_arrow.names])
    groups = range(file.num_row_groups) if row_group is None else [row_group]
    return header, _parts(file, header, groups, progress)


def _open(source: Path | bytes) -> pq.ParquetFile:
    file = pa.BufferReader(source) if isinstance(source, bytes) else pa.OSFile(str(source))
    try:
        return pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as wrong:
        raise _damaged(wrong) from None


def _damaged(wrong: Exception) -> UnreadableError:
    what = f"the Parquet file is damaged ({str(wrong).splitlines()[0].rstrip('.')})"
    return UnreadableError(1, what, "Write it again")


def _parts(file: pq.ParquetFile, header: Header, groups: Sequence[int], progress: Progress | None) -> Iterator[Part]:
    before = sum(file.metadata.row_group(group).num_rows for group in range(groups[0])) if groups else 0
    rows = sum(file.metadata.row_group(group).num_rows for group in groups)
    first, done = FIRST_LINE + before, 0
    for cells, count in _batches(file, header, groups):
        yield cells, np.arange(first + done, first + done + count, dtype=np.int64)
        done += count
        if progress is not None:
            progress(done, rows)


def _batches(file: pq.ParquetFile, header: Header, groups: Sequence[int]) -> Iterator[tuple[dict[str, Cells], int]]:
    written = {name: file.schema_arrow.names[header.names.index(name)] for name in header.read}
    try:
        batches = file.iter_batches(batch_size=ROWS_A_PART, row_groups=list(groups), columns=list(written.values()))
        for batch in batches:
            yield {name: _texts(batch.column(own)) for name, own in written.items()}, batch.num_rows
    except (pa.ArrowException, OSError) as wrong:
        raise _damaged(wrong) from None


def _texts(column: Any) -> Cells:
    """Say what a column holds in words, once for each distinct value; nothing is a blank."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32(), safe=False)
    coded = pc.dictionary_encode(column, null_encoding="encode")
    words = pc.fill_null(pc.cast(coded.dictionary, pa.string()), "")
    return cells_of(pa.chunked_array([pa.DictionaryArray.from_arrays(coded.indices.cast(pa.int32()), words)]))
