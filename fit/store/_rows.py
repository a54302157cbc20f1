"""Writing many rows at once, the same on both databases."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Executable, Table


def write_rows(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *, adding: tuple[str, ...] = ()
) -> None:
    """Insert rows; one that is there already is replaced, but the columns in `adding` are added to."""
    if rows:
        connection.execute(_statement(connection.dialect.name, table, tuple(rows[0]), adding), list(rows))


@cache
def _statement(dialect: str, table: Table, names: tuple[str, ...], adding: tuple[str, ...]) -> Executable:
    """Putting it together takes longer than running it, so it is kept."""
    statement = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    keys = [column.name for column in table.primary_key.columns]
    new: dict[str, Any] = {name: statement.excluded[name] for name in names if name not in keys}
    new |= {name: table.c[name] + statement.excluded[name] for name in adding}
    return statement.on_conflict_do_update(index_elements=keys, set_=new)
