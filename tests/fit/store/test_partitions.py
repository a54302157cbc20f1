"""Tables in partitions by clinic, on PostgreSQL: what was there stays, and guards hold on each partition too."""

# ruff: noqa: S608  nothing that anybody gives comes into these statements

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fit.store import audit
from fit.store.database import open_postgresql
from tests.fit.store.postgres import fresh_database, server_url
from tests.fit.store.test_upgrade import at_revision

STEP = import_module("fit.store.migrations.versions.0023_partitions")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
WORK = "partitions_work"
CLINICS = range(1, 21)
LIVED = """
INSERT INTO clinic (id, name, created_at, simulated) VALUES (:clinic, 'Clinic', :now, false);
INSERT INTO clinic_user (clinic_id, id, sign_in_name, display_name, role, team, passphrase_hash, active, created_at)
    VALUES (:clinic, 2, :name, 'Ann', 'clinician', '', 'x', true, :now);
INSERT INTO client (clinic_id, id, code, display_name, language, created_at) VALUES (:clinic, 3, 'C1', '', 'en', :now);
INSERT INTO episode (clinic_id, id, client_id, clinician_id, age_band) VALUES (:clinic, 4, 3, 2, 'adult');
INSERT INTO session (clinic_id, id, episode_id, meeting, clinician_id, below_line, dropped)
    VALUES (:clinic, 5, 4, 1, 2, false, false);
INSERT INTO rating (clinic_id, id, session_id, episode_id, scale, scale_version, informant, total, status,
    superseded_reason, mode, calibrated, recorded_at)
    VALUES (:clinic, 6, 5, 4, 'ors', '1', 'client', 200, 'active', '', 'paper', false, :now)
"""
ROWS = {
    "keys and links": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE conparentid = 0 AND connamespace = 'public'::regnamespace",
    "indexes": "SELECT replace(indexdef, ' ON ONLY ', ' ON ') FROM pg_indexes WHERE schemaname = 'public'",
    "guards": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
    "AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)",
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "rights": "SELECT relname, privilege_type, grantee FROM pg_class, aclexplode(relacl) "
    f"WHERE relnamespace = 'public'::regnamespace AND grantee = '{WORK}'::regrole",
    "sessions": "SELECT clinic_id, id, meeting FROM session",
    "ratings": "SELECT clinic_id, id, total, status FROM rating",
    "lines of the audit": "SELECT clinic_id, sequence, hash FROM audit",
}


def found(connection):
    return {what: sorted(map(tuple, connection.execute(text(asked))), key=repr) for what, asked in ROWS.items()}


@pytest.fixture(scope="module")
def upgraded():
    """Twenty clinics of the version before, after the step; what was there before, and the database."""
    if server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    database = open_postgresql(fresh_database())
    before = database.write(made_by_the_version_before)
    database.write(lambda connection: at_revision(connection, STEP.revision))
    yield before, database
    database.write(lambda connection: connection.execute(text(f"DROP OWNED BY {WORK}; DROP ROLE {WORK}")))
    database.close()


def made_by_the_version_before(connection):
    for statement in ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", f"CREATE ROLE {WORK}"):
        connection.execute(text(statement))
    at_revision(connection, "0022")
    connection.execute(text(f"GRANT SELECT, INSERT ON audit TO {WORK}; GRANT SELECT, UPDATE ON rating TO {WORK}"))
    connection.execute(text(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO {WORK}"))
    for clinic in CLINICS:
        for statement in LIVED.split(";"):
            values = {"clinic": clinic, "now": NOW, "name": f"ann{clinic}"}
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), used)
        audit.begin_chain(connection, clinic)
        audit.append(connection, entry(clinic))
    return found(connection)


def entry(clinic):
    about = {"role": "clinician", "action": "sign_in", "subject_kind": "user", "subject_id": "2", "actor_id": 2}
    return audit.Entry(clinic_id=clinic, at=NOW, **about)


def test_rows_keys_links_indexes_guards_and_rights_are_as_they_were(upgraded):
    before, database = upgraded
    with database.read() as connection:
        after = found(connection)
        assert all(audit.verify(connection, clinic) is None for clinic in CLINICS)
    assert len(before["ratings"]) == len(CLINICS)
    for what in ROWS:
        assert after[what] == before[what], what


def test_clinics_are_spread_over_the_partitions_of_every_table_that_grows(upgraded):
    with upgraded[1].read() as connection:
        for table in STEP.TABLES:
            asked = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:table)")
            partitions = connection.execute(asked, {"table": table}).scalars().all()
            assert sorted(partitions) == sorted(STEP._partitions(table))
        used = connection.execute(text("SELECT DISTINCT tableoid FROM rating")).all()
    assert len(used) > STEP.PARTITIONS / 2


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE audit SET action = 'nothing'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "UPDATE by_clinic.audit_{} SET action = 'nothing'",
        "DELETE FROM by_clinic.audit_{}",
        "TRUNCATE by_clinic.audit_{}",
    ],
)
def test_the_audit_is_guarded_whole_and_in_each_partition_whoever_tries(upgraded, deed):
    for number in range(STEP.PARTITIONS):
        with upgraded[1].read() as connection:
            if connection.execute(text(f"SELECT 1 FROM by_clinic.audit_{number} LIMIT 1")).first():
                with pytest.raises(DBAPIError, match="can only be added to"):
                    connection.execute(text(deed.format(number)))


def test_a_second_rating_that_counts_is_refused_in_partitions_too(upgraded):
    double = (
        "INSERT INTO rating SELECT (jsonb_populate_record(rating, '{\"id\": 7}')).* FROM rating WHERE clinic_id = 3"
    )
    with (
        pytest.raises(DBAPIError, match="duplicate key value violates unique constraint"),
        upgraded[1].read() as connection,
    ):
        connection.execute(text(double.replace(":", r"\:")))
