"""What a database holds, counted and hashed table by table, so that a copy can be compared with what it was made of."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, text

from fit.store.schema import current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

__all__ = ["Contents", "TableContents", "as_told", "contents_of", "differences", "from_told"]

ROWS_AT_ONCE = 2_000
SEED = 20_261_130
"""PostgreSQL: any number will do for its hash of rows, as long as it stays the same."""
OF_A_CLINIC = "clinic_id"
NO_SCHEMA = "none"
OF_SQLITE_ITSELF = "sqlite_"
"""Statistics of its planner, which it writes when it likes."""
STORED = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
"""Also the tables behind the index of words, which is none itself."""
AS_TEXT = ("SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO, YMD'", "SET LOCAL extra_float_digits = 1")
"""PostgreSQL: rows are hashed as text, which must be the same on both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableContents:
    """Of one table: how many rows, a hash of all, and how many rows each clinic has where rows belong to one."""

    rows: int
    hash: str
    by_clinic: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Of a whole database, at one moment."""

    schema: str
    tables: Mapping[str, TableContents]


def contents_of(connection: Connection) -> Contents:
    """Read every row of every table, within the transaction of the connection."""
    by_dialect = {"sqlite": _of_sqlite, "postgresql": _of_postgresql}
    tables = by_dialect[connection.dialect.name](connection)
    return Contents(schema=current(connection) or NO_SCHEMA, tables=tables)


def differences(made_of: Contents, copy: Contents) -> tuple[str, ...]:
    """Which tables of a copy are not as they were, in words without content."""
    if made_of.schema != copy.schema:
        return (f"its schema is {copy.schema}, not {made_of.schema}",)
    names = sorted({*made_of.tables, *copy.tables})
    return tuple(said for name in names if (said := _difference(name, made_of.tables.get(name), copy.tables.get(name))))


def _difference(name: str, before: TableContents | None, after: TableContents | None) -> str:
    if before is None or after is None:
        return f"the table {name} was {'not there' if before is None else 'lost'}"
    if before.rows != after.rows:
        return f"the table {name} has {after.rows:,} rows, not {before.rows:,}"
    return "" if before == after else f"rows of the table {name} are not as they were"


def _of_sqlite(connection: Connection) -> dict[str, TableContents]:
    names = connection.execute(text(STORED)).scalars().all()
    return {name: _table(connection, name) for name in sorted(names) if not name.startswith(OF_SQLITE_ITSELF)}


def _table(connection: Connection, name: str) -> TableContents:
    """Every row in the order of the table itself, as the driver gives it."""
    rows = connection.exec_driver_sql(f'SELECT * FROM "{name}" NOT INDEXED')  # noqa: S608  a table's own name  # nosec B608
    columns = list(rows.keys())
    place = columns.index(OF_A_CLINIC) if OF_A_CLINIC in columns else None
    digest, by_clinic, count = hashlib.sha256(), Counter[int](), 0
    while some := rows.cursor.fetchmany(ROWS_AT_ONCE):
        digest.update(repr(some).encode())
        count += len(some)
        if place is not None:
            by_clinic.update(map(itemgetter(place), some))
    rows.close()
    return TableContents(rows=count, hash=digest.hexdigest(), by_clinic={str(one): by_clinic[one] for one in by_clinic})


def _of_postgresql(connection: Connection) -> dict[str, TableContents]:
    for setting in AS_TEXT:
        connection.execute(text(setting))
    found = inspect(connection)
    return {
        name: _hashed_by_server(connection, name, {column["name"] for column in found.get_columns(name)})
        for name in sorted(found.get_table_names())
    }


def _hashed_by_server(connection: Connection, name: str, columns: set[str]) -> TableContents:
    """In whatever order: the sum of the hashes of rows. The server reads each row once."""
    clinic = OF_A_CLINIC if OF_A_CLINIC in columns else "NULL"
    query = (
        f"SELECT {clinic} AS clinic, count(*), sum(hashtextextended(one::text, {SEED})::numeric) "  # noqa: S608  our names  # nosec B608
        f'FROM "{name}" AS one GROUP BY 1 ORDER BY 1'
    )
    found = connection.execute(text(query)).all()
    of_clinics = {str(clinic): int(count) for clinic, count, _ in found if clinic is not None}
    total = sum((hashed for *_, hashed in found if hashed is not None), start=0)
    return TableContents(rows=sum(count for _, count, _ in found), hash=f"{int(total):x}", by_clinic=of_clinics)


def as_told(contents: Contents) -> dict[str, Any]:
    """As it is written into a backup."""
    return {
        "schema": contents.schema,
        "tables": {
            name: {"rows": one.rows, "hash": one.hash, "by_clinic": dict(one.by_clinic)}
            for name, one in contents.tables.items()
        },
    }


def from_told(told: Mapping[str, Any]) -> Contents:
    """As it was written into a backup."""
    tables = {name: TableContents(**one) for name, one in told["tables"].items()}
    return Contents(schema=told["schema"], tables=tables)
