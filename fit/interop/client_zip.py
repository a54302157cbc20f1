"""All that is kept of one client as a ZIP file: each table as JSON and as CSV, and what each column says.

Rows are written as they come, a table at a time: nothing but the packed file grows with them.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fit.interop.client_columns import meaning_of
from fit.interop.spreadsheet import guarded_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["ZipColumn", "ZipTable", "write_client_zip"]

README, COLUMNS, PAGE = "README.txt", "columns.csv", "read-this-first.html"
ROWS_AT_ONCE: Final = 200
EARLIEST: Final = date(1980, 1, 1)
"""No file in a ZIP can be older."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipColumn:
    """A column with what it holds, such as text or date, and whether it may be empty."""

    name: str
    kind: str
    may_be_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipTable:
    """A table whose rows are read when they are written."""

    name: str
    about: str
    columns: tuple[ZipColumn, ...]
    rows: Callable[[], Iterable[Sequence[Any]]]


def write_client_zip(
    into: IO[bytes], tables: Sequence[ZipTable], *, made_on: date, page: str, readme: Callable[[dict[str, int]], str]
) -> dict[str, int]:
    """Write the file, and return how many rows each table has; `readme` is given these numbers.

    `page` is what the client reads first, as HTML.
    """
    counts: dict[str, int] = {}
    with ZipFile(into, "w", ZIP_DEFLATED) as packed:
        _write(packed, PAGE, iter([page]), made_on)
        for table in tables:
            counts[table.name] = _write(packed, f"json/{table.name}.json", _as_json(table), made_on)
            _write(packed, f"csv/{table.name}.csv", _as_csv(table), made_on)
        _write(packed, COLUMNS, _dictionary(tables), made_on)
        _write(packed, README, iter([readme(counts)]), made_on)
    return counts


def _write(packed: ZipFile, name: str, lines: Iterator[str], made_on: date) -> int:
    """Write one file line by line; returns how many lines are rows."""
    entry = ZipInfo(name, date_time=(*max(made_on, EARLIEST).timetuple()[:3], 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    rows = 0
    with packed.open(entry, "w", force_zip64=True) as file:
        for some in _several(lines):
            rows += len(some)
            file.write("".join(some).encode())
    return max(rows - 2, 0)


def _several(lines: Iterator[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for line in lines:
        some.append(line)
        if len(some) == ROWS_AT_ONCE:
            yield some
            some = []
    yield some


def _as_json(table: ZipTable) -> Iterator[str]:
    """An array of objects, a line each; the first and the last line are its brackets."""
    names = [column.name for column in table.columns]
    yield "[\n"
    before = ""
    for row in table.rows():
        told = dict(zip(names, map(_json_value, row), strict=True))
        line = json.dumps(told, ensure_ascii=False)
        yield f"{before}{line}"
        before = ",\n"
    yield "\n]\n" if before else "]\n"


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _as_csv(table: ZipTable) -> Iterator[str]:
    yield _line([column.name for column in table.columns])
    for row in table.rows():
        yield _line([_csv_value(value) for value in row])


def _csv_value(value: Any) -> Any:
    """A cell: days and moments as in ISO 8601, lists and trees as JSON, yes and no as 1 and 0."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return _json_value(value)


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(guarded_row(cells))
    return text.getvalue()


def _dictionary(tables: Sequence[ZipTable]) -> Iterator[str]:
    yield _line(("table", "column", "holds", "may be empty", "what it says"))
    for table in tables:
        yield _line((table.name, "", "", "", table.about))
        for column in table.columns:
            empty = "yes" if column.may_be_empty else "no"
            yield _line((table.name, column.name, column.kind, empty, meaning_of(table.name, column.name)))
