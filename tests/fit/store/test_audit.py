"""The audit: any removed, changed or reordered row shows."""

from __future__ import annotations

import hashlib
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
        episode_id=None if number % 2 else 100 + number,
    )


def fill(database, rows=6, clinic_id=CLINIC):
    database.write(lambda connection: audit.begin_chain(connection, clinic_id))
    for number in range(rows):
        database.write(lambda connection, number=number: audit.append(connection, entry(number, clinic_id)))


def verified(database, clinic_id=CLINIC):
    with database.read() as connection:
        return audit.verify(connection, clinic_id)


GUARDS = {
    "sqlite": (
        *(f"DROP TRIGGER audit_{deed}" for deed in ("INSERT", "UPDATE", "DELETE")),
        *(f"DROP TRIGGER audit_head_{deed}" for deed in ("INSERT", "UPDATE", "DELETE")),
    ),
    "postgresql": (
        "DROP TRIGGER audit_only_grows ON audit",
        "DROP TRIGGER audit_keeps_its_rows ON audit",
        "DROP TRIGGER audit_head_moves_on ON audit_head",
        "DROP TRIGGER audit_head_stays ON audit_head",
    ),
}


def tamper(database, *statements):
    """Do what only somebody with the key and a database tool can do."""
    for statement in [*GUARDS[database.dialect], *statements]:
        database.write(lambda connection, statement=statement: connection.execute(text(statement)))


def test_an_untouched_audit_verifies(database):
    fill(database)
    assert verified(database) is None


def test_each_clinic_has_a_chain_of_its_own(database):
    fill(database)
    fill(database, rows=3, clinic_id=8)
    assert verified(database) is None
    assert verified(database, 8) is None


EVERY_COLUMN = {
    "clinic_id": ("99", "row 3 is missing"),
    "sequence": ("300", "row 3 is missing"),
    "at": ("'2026-03-01 09:00:00.5'", "row 3 was changed"),
    "actor_id": ("1", "row 3 was changed"),
    "role": ("'director'", "row 3 was changed"),
    "action": ("'x'", "row 3 was changed"),
    "subject_kind": ("'x'", "row 3 was changed"),
    "subject_id": ("'x'", "row 3 was changed"),
    "source": ("'x'", "row 3 was changed"),
    "episode_id": ("NULL", "row 3 was changed"),
    "previous_hash": ("'x'", "row 3 does not follow the row before it"),
    "hash": ("'x'", "row 3 was changed"),
}


def test_every_column_is_tried():
    assert set(EVERY_COLUMN) == {column.name for column in audit.audit.columns}


@pytest.mark.parametrize("column", EVERY_COLUMN)
def test_a_change_of_any_column_is_found(database, column):
    fill(database)
    value, what = EVERY_COLUMN[column]
    tamper(database, f"UPDATE audit SET {column} = {value} WHERE sequence = 3")  # noqa: S608
    assert (verified(database).sequence, verified(database).what) == (3, what)


@pytest.mark.parametrize(
    ("row", "what"), [(1, "row 1 is missing"), (4, "row 4 is missing"), (6, "rows 6 to 6 are missing at the end")]
)
def test_a_removed_row_is_found(database, row, what):
    fill(database)
    tamper(database, f"DELETE FROM audit WHERE sequence = {row}")  # noqa: S608
    assert verified(database).what == what


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


def test_a_note_of_the_end_that_is_gone_is_found(database):
    fill(database)
    tamper(database, "DELETE FROM audit_head")
    assert verified(database).what == "the note of the end is missing"


COPIED = """
INSERT INTO audit (clinic_id, sequence, at, actor_id, role, action, subject_kind, subject_id, source, episode_id,
    previous_hash, hash)
SELECT clinic_id, {number}, at, actor_id, role, action, subject_kind, subject_id, source, episode_id,
    previous_hash, hash FROM audit WHERE sequence = 2
"""


@pytest.mark.parametrize(("number", "what"), [(0, "row 0 was put in"), (7, "row 7 does not follow the row before it")])
def test_a_row_put_in_before_or_behind_the_others_is_found(database, number, what):
    fill(database)
    tamper(database, COPIED.format(number=number))
    assert verified(database).what == what


def test_a_row_put_in_between_is_found(database):
    fill(database)
    tamper(database, *_moved_up(6, 5, 4), COPIED.format(number=4))
    assert verified(database).what == "row 4 does not follow the row before it"


def _moved_up(*numbers):
    return [f"UPDATE audit SET sequence = {number + 1} WHERE sequence = {number}" for number in numbers]  # noqa: S608


def test_a_row_replaced_by_another_is_found(database):
    fill(database)
    tamper(database, "DELETE FROM audit WHERE sequence = 4", COPIED.format(number=4))
    assert verified(database).sequence == 4


def forged(database, kept_rows):
    """Write the whole audit anew, as somebody can who holds the key and knows how the chain is made."""
    tamper(database, "DELETE FROM audit", "DELETE FROM audit_head")
    database.write(lambda connection: audit.begin_chain(connection, CLINIC))
    for number in kept_rows:
        database.write(lambda connection, number=number: audit.append(connection, entry(number)))


@pytest.mark.parametrize(
    ("kept_rows", "what"),
    [
        ([0, 1, 3, 4, 5, 6], "row 6 is another one than the note that was kept says"),
        ([0, 1, 2, 3], "rows 5 to 6 are missing at the end"),
    ],
)
def test_an_audit_written_anew_is_found_only_with_a_note_that_was_kept_elsewhere(database, kept_rows, what):
    fill(database)
    with database.read() as connection:
        kept = audit.end_of(connection, CLINIC)
    forged(database, kept_rows)
    assert verified(database) is None  # the chain alone cannot tell
    with database.read() as connection:
        assert audit.verify(connection, CLINIC, kept).what == what


def test_a_note_that_was_kept_holds_while_the_audit_grows(database):
    fill(database)
    with database.read() as connection:
        kept = audit.end_of(connection, CLINIC)
    database.write(lambda connection: audit.append(connection, entry(9)))
    with database.read() as connection:
        assert audit.verify(connection, CLINIC, kept) is None


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("UPDATE audit SET role = 'x'", "can only be added to"),
        ("DELETE FROM audit", "can only be added to"),
        ("UPDATE audit_head SET sequence = 1", "only moves on"),
        ("DELETE FROM audit_head", "only moves on"),
    ],
)
def test_the_database_itself_refuses_to_change_the_audit(database, deed, why):
    fill(database, rows=2)
    with pytest.raises(DBAPIError, match=why):
        database.write(lambda connection: connection.execute(text(deed)))
    assert verified(database) is None


@pytest.mark.parametrize(
    "deed",
    [
        COPIED.format(number=1).replace("INSERT INTO", "INSERT OR REPLACE INTO"),
        "INSERT OR REPLACE INTO audit_head (clinic_id, sequence, hash) VALUES (7, 0, 'x')",
    ],
)
def test_sqlite_refuses_to_put_a_row_in_the_place_of_another(sqlite, deed):
    fill(sqlite, rows=2)
    with pytest.raises(DBAPIError, match=r"can only be added to|only moves on"):
        sqlite.write(lambda connection: connection.execute(text(deed)))
    assert verified(sqlite) is None


def test_rows_from_before_the_client_was_noted_keep_their_hash():
    """Worked out by hand with sha256 over the JSON text that the first version hashed."""
    row = {"clinic_id": 7, "sequence": 1, "at": START, "actor_id": 42, "role": "clinician", "action": "open_client"}
    row |= {"subject_kind": "episode", "subject_id": "e0", "source": "", "previous_hash": audit.BEFORE_THE_FIRST}
    text_of_then = (
        '[7, 1, 42, "clinician", "open_client", "episode", "e0", "", "'
        + "0" * 64
        + '", "2026-03-01T09:00:00.000000+00:00"]'
    )
    assert audit._hash(row | {"episode_id": None}) == hashlib.sha256(text_of_then.encode()).hexdigest()
    assert audit._hash(row | {"episode_id": 5}) != audit._hash(row | {"episode_id": None})


def all_rows(database):
    with database.read() as connection:
        return list(audit.rows(connection, CLINIC))


def test_the_oldest_rows_are_let_go_and_the_rest_is_walked_and_kept(database):
    fill(database)
    moment = START + timedelta(minutes=3)
    assert database.write(lambda connection: audit.let_go(connection, CLINIC, moment)) == 3
    assert [row.sequence for row in all_rows(database)] == [4, 5, 6]
    assert verified(database) is None
    with database.read() as connection:
        old, new = audit.End(sequence=2, hash="x"), audit.end_of(connection, CLINIC)
        assert "too old to be checked: everything up to row 3" in audit.verify(connection, CLINIC, old).what
        assert audit.verify(connection, CLINIC, new) is None
    with pytest.raises(DBAPIError, match="can only be added to"):
        database.write(lambda connection: connection.execute(text("DELETE FROM audit WHERE sequence = 4")))
    tamper(database, "DELETE FROM audit WHERE sequence = 4")
    assert verified(database).what == "row 4 is missing"
