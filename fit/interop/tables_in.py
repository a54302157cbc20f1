"""Reads a table of ratings: the one reader of `mendline assess` and `mendline import ratings`.

A CSV file in UTF-8 with commas. Its first line names the columns, in any order:

- `episode_id`; `age_band`: adult, adolescent or child, one an episode; `session`: 1, 2, 3 and so on, going up;
  `scale`: id of a scale, such as ors or srs; `total`: points, to the tenth, within the range of the scale;
- optionally `date` (2026-01-31), `informant` (client where blank), `clinician` (sign-in name; only the import uses
  it), and the items of scales by id: a row fills those of its own scale. Items that are given must agree with the
  total; a total without items is fine, and its items stay unknown.

Other columns are ignored, unless they look like a known one misspelt. Rows of several episodes, scales and informants
may alternate. A Parquet file with the same columns is read as well, whatever its name; its first row is called line 2.

`read_ratings` gives the whole table; `stream_ratings` gives it in parts of whole episodes, so that a file of any size
needs little memory.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from fit.interop._gathering import Gathering
from fit.interop._problems import ScatteredError, UnreadableError
from fit.interop._ratings_table import RatingsTable
from fit.interop._records import open_parquet, read_records
from fit.interop._text_blocks import BLOCK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fit.interop._header import Header
    from fit.interop._records import Records
    from fit.interop._text_blocks import Progress

__all__ = ["RatingsTable", "ScatteredError", "read_partition", "read_ratings", "stream_ratings"]

MOST_WAITING = 4_000_000
# Rows kept while their episodes may go on: about 150 MB. A file that is sorted by episode keeps a few dozen.


def read_ratings(
    source: Path | bytes | IO[bytes] | IO[str], *, progress: Progress | None = None, block_bytes: int = BLOCK_BYTES
) -> RatingsTable:
    """Read a table of ratings. Bad rows are listed in it by line; a file that is no such table is one bad row.

    `progress` is told the bytes read and the size of the file (None where unknown); rows, of a Parquet file. Memory
    grows with the rows, not with their text.
    """
    try:
        gathering = _gathered(*read_records(source, progress, block_bytes))
        gathering.check_there_is_any()
        return gathering.table()
    except UnreadableError as wrong:
        return _unreadable(wrong)


def read_partition(path: Path, row_group: int | None) -> RatingsTable:
    """Read a Parquet file, or one of its row groups, as `read_ratings` does; it may be empty."""
    try:
        return _gathered(*open_parquet(path, None, row_group)).table()
    except UnreadableError as wrong:
        return _unreadable(wrong)


def _gathered(header: Header, records: Iterator[Records]) -> Gathering:
    gathering = Gathering(header)
    for some in records:
        gathering.take(some)
    return gathering


def stream_ratings(
    source: Path | bytes,
    name: str,
    *,
    progress: Progress | None = None,
    block_bytes: int = BLOCK_BYTES,
    most_waiting: int = MOST_WAITING,
) -> Iterator[RatingsTable]:
    """Read a table of ratings in parts. No episode stands in two of them; together they keep the order of the file.

    Nothing is given any more once a row is bad; the rest is read all the same, to list what is wrong with it.

    Raises
    ------
    TableError
        after the last row, when any row is bad, with the same list as `read_ratings` makes.
    ScatteredError
        when rows of one episode stand too far apart: read the table whole.
    """
    try:
        header, records = read_records(source, progress, block_bytes)
        gathering = Gathering(header)
        for some in records:
            gathering.take(some)
            yield from gathering.complete(most_waiting)
        gathering.check_there_is_any()
        yield from gathering.rest()
        gathering.raise_if_bad(name)
    except UnreadableError as wrong:
        _unreadable(wrong).raise_if_bad(name)


def _unreadable(wrong: UnreadableError) -> RatingsTable:
    nothing = Gathering.of_nothing()
    nothing.problems.add(wrong.problem.line, wrong.problem.what, wrong.problem.remedy)
    return nothing.table()
