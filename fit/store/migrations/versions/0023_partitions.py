"""PostgreSQL: the tables that grow with every session are kept in partitions by clinic; docs/decisions/0017 says why.

Rows, keys, links, indexes, guards and rights are taken over as they are found; SQLite has no partitions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "0023"
down_revision = "0022"

SCHEMA = "by_clinic"
PARTITIONS = 8
TABLES = (
    "session",
    "rating",
    "alert",
    "standing",
    "alliance_cell",
    "programme_cell",
    "transcript",
    "turn",
    "turn_words",
    "reading",
    "audit",
)
KEYS = """
SELECT conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE conrelid = to_regclass(:name) AND contype IN ('p', 'u', 'c')
"""
LINKS = """
SELECT DISTINCT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND to_regclass(:name) IN (conrelid, confrelid)
"""
INDEXES = """
SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = to_regclass(:name)
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
"""
GUARDS = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = to_regclass(:name) AND NOT tgisinternal"
RIGHTS = """
SELECT privilege_type, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
FROM pg_class, aclexplode(relacl) WHERE pg_class.oid = to_regclass(:name) AND grantee <> relowner
"""
GUARD_OF_A_PARTITION = """
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR TRUNCATE ON {}
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
"""


def upgrade() -> None:
    """Make each table anew in partitions, take its rows over, and give it what it had."""
    if op.get_context().dialect.name == "sqlite":
        return
    op.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    links = sorted({link for table in TABLES for link in _found(LINKS, table)})
    for table, name, _ in links:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for table in TABLES:
        _take_apart(table)
    for table, name, definition in links:
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for partition in _partitions("audit"):
        op.execute(GUARD_OF_A_PARTITION.format(partition))  # a guard of statements does not go on to partitions by itself


def _take_apart(table: str) -> None:
    keys, indexes, guards = (_found(asked, table) for asked in (KEYS, INDEXES, GUARDS))
    before = f"{table}_before"
    op.execute(f"ALTER TABLE {table} RENAME TO {before}")
    op.execute(f"CREATE TABLE {table} (LIKE {before} INCLUDING DEFAULTS) PARTITION BY HASH (clinic_id)")
    for number, partition in enumerate(_partitions(table)):
        values = f"WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
        op.execute(f"CREATE TABLE {partition} PARTITION OF {table} FOR VALUES {values}")
    _give_rights(before, table)
    op.execute(f"INSERT INTO {table} SELECT * FROM {before}")  # noqa: S608  constants  # nosec B608
    op.execute(f"DROP TABLE {before}")
    for name, definition in keys:
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for (definition,) in (*indexes, *guards):
        op.execute(definition)


def _partitions(table: str) -> Iterator[str]:
    return (f"{SCHEMA}.{table}_{number}" for number in range(PARTITIONS))


def _give_rights(before: str, table: str) -> None:
    """The rights that the table had, and no others: those that new tables get by default may be more."""
    for right, account in _found(RIGHTS, table):
        op.execute(f"REVOKE {right} ON {table} FROM {account}")
    for right, account in _found(RIGHTS, before):
        op.execute(f"GRANT {right} ON {table} TO {account}")


def _found(asked: str, table: str) -> list[tuple[str, ...]]:
    return [tuple(row) for row in op.get_bind().execute(sa.text(asked), {"name": table})]
