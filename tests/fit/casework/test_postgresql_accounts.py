"""Two accounts of PostgreSQL: one owns the tables, the other works with them and can do nothing else."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from fit.casework import Settings, administrator, clinician, machine, open_clinic
from fit.casework.background import REBUILD, ask, working
from fit.casework.doctor import examine
from fit.casework.views import ConsentKind
from fit.errors import StoreError
from tests.fit.casework.backed_up import empty_place
from tests.fit.casework.world import Clock, World, found
from tests.fit.store.postgres import fresh_database, name_of, plain, server_url

GRANTS = (Path(__file__).parents[3] / "deploy" / "postgresql_accounts.sql").read_text()
FORBIDDEN = {
    "changes a table": "ALTER TABLE client ADD COLUMN odd text",
    "drops a table": "DROP TABLE rating",
    "makes a table": "CREATE TABLE odd (one int)",
    "takes the guard away": "ALTER TABLE audit DISABLE TRIGGER ALL",
    "drops the guard": "DROP TRIGGER audit_only_grows ON audit",
    "replaces what guards": "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$",
    "switches triggers off": "SET session_replication_role = replica",
    "writes into a partition by itself": "DELETE FROM by_clinic.rating_0",
    "removes lines of a partition": "DELETE FROM by_clinic.audit_0",
    "changes the queue": "ALTER TABLE background.procrastinate_jobs ADD COLUMN odd text",
    "changes a line": "UPDATE audit SET action = 'nothing'",
    "removes lines": "DELETE FROM audit",
    "empties the audit": "TRUNCATE audit",
    "removes the end": "DELETE FROM audit_head",
    "moves the beginning": "UPDATE audit_start SET sequence = 999",
    "says where the audit begins": "INSERT INTO audit_start SELECT clinic_id, 999, 'x' FROM audit_head LIMIT 1",
    "says which version it is": "UPDATE alembic_version SET version_num = '0001'",
    "reads files of the machine": "SELECT pg_read_file('/etc/passwd')",
    "runs a program": "COPY audit TO PROGRAM 'cat'",
    "becomes the owner": "SET ROLE {owner}",
}


@pytest.fixture(scope="module")
def accounts():
    """A database with its owner and its working account, set up as docs/deployment.md says."""
    if server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    owner, work = f"mendline_owner_{os.getpid()}", f"mendline_work_{os.getpid()}"
    url = fresh_database()
    with psycopg.connect(plain(server_url()), autocommit=True) as all_powerful:
        for role in (owner, work):
            all_powerful.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'of-{role}'")
        all_powerful.execute(f"ALTER DATABASE {name_of(url)} OWNER TO {owner}")
    as_owner, as_work = (
        make_url(url).set(username=role, password=f"of-{role}").render_as_string(hide_password=False)
        for role in (owner, work)
    )
    yield as_owner, as_work, owner, work
    with psycopg.connect(plain(url), autocommit=True) as all_powerful:
        for role in (work, owner):
            all_powerful.execute(f"DROP OWNED BY {role} CASCADE")
            all_powerful.execute(f"REASSIGN OWNED BY {role} TO CURRENT_USER")
    with psycopg.connect(plain(server_url()), autocommit=True) as all_powerful:
        all_powerful.execute(f"ALTER DATABASE {name_of(url)} OWNER TO CURRENT_USER")
        for role in (work, owner):
            all_powerful.execute(f"DROP ROLE {role}")


@pytest.fixture(scope="module")
def people(accounts, tmp_path_factory):
    """The owner makes the tables and the clinic, then gives the working account its rights."""
    as_owner, _, owner, work = accounts
    folder = tmp_path_factory.mktemp("accounts") / "clinic"
    clinic = open_clinic(Settings(folder=folder, database_url=as_owner), clock=Clock())
    known = found(clinic)
    clinic.close()
    with psycopg.connect(plain(as_owner), autocommit=True) as connection:
        connection.execute(GRANTS.replace("mendline_owner", owner).replace("mendline_work", work))
    return folder, known


@pytest.fixture
def world(accounts, people):
    folder, known = people
    clock = Clock()
    clinic = open_clinic(Settings(folder=folder, database_url=accounts[1]), clock=clock)
    yield World(clinic, clock, known)
    clinic.close()


def test_the_working_account_is_enough_for_everyday_work(world):
    episode = world.begin("E1")
    administrator.record_consent(
        world.clinic, world.admin, episode, kind=ConsentKind.RATINGS, given_on=world.clinic.today()
    )
    world.session(episode, 20, 38)
    clinician.add_goal(world.clinic, world.ann, episode, words="walk again")
    assert world.sign_in("ben").actor.user_id == world.ben.user_id
    assert len(world.page(episode).sessions) == 1
    assert administrator.verify_audit(world.clinic, world.admin).broken_at is None


def test_the_working_account_asks_for_background_work_and_does_it(world):
    ask(world.clinic, REBUILD, 1)
    with working(world.clinic), world.clinic.store.read() as connection:
        left = text("SELECT count(*) FROM background.procrastinate_jobs")
        ends = time.monotonic() + 30
        while connection.execute(left).scalar():
            assert time.monotonic() < ends, "nobody does it"
            connection.rollback()
            time.sleep(0.1)


def test_a_working_account_without_rights_in_the_queue_is_told_what_to_run(accounts, people):
    as_owner, as_work, _, work = accounts
    with psycopg.connect(plain(as_owner), autocommit=True) as connection:
        connection.execute(f"REVOKE USAGE ON SCHEMA background FROM {work}")
        with pytest.raises(StoreError, match=r"queue of background work.*postgresql_accounts.sql again as the owner"):
            open_clinic(Settings(folder=people[0], database_url=as_work), clock=Clock())
        connection.execute(f"GRANT USAGE ON SCHEMA background TO {work}")


@pytest.mark.parametrize("deed", FORBIDDEN)
def test_the_working_account_alters_no_table_and_touches_no_line_of_the_audit(accounts, people, deed):
    _, as_work, owner, _ = accounts
    with (
        psycopg.connect(plain(as_work), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(FORBIDDEN[deed].format(owner=owner))


def test_a_newer_version_is_brought_in_by_the_owner_and_the_working_account_may_use_its_tables(accounts, people):
    as_owner, as_work, *_ = accounts
    with psycopg.connect(plain(as_owner), autocommit=True) as connection:
        connection.execute("CREATE TABLE later (one int)")
    with psycopg.connect(plain(as_work), autocommit=True) as connection:
        connection.execute("INSERT INTO later VALUES (1)")
    with psycopg.connect(plain(as_owner), autocommit=True) as connection:
        connection.execute("DROP TABLE later")


def test_doctor_says_which_of_the_two_accounts_it_is(accounts, people):
    folder, _ = people
    said = [
        one.said
        for url in accounts[:2]
        for one in examine(Settings(folder=folder, database_url=url), now=Clock().moment)
        if one.check == "postgresql.account"
    ]
    assert said == [
        "The account of Mendline may change lines of the audit.",
        "The account of Mendline adds to the audit and changes nothing in it.",
    ]


def test_without_tables_the_working_account_makes_none_and_says_so(accounts, tmp_path):
    empty = make_url(fresh_database())
    own = make_url(accounts[1]).set(database=empty.database).render_as_string(hide_password=False)
    with pytest.raises(StoreError, match="account that owns the tables"):
        open_clinic(Settings(folder=tmp_path, database_url=own), clock=Clock())


@pytest.fixture
def empty_for(accounts):
    """Make an empty database of an account, and say its address for that account; it is gone afterwards."""
    made = []

    def make(address):
        there, owner = fresh_database(), make_url(address)
        made.append(name_of(there))
        with psycopg.connect(plain(server_url()), autocommit=True) as all_powerful:
            all_powerful.execute(f"ALTER DATABASE {made[-1]} OWNER TO {owner.username}")
        return owner.set(database=made[-1]).render_as_string(hide_password=False)

    yield make
    with psycopg.connect(plain(server_url()), autocommit=True) as all_powerful:
        for name in made:
            all_powerful.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_working_account_makes_a_backup_and_the_owner_restores_it_and_gives_the_rights_again(
    accounts, world, empty_for, tmp_path
):
    as_owner, as_work, owner, work = accounts
    world.session(world.begin("backed up"), 20, 38)
    world.clinic.close()
    (tmp_path / "to").mkdir()
    told = replace(world.clinic.settings, backup_scratch_url=empty_for(as_work))
    made = machine.make_backup(told, tmp_path / "to")
    place = replace(
        empty_place(told, tmp_path / "new"), database_url=empty_for(as_owner), backup_scratch_url=empty_for(as_owner)
    )
    machine.restore_backup(place, made.path)
    with psycopg.connect(plain(place.database_url), autocommit=True) as connection:
        connection.execute(GRANTS.replace("mendline_owner", owner).replace("mendline_work", work))
    there = make_url(as_work).set(database=make_url(place.database_url).database)
    again = open_clinic(replace(place, database_url=there.render_as_string(hide_password=False)), clock=world.clock)
    assert [row.client_label for row in World(again, world.clock, world.people).caseload().rows].count("backed up") == 1
    assert administrator.verify_audit(again, world.admin).is_whole
    again.close()
