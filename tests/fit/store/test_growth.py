"""Tables and statements as they must be to be spread over machines by clinic; docs/growth.md is the plan."""

# ruff: noqa: S608  nothing that anybody gives comes into these statements

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import select, text

from fit.store import accounts, audit
from fit.store.database import open_postgresql
from fit.store.tables import Base
from tests.fit.store.postgres import fresh_database, server_url
from tests.fit.store.spreading import OF_A_CLINIC, WHOLE, WORDS, faults
from tests.fit.store.watching import ACROSS_CLINICS, OURS, CannotBeSpreadError

PLAN = Path(__file__).parents[3] / "docs/growth.md"
OVER_ALL_CLINICS = {
    "uq_clinic_user_sign_in_name": "a sign-in name says whose clinic it is",
    "uq_handover_code_hash": "six digits say whose clinic it is",
    "uq_sign_on_link_issuer_subject": "an account at a provider says whose clinic it is",
    "uq_sign_on_link_issuer_email": "an account at a provider says whose clinic it is",
    "uq_recording_number": "the name of a file in a folder that clinics share",
}
"""Keys that are unique over all clinics, and why. docs/growth.md says what becomes of each."""
GUARDS = {
    "audit": {"audit_only_grows", "audit_keeps_its_rows"},
    "audit_head": {"audit_head_moves_on", "audit_head_stays"},
}
"""Triggers: the audit's alone. Spread, each machine keeps them on its own part."""
KNOWN_TYPES = {
    "bigint",
    "integer",
    "smallint",
    "boolean",
    "character varying",
    "text",
    "date",
    "timestamp with time zone",
    "double precision",
    "json",
    "bytea",
}
ROW = "SELECT rating.id FROM rating"


@pytest.fixture(scope="module")
def tables():
    """A fresh database on PostgreSQL, as all steps make it."""
    if server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    database = open_postgresql(fresh_database())
    with database.read() as connection:
        yield lambda query: connection.execute(text(query)).all()
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        f"{ROW} WHERE rating.clinic_id = %(clinic)s",
        f"{ROW} WHERE rating.clinic_id = %(clinic)s::BIGINT FOR UPDATE",
        f"{ROW} JOIN session ON session.clinic_id = rating.clinic_id WHERE rating.clinic_id = %(clinic)s",
        f"{ROW} JOIN clinic ON clinic.id = rating.clinic_id WHERE clinic.id = %(clinic)s",
        f"{ROW} WHERE rating.clinic_id = 1 AND EXISTS (SELECT 1 FROM session WHERE clinic_id = rating.clinic_id)",
        "INSERT INTO rating (clinic_id, id) VALUES (%(clinic)s, %(id)s) ON CONFLICT (clinic_id, id) DO NOTHING",
        "SELECT attempt.failures FROM attempt WHERE attempt.kind = %(kind)s",
    ],
)
def test_a_statement_that_goes_to_one_clinic_can_be_spread(statement):
    assert faults(statement, "postgresql") == ()


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (f"{ROW} WHERE rating.id = %(id)s", "rating is reached"),
        (f"{ROW} WHERE rating.clinic_id = %(clinic)s OR rating.id = %(id)s", "rating is reached"),
        (f"{ROW} WHERE rating.clinic_id IN (%(one)s, %(two)s)", "rating is reached"),
        (f"{ROW} JOIN clinic ON clinic.id = rating.clinic_id", "rating is reached"),
        (
            f"{ROW} JOIN session ON session.id = rating.session_id WHERE rating.clinic_id = %(clinic)s",
            "session is reached",
        ),
        (
            f"{ROW} LEFT JOIN session ON session.clinic_id = rating.clinic_id AND rating.clinic_id = 1",
            "rating is reached",
        ),
        (
            f"{ROW} WHERE rating.clinic_id = 1 AND EXISTS (SELECT 1 FROM session WHERE session.id = rating.session_id)",
            "session is reached",
        ),
        (f"WITH found AS ({ROW}) SELECT found.id FROM found", "rating is reached"),
        ("DELETE FROM rating WHERE rating.id = %(id)s", "rating is reached"),
        ("UPDATE rating SET status = 'x' FROM session WHERE rating.clinic_id = 1", "session is reached"),
        ("UPDATE rating SET clinic_id = 2 WHERE clinic_id = 1", "from one clinic to another"),
        ("INSERT INTO rating (id) VALUES (%(id)s)", "without its clinic"),
        ("INSERT INTO rating (clinic_id, id) SELECT 1, session.id FROM session", "session is reached"),
        (
            "INSERT INTO rating (clinic_id, id) VALUES (1, 2) ON CONFLICT (id) DO NOTHING",
            "a conflict without its clinic",
        ),
        ("SELECT pg_advisory_xact_lock(1)", "pg_advisory_xact_lock needs one machine"),
        ("SELECT nextval('rating_id_seq')", "nextval needs one machine"),
        ("NOTIFY ratings", "NOTIFY needs one machine"),
        ("LOCK TABLE rating", "LOCK needs one machine"),
    ],
)
def test_a_statement_that_would_need_all_machines_is_found(statement, why):
    assert why in "; ".join(faults(statement, "postgresql"))


def test_such_a_statement_is_refused_where_it_is_sent(database, monkeypatch):
    """The watch is on in every test of `fit`: a query that loses its clinic fails the test that asks it."""
    monkeypatch.setattr(accounts, "ONE_USER", accounts.user.c.id == 2)
    with (
        database.read() as connection,
        pytest.raises(CannotBeSpreadError, match=r"accounts.py:user_by_id.*clinic_user is reached"),
    ):
        accounts.user_by_id(connection, 1, 2)


def test_what_a_test_asks_itself_is_not_looked_at(database):
    with database.read() as connection:
        assert connection.execute(select(audit.audit)).all() == []


def test_every_exception_names_a_function_that_is_there_and_is_told_in_the_plan():
    for sender in ACROSS_CLINICS:
        file, function = sender.split(":")
        tree = ast.parse((OURS / file).read_text("utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, sender
        assert f"`{sender}`" in PLAN.read_text("utf-8")


def test_every_table_belongs_to_a_clinic_or_is_held_as_a_whole():
    for table in Base.metadata.sorted_tables:
        first = next(iter(table.primary_key.columns)).name
        assert (first == "clinic_id") == (table.name in OF_A_CLINIC), table.name
    assert set(re.findall(r"^\| `(\w+)` \| whole", PLAN.read_text("utf-8"), flags=re.MULTILINE)) == WHOLE


KEYS = """
SELECT tables.relname, indexes.relname, attributes.attname
FROM pg_index
JOIN pg_class AS tables ON tables.oid = pg_index.indrelid
JOIN pg_class AS indexes ON indexes.oid = pg_index.indexrelid
JOIN pg_attribute AS attributes ON attributes.attrelid = tables.oid AND attributes.attnum = ANY (pg_index.indkey)
WHERE pg_index.indisunique AND tables.relnamespace = 'public'::regnamespace
"""


def test_every_unique_key_of_a_clinics_table_holds_the_clinic(tables):
    held = {}
    for table, name, column in tables(KEYS):
        if table in OF_A_CLINIC:
            held.setdefault(name, set()).add(column)
    assert len(held) > len(Base.metadata.sorted_tables) - len(WHOLE)
    assert {name for name, columns in held.items() if "clinic_id" not in columns} == set(OVER_ALL_CLINICS)


def test_every_table_of_a_clinics_is_there_and_has_the_clinic_in_it(tables):
    with_clinic = tables("SELECT table_name FROM information_schema.columns WHERE column_name = 'clinic_id'")
    assert {name for (name,) in with_clinic} >= OF_A_CLINIC


def test_every_foreign_key_stays_within_the_clinic():
    for table in Base.metadata.sorted_tables:
        for link in table.foreign_key_constraints:
            pairs = {(part.parent.name, part.column.name) for part in link.elements}
            assert ("clinic_id", "clinic_id") in pairs, (table.name, link.name)
            assert (link.ondelete, link.onupdate, link.deferrable) == (None, None, None), (table.name, link.name)


OF_OURS = "relnamespace = 'public'::regnamespace"


def test_no_sequence_no_view_no_rule_no_inheritance_makes_a_table(tables):
    assert tables(f"SELECT relname FROM pg_class WHERE {OF_OURS} AND relkind IN ('S', 'v', 'm', 'f', 'c')") == []
    assert tables("SELECT rulename FROM pg_rules WHERE schemaname = 'public'") == []
    assert tables(f"SELECT relname FROM pg_class WHERE {OF_OURS} AND relpersistence <> 'p'") == []
    assert tables("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'") == []


def test_triggers_are_the_audits_alone(tables):
    found = {}
    of_ours = f"SELECT oid FROM pg_class WHERE {OF_OURS}"
    for table, name in tables(
        f"SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN ({of_ours})"
    ):
        found.setdefault(table, set()).add(name)
    assert found == GUARDS


def test_columns_are_of_types_that_others_know_too(tables):
    asked = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
    strange = {(table, column) for table, column, kind in tables(asked) if kind not in KNOWN_TYPES}
    assert strange == {(WORDS, "words")}
