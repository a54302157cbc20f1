"""Writes an extract: each table as CSV and as Parquet, in pieces, into a folder that appears only when it is whole."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from fit.errors import InputError
from fit.interop.extract_tables import TABLES, Kind
from fit.interop.spreadsheet import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    Kept = Callable[[Path], AbstractContextManager[BinaryIO]]


__all__ = ["ExtractFiles", "extract_files"]

TYPES: Final = {Kind.TEXT: pa.string(), Kind.WHOLE: pa.int32(), Kind.DAY: pa.date32(), Kind.FLAG: pa.bool_()}
Row = dict[str, Any]


class _Table:
    """One table on its way to two files."""

    def __init__(self, folder: Path, name: str, stack: ExitStack, kept: Kept) -> None:
        self.columns = TABLES[name]
        self.rows = 0
        self._schema = pa.schema([(one.name, TYPES[one.kind]) for one in self.columns])
        raw = stack.enter_context(kept(folder / f"{name}.csv"))
        text = stack.enter_context(io.TextIOWrapper(raw, encoding="utf-8", newline=""))
        self._csv = csv.writer(text, lineterminator="\n")
        self._csv.writerow([one.name for one in self.columns])
        columns = stack.enter_context(kept(folder / f"{name}.parquet"))
        self._parquet = stack.enter_context(pq.ParquetWriter(columns, self._schema))

    def add(self, rows: Sequence[Row]) -> None:
        """Write a piece."""
        self._csv.writerows([[_cell(row[one.name]) for one in self.columns] for row in rows])
        self._parquet.write_table(pa.Table.from_pylist(list(rows), schema=self._schema))
        self.rows += len(rows)


def _cell(value: object) -> object:
    """What stands in CSV: nothing for what is not known, 1 and 0 for yes and no."""
    return int(value) if isinstance(value, bool) else guarded(value)


class ExtractFiles:
    """The tables of an extract that is being written."""

    def __init__(self, folder: Path, stack: ExitStack, kept: Kept) -> None:
        self._tables = {name: _Table(folder, name, stack, kept) for name in TABLES}

    def add(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to a table, each with every column of it."""
        if rows:
            self._tables[name].add(rows)

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has so far."""
        return {name: table.rows for name, table in self._tables.items()}


@contextmanager
def _as_it_is(path: Path) -> Iterator[BinaryIO]:
    with path.open("wb") as file:
        yield file


@contextmanager
def extract_files(folder: Path, kept: Kept | None = None) -> Iterator[ExtractFiles]:
    """Write beside the place and move there at the end, so that no half extract is ever taken for a whole one.

    `kept` opens a file for writing; without it, files are written as they are.

    Raises
    ------
    InputError
        when something stands there already, or nothing can be written there.
    """
    if folder.exists():
        raise InputError(f"{folder} is there already. Name a folder that is not there yet.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as wrong:
        raise InputError(f"{folder}: cannot be written ({wrong.strerror}). Choose another place.") from None
    try:
        with ExitStack() as stack:
            yield ExtractFiles(beside, stack, kept or _as_it_is)
        beside.replace(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
