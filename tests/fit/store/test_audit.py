"""The audit: any removed, changed or reordered row shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fit.store import audit

CLINIC = 7
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def entry(number, clinic_id=CLINIC):
    return audit.Entry(
        clinic_id=clinic_id,
        at=START + timedelta(minutes=number, microseconds=number),
        actor_id=None if number % 3 else 42,
        role="clinician",
        action="open_client",
        subject_kind="episode",
        subject_id=f"e{number}",
    )


def fill(database, rows=6, clinic_id=CLINIC):
    database.write(lambda connection: audit.begin_chain(connection, clinic_id))
    for number in range(rows):
        database.write(lambda connection, number=number: audit.append(connection, entry(number, clinic_id)))


def verified(database, clinic_id=CLINIC):
    with database.read() as connection:
        return audit.verify(connection, clinic_id)


def tamper(database, *statements):
    """Do what only somebody with the key and a database tool can do."""
    guard = (
        ["DROP TRIGGER audit_UPDATE", "DROP TRIGGER audit_DELETE"]
        if database.dialect == "sqlite"
        else ["DROP TRIGGER audit_only_grows ON audit"]
    )
    for statement in [*guard, *statements]:
        database.write(lambda connection, statement=statement: connection.execute(text(statement)))


def test_an_untouched_audit_verifies(database):
    fill(database)
    assert verified(database) is None


def test_each_clinic_has_a_chain_of_its_own(database):
    fill(database)
    fill(database, rows=3, clinic_id=8)
    assert verified(database) is None
    assert verified(database, 8) is None


@pytest.mark.parametrize(
    "column",
    ["actor_id = 1", "role = 'director'", "action = 'x'", "subject_kind = 'x'", "subject_id = 'x'", "source = 'x'"],
)
def test_a_changed_row_is_found(database, column):
    fill(database)
    tamper(database, f"UPDATE audit SET {column} WHERE sequence = 3")  # noqa: S608
    assert verified(database).what == "row 3 was changed"


def test_a_changed_time_is_found(database):
    fill(database)
    tamper(database, "UPDATE audit SET at = '2026-03-01 09:00:00.5' WHERE sequence = 2")
    assert verified(database).what == "row 2 was changed"


def test_a_removed_row_is_found(database):
    fill(database)
    tamper(database, "DELETE FROM audit WHERE sequence = 4")
    assert verified(database).what == "row 4 is missing"


def test_a_removed_row_is_found_when_the_others_were_numbered_anew(database):
    fill(database)
    tamper(database, "DELETE FROM audit WHERE sequence = 4", *_renumbered(5, 6))
    assert verified(database).what == "row 4 does not follow the row before it"


def _renumbered(*numbers):
    return [f"UPDATE audit SET sequence = {number - 1} WHERE sequence = {number}" for number in numbers]  # noqa: S608


def test_a_cut_off_end_is_found(database):
    fill(database)
    tamper(database, "DELETE FROM audit WHERE sequence > 4")
    assert verified(database).what == "rows 5 to 6 are missing at the end"


def test_rows_in_another_order_are_found(database):
    fill(database)
    swap = [(2, 100), (3, 2), (100, 3)]
    tamper(database, *(f"UPDATE audit SET sequence = {new} WHERE sequence = {old}" for old, new in swap))  # noqa: S608
    assert verified(database).sequence == 2


def test_an_end_that_was_moved_is_found(database):
    fill(database)
    tamper(database, "DELETE FROM audit WHERE sequence = 6", "UPDATE audit_head SET sequence = 5")
    assert verified(database).what == "row 5 is not the end that was noted"


@pytest.mark.parametrize("deed", ["UPDATE audit SET role = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_audit(database, deed):
    fill(database, rows=2)
    with pytest.raises(DBAPIError, match="can only be added to"):
        database.write(lambda connection: connection.execute(text(deed)))
    assert verified(database) is None
