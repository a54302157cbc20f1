"""A clinic of every earlier schema, with rows in every table it had, is brought up to date: same data, and it works."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from fit.casework import Settings, administrator, clinician, machine, open_clinic
from fit.casework._rebuilding import finish_rebuild, rebuilds_waiting
from fit.casework.machine import rebuild_all
from fit.sealing import key_for
from fit.store import schema
from fit.store._sqlite import writing_engine
from tests.fit.casework.backed_up import empty_place
from tests.fit.casework.earlier_schemas import carry_back, every_row, fill_every_table, reflected
from tests.fit.casework.whole_client import furnish
from tests.fit.casework.world import Clock, World, in_a_copy
from tests.fit.store.postgres import fresh_database, server_url

EARLIER = schema.revisions()[:-1]
MADE_ANEW = {
    "handover": "a form had one scale, and got an id",
    "rebuild": "asked for by the upgrade, and done",
    "web_session": "whoever was signed in before sessions could be listed signs in again",
}
"""Tables that an upgrade writes in another shape, and why."""


@pytest.fixture(scope="module")
def full(founded, tmp_path_factory):
    """Rows in every table of today, as the use cases write them; the clinic's people and its clock."""
    with in_a_copy(founded, tmp_path_factory.mktemp("full") / "clinic") as world:
        episode = furnish(world)
        for number in range(3):
            world.session(world.begin(f"C-{number}"), 18 + number, 37 - number)
        fill_every_table(world, episode)
        with world.clinic.store.read() as connection:
            rows = every_row(connection)
        return rows, world.people, world.clock.moment


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Settings of an empty place, and a way to write into its database."""
    if request.param == "sqlite":
        settings = Settings(folder=tmp_path / "clinic")
        settings.folder.mkdir()
        return settings, writing_engine(settings.database_file, key_for(settings.database_file, settings.key_file))
    if server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    settings = Settings(folder=tmp_path / "clinic", database_url=fresh_database())
    return settings, sa.create_engine(settings.database_url)


@pytest.mark.parametrize("revision", EARLIER)
def test_a_clinic_of_that_schema_keeps_its_data_and_works(full, place, revision):
    rows, people, moment = full
    settings, engine = place
    with engine.begin() as connection:
        then = carry_back(connection, rows, revision)
        before = {name: values(connection, table) for name, table in then.items()}
        empty = [name for name, found in before.items() if not found]
    engine.dispose()
    assert empty == [], "every table of then has rows"
    clinic = open_clinic(settings, clock=Clock(moment))
    with clinic.store.read() as connection:
        assert schema.current(connection) == schema.revisions()[-1]
        now = reflected(connection)
        for name in before.keys() & now.keys() - MADE_ANEW.keys():
            both = [column.name for column in then[name].columns if column.name in now[name].c]
            assert len(both) == len(then[name].columns), name
            assert values(connection, now[name], both) == before[name], name
    works(World(clinic, Clock(moment), people), rows, then)
    clinic.close()
    machine.check_audits(settings)


def test_a_backup_of_an_earlier_schema_is_brought_up_to_date_when_it_is_restored(full, place, tmp_path):
    rows, people, moment = full
    settings, engine = place
    with engine.begin() as connection:
        then = carry_back(connection, rows, "0014")
    engine.dispose()
    (tmp_path / "to").mkdir()
    made = machine.make_backup(settings, tmp_path / "to", clock=Clock(moment))
    again = empty_place(settings, tmp_path / "new machine")
    machine.restore_backup(again, made.path, clock=Clock(moment))
    clinic = open_clinic(again, clock=Clock(moment))
    works(World(clinic, Clock(moment), people), rows, then)
    clinic.close()


def values(connection, table, names=None):
    """Every row, by the columns that are asked for, in an order of its own."""
    columns = [table.c[name] for name in (names or table.c.keys())]
    return sorted(map(repr, map(tuple, connection.execute(sa.select(*columns)))))


def works(world, rows, then):
    """What a clinic does on the day after: figures, the audit, pages, a new client with a rating."""
    for clinic_id in rebuilds_waiting(world.clinic):
        finish_rebuild(world.clinic, clinic_id)
    assert rebuild_all(world.clinic).wrong == 0
    assert administrator.verify_audit(world.clinic, world.admin).is_whole
    if "episode" in then:
        mine = [row for row in rows["episode"] if row["closed_on"] is None]
        assert len(world.caseload().rows) == len(mine) > 1
        for row in world.caseload().rows:
            assert clinician.open_client(world.clinic, world.ann, row.episode_id).sessions
    world.session(world.begin("AFTERWARDS"), 20, 36)
    assert "AFTERWARDS" in {row.client_label for row in world.caseload().rows}
    if "turn" in then:
        assert clinician.search_record(world.clinic, world.ann, "helping").hits


def test_every_schema_is_tried():
    assert EARLIER[0] == "0001"
    assert len(EARLIER) == len(schema.revisions()) - 1 >= 21
