"""A clinic's rows are whole without any other clinic's: copied by its key, it works on in a database of its own."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select, text

from fit.casework import Settings, clinician, open_clinic
from fit.casework.machine import rebuild_all
from fit.casework.views import ConsentKind
from fit.store import audit
from fit.store.database import open_postgresql
from fit.store.ids import read_id
from fit.store.tables import Base
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.world import World
from tests.fit.store.postgres import fresh_database
from tests.fit.store.spreading import WHOLE

SAID = "The river was frozen all the way to the mill."
WORDS = text("SELECT clinic_id, turn_id, CAST(words AS text) AS words FROM turn_words WHERE clinic_id = :clinic_id")
ADD_WORDS = text("INSERT INTO turn_words VALUES (:clinic_id, :turn_id, CAST(:words AS tsvector))")


@pytest.fixture
def moved(world_on_postgresql, tmp_path):
    """The first of two clinics in an empty database of its own, and the world that it was copied from."""
    world = world_on_postgresql
    lived(world)
    url = fresh_database()
    empty = open_postgresql(url)
    with world.clinic.store.read() as there:
        empty.write(lambda here: copied(there, here, read_id(world.ann.clinic_id)))
    empty.close()
    settings = Settings(folder=tmp_path / "moved", database_url=url)
    clinic = open_clinic(settings, clock=world.clock)
    yield world, World(clinic, world.clock, world.people, world.episodes)
    clinic.close()


def lived(world):
    """Ratings, an alert, a transcript that is found by its words; and something of the other clinic's."""
    for code, scores in (("A1", (20.0, 12.0)), ("A2", (18.0, 26.0))):
        for score in scores:
            world.session(world.episodes.get(code) or world.begin(code), ors=score, srs=36.0)
    world.session(world.begin("B1", who=world.other_ann), ors=9.0, who=world.other_ann)
    place = (world.clinic, world.ann, world.episodes["A1"])
    clinician.record_consent(*place, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 3, 2))
    first = world.page(world.episodes["A1"]).sessions[0].session_id
    clinician.import_transcript(*place, content=vtt(SAID), session_id=first, roles=ROLES)


def copied(there, here, clinic_id):
    """What an operator would do, table by table: rows of the clinic, and the tables that are held as a whole."""
    for table in Base.metadata.sorted_tables:
        mine = table.c.id == clinic_id if table.name == "clinic" else None
        mine = table.c.clinic_id == clinic_id if table.name not in WHOLE else mine
        rows = [row._asdict() for row in there.execute(select(table) if mine is None else select(table).where(mine))]
        if rows:
            here.execute(table.insert(), rows)
    here.execute(ADD_WORDS, [row._asdict() for row in there.execute(WORDS, {"clinic_id": clinic_id})])


def test_a_clinic_is_whole_in_another_database(moved):
    before, after = moved
    assert after.caseload() == before.caseload()
    for episode in before.episodes.values():
        if episode != before.episodes["B1"]:
            assert after.page(episode) == before.page(episode)
    found = clinician.search_record(after.clinic, after.ann, "frozen mill")
    assert found == clinician.search_record(before.clinic, before.ann, "frozen mill")
    assert found.hits
    works_on(after)
    holds_nothing_of_others(after)


def works_on(world):
    world.session(world.episodes["A1"], ors=11.0, srs=30.0)
    before = world.caseload()
    rebuild_all(world.clinic)
    assert world.caseload().rows == before.rows
    with world.clinic.store.read() as connection:
        assert audit.verify(connection, read_id(world.ann.clinic_id)) is None


def holds_nothing_of_others(world):
    with world.clinic.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(Base.metadata.tables["clinic"])).scalar() == 1
        episodes = Base.metadata.tables["episode"]
        assert connection.execute(select(episodes.c.clinic_id).distinct()).scalars().all() == [
            read_id(world.ann.clinic_id)
        ]
