"""On PostgreSQL every question of a page goes to the partitions of its own clinic, never to those of others."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress

from sqlalchemy import event

from fit.errors import MendlineError
from tests.fit.casework.test_query_plans import LOOKS, doors_of, with_thirty_clients

PARTED = re.compile(
    r"\b(session|rating|alert|standing|alliance_cell|programme_cell|transcript|turn|turn_words|reading|audit)\b"
)
ONE_OF_THEM = re.compile(r"(?:on|using) (?:by_clinic\.)?([a-z_]+?)_(\d)(?:_\w+)?\b")


def asked_by(world, look):
    """Every question that a look asks, with its values."""
    asked = []

    def note(connection, cursor, statement, parameters, context, executemany):
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")) and PARTED.search(statement):
            asked.append((statement, parameters[0] if executemany else parameters))

    engine = world.clinic.store._engine
    event.listen(engine, "before_cursor_execute", note)
    with suppress(MendlineError):  # one look has taken away what another one looks at
        look()
    event.remove(engine, "before_cursor_execute", note)
    return asked


def partitions_in(plan):
    """Partitions that a plan reads or writes, by table."""
    found = defaultdict(set)
    for line in plan:
        for table, number in ONE_OF_THEM.findall(line):
            found[table].add(number)
    return found


def test_every_question_of_every_page_goes_to_one_partition_of_a_table(world_on_postgresql):
    world = world_on_postgresql
    with_thirty_clients(world)
    doors, looked, parted = doors_of(world), 0, 0
    for look in LOOKS:
        for statement, values in asked_by(world, doors[look]):
            with world.clinic.store.read() as connection:
                plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]
            looked, found = looked + 1, partitions_in(plan)
            parted += bool(found)
            assert all(len(numbers) == 1 for numbers in found.values()), (look, statement, plan)
    assert parted > 250 <= looked


def test_a_question_that_names_no_clinic_would_be_seen_to_go_to_all(world_on_postgresql):
    with world_on_postgresql.clinic.store.read() as connection:
        plan = [row[0] for row in connection.exec_driver_sql("EXPLAIN SELECT total FROM rating WHERE id = 1")]
    assert len(partitions_in(plan)["rating"]) == 8
