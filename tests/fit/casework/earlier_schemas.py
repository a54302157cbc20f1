"""A clinic carried back to an earlier schema: the same rows, in the tables and columns that there were then."""

from __future__ import annotations

from types import SimpleNamespace

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from fit.store import audit, schema, word_index
from fit.store.ids import read_id
from fit.store.tables import Base
from tests.fit.casework.whole_client import known_ids, made_up

OWN = {"alembic_version"}
NOT_CARRIED = {"turn_words"}
"""The index of words is made from the turns."""
SENSIBLE = {
    "audit_start": {"sequence": 0, "hash": audit.BEFORE_THE_FIRST},
    "saved_view": {"filters": {"status": "open", "tags": [], "age_band": None, "informant": None}},
}
"""Of rows that are made up: what a page, or the walk along the audit, reads."""


def fill_every_table(world, episode):
    """A made-up row in each table that has none yet."""
    clinic_id, ann = read_id(world.ann.clinic_id), read_id(world.ann.user_id)

    def work(connection):
        known = known_ids(connection, clinic_id, read_id(episode)) | {"clinic_user": ann}
        for table in Base.metadata.sorted_tables:
            if not connection.execute(sa.select(sa.func.count()).select_from(table)).scalar():
                row = made_up(table, (), known, clinic_id, ann) | SENSIBLE.get(table.name, {})
                connection.execute(table.insert(), row)
            if "id" in table.c:
                known.setdefault(table.name, connection.execute(sa.select(sa.func.max(table.c.id))).scalar())

    world.clinic.store.write(work)


def every_row(connection):
    """All rows of all tables, by the tables' names."""
    return {
        table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        for table in Base.metadata.sorted_tables
    }


def reflected(connection):
    """The tables as they are now in this database, those first to which others refer; partitions are parts of them."""
    known = sa.MetaData()
    known.reflect(connection, only=lambda name, _: not name.startswith("turn_words"))
    whole = [table for table in known.sorted_tables if table.schema is None]
    return {table.name: table for table in whole if table.name not in OWN}


def carry_back(connection, rows, revision):
    """Make the tables of a schema in an empty database, and put the rows of today into them."""
    config = Config()
    config.set_main_option("script_location", str(schema.files(schema.MIGRATIONS)))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    then = reflected(connection)
    for name, table in then.items():
        if connection.execute(sa.select(sa.func.count()).select_from(table)).scalar():
            connection.execute(table.delete())  # what the steps themselves put in
        given = [{key: row[key] for key in row if key in table.c} for row in rows_of_then(rows, name, table)]
        if given:
            connection.execute(table.insert(), given)
    if "turn" in then:
        words(connection, rows)
    return then


def rows_of_then(rows, name, table):
    """The rows of a table as they would have been: one scale a form, no client in a line."""
    if name == "handover" and "scale" in table.c:
        forms = {row["id"]: row for row in rows["handover"]}
        parts = [part for part in rows["handover_part"] if part["place"] == 0]
        return [{**part, **forms[part["handover_id"]], "wrong_pins": 0} for part in parts]
    if name == "plan_comment":
        return [row for row in rows["comment"] if row["plan_id"] is not None]
    if name in {"audit", "audit_head"} and "audit" in rows:
        return chained(rows, with_client="episode_id" in table.c)[name] if name == "audit" else heads(rows, table)
    return rows.get(name, [])


def chained(rows, *, with_client):
    """The lines of the audit, hashed as they would have been."""
    if with_client:
        return {"audit": rows["audit"]}
    lines, last = [], {}
    for row in sorted(rows["audit"], key=lambda one: (one["clinic_id"], one["sequence"])):
        before = last.get(row["clinic_id"], audit.BEFORE_THE_FIRST)
        line = row | {"episode_id": None, "previous_hash": before}
        line["hash"] = last[row["clinic_id"]] = audit._hash(line)
        lines.append(line)
    return {"audit": lines}


def heads(rows, table):
    """Where each audit ends; told by the lines that are in the same database."""
    with_client = "audit_start" in table.metadata.tables or "episode_id" in table.metadata.tables["audit"].c
    ends = {line["clinic_id"]: line for line in chained(rows, with_client=with_client)["audit"]}
    return [
        row | {"hash": ends[row["clinic_id"]]["hash"]} if row["clinic_id"] in ends else row
        for row in rows["audit_head"]
    ]


def words(connection, rows):
    holders = {row["id"]: row["clinician_id"] for row in rows["episode"]}
    transcripts = {row["id"]: row for row in rows["transcript"]}
    for turn in rows["turn"]:
        episode = transcripts[turn["transcript_id"]]["episode_id"]
        word_index.add_words(connection, [SimpleNamespace(**turn)], holders[episode])
