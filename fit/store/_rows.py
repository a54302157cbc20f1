"""Writing many rows at once, the same on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

KEYS_AT_ONCE = 500


def write_rows(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *, adding: Sequence[str] = ()
) -> None:
    """Insert rows; one that is there already is replaced, but the columns in `adding` are added to."""
    if not rows:
        return
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    keys = [column.name for column in table.primary_key.columns]
    new: dict[str, Any] = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    new |= {name: table.c[name] + statement.excluded[name] for name in adding}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), list(rows))
