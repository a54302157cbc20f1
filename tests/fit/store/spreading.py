"""What a statement may look like so that the tables can be spread over machines by clinic: docs/growth.md says why.

A table of a clinic's is reached through the clinic alone: each one in a statement has its `clinic_id` made equal to a
value, or to the `clinic_id` of a table that has. What would need all machines at once is refused by its name.
"""

from __future__ import annotations

import re
from functools import cache

import sqlglot
from sqlglot import exp

from fit.store.tables import Base

WHOLE = {"clinic", "attempt"}
"""Tables that every machine would hold as a whole: they are small, and belong to no clinic."""
WORDS = "turn_words"
"""The index of words is in no model: each database has its own. FTS5 knows no clinics."""
OF_A_CLINIC = {table.name for table in Base.metadata.sorted_tables} - WHOLE | {WORDS}
NAMES = re.compile(r"\b(pg_(?:try_)?advisory\w*|nextval|setval|currval|lastval|pg_notify|ctid|xmin)\b", re.IGNORECASE)
COMMANDS = re.compile(r"^\s*(LISTEN|NOTIFY|LOCK|CLUSTER|COPY|DO|CALL)\b", re.IGNORECASE)
OF_TABLES = re.compile(
    r"\s*(CREATE|ALTER|DROP|PRAGMA|VACUUM|SAVEPOINT|RELEASE|ROLLBACK|SET|SHOW|EXPLAIN)\b", re.IGNORECASE
)
"""What reads and writes no rows; tables are looked at as they are made."""
PARAMETER = re.compile(r"%\((\w+)\)s")
QUERIES = (exp.Select, exp.Update, exp.Delete)
VALUES = (exp.Placeholder, exp.Parameter, exp.Literal)


@cache
def faults(statement: str, dialect: str) -> tuple[str, ...]:
    """Why a statement could not be spread; empty when it could."""
    if named := [*COMMANDS.findall(statement), *NAMES.findall(statement)]:
        return tuple(f"{name} needs one machine that speaks for all" for name in named)
    if OF_TABLES.match(statement):
        return ()
    tree = sqlglot.parse_one(PARAMETER.sub(r":\1", statement), dialect="sqlite" if dialect == "sqlite" else "postgres")
    read = (fault for query in tree.find_all(*QUERIES) for fault in _not_reached(query, dialect))
    return (*read, *_added(tree), *_moved(tree))


def _not_reached(query, dialect):
    """Tables of a clinic's in this query, not in those within it, that are reached by anything but the clinic."""
    tables = {table.alias_or_name: table.name for table in query.find_all(exp.Table) if _around(table) is query}
    asked = {alias for alias, name in tables.items() if name in OF_A_CLINIC and (name, dialect) != (WORDS, "sqlite")}
    equal, reached = tuple(_equal(query)), set()
    while more := {alias for sides in equal for alias in _through(*sides, tables, reached)} - reached:
        reached |= more
    return (f"{tables[alias]} is reached without its clinic" for alias in sorted(asked - reached))


def _around(node):
    return node.find_ancestor(*QUERIES)


def _equal(query):
    """Pairs that are equal for every row; of an outer join with the one table about which it says so."""
    if where := query.args.get("where"):
        yield from ((*sides, None) for sides in _parts(where.this))
    for join in query.find_all(exp.Join):
        if _around(join) is query and (on := join.args.get("on")) is not None:
            yield from ((*sides, join.this.alias_or_name if join.side else None) for sides in _parts(on))


def _parts(condition):
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        yield from _parts(condition.left)
        yield from _parts(condition.right)
    elif isinstance(condition, exp.EQ):
        yield condition.left.unnest(), condition.right.unnest()


def _through(left, right, only, tables, reached):
    for one, other in ((left, right), (right, left)):
        alias = _table_of(one, tables)
        if alias in tables and only in {None, alias} and _known(other, tables, reached):
            yield alias


def _table_of(side, tables):
    """Whose clinic a side is; none when it is something else."""
    if not isinstance(side, exp.Column):
        return None
    alias = side.table or next(iter(tables))
    return alias if side.name == ("id" if tables.get(alias) == "clinic" else "clinic_id") else None


def _known(side, tables, reached):
    """A value, a table that is reached already, or one of the query around this one, which is looked at itself."""
    while isinstance(side, exp.Cast):
        side = side.this
    alias = _table_of(side, tables)
    return isinstance(side, VALUES) or alias in reached or (alias is not None and alias not in tables)


def _added(tree):
    for insert in tree.find_all(exp.Insert):
        name, columns = insert.find(exp.Table).name, {column.name for column in insert.this.expressions}
        if name in OF_A_CLINIC and name != WORDS and "clinic_id" not in columns:
            yield f"{name} gets a row without its clinic"
        met = insert.args.get("conflict")
        if name in OF_A_CLINIC and met and "clinic_id" not in {one.name for one in met.args.get("conflict_keys") or ()}:
            yield f"{name} is asked for a conflict without its clinic"


def _moved(tree):
    for update in tree.find_all(exp.Update):
        if any(one.this.name == "clinic_id" for one in update.expressions):
            yield "a row goes from one clinic to another"
