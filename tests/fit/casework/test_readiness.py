"""Whether a process can take a rating now: each obstacle really put in the way, and the figures for its operator."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from fit.casework._readiness import free_bytes
from fit.casework.watching import Obstacle, figures, obstacles
from fit.errors import StoreError
from fit.sealing import FileKey
from fit.store import meters
from tests.fit.casework.whole_client import furnish
from tests.fit.store.postgres import name_of, plain, server_url


def test_a_clinic_that_is_open_is_ready_on_each_kind_of_database(either):
    assert obstacles(either.clinic) == ()


def test_asking_leaves_the_database_as_it_was(either):
    def everything():
        with either.clinic.store.read() as connection:
            asked = ("SELECT * FROM alembic_version", "SELECT * FROM audit")
            return [connection.execute(text(one)).all() for one in asked]

    before = everything()
    for _ in range(3):
        assert obstacles(either.clinic) == ()
    assert everything() == before


@pytest.mark.parametrize(("version", "expected"), [("0001", Obstacle.SCHEMA_BEHIND), ("9999", Obstacle.SCHEMA_AHEAD)])
def test_another_version_of_the_tables_is_in_the_way(either, version, expected):
    either.clinic.store.write(
        lambda c: c.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": version})
    )
    assert obstacles(either.clinic) == (expected,)


def test_a_full_disk_is_in_the_way_before_it_is_full(either):
    room = free_bytes(either.clinic.settings.folder)
    assert obstacles(either.clinic, least_free=room // 2) == ()
    assert obstacles(either.clinic, least_free=room * 2) == (Obstacle.DISK_NEARLY_FULL,)


ROOT = Path(__file__).parents[3]
FULL_FOR_A_WHILE = """
import resource, sys
from pathlib import Path
from fit.casework import Settings, open_clinic
from fit.casework.watching import obstacles
clinic = open_clinic(Settings(folder=Path(sys.argv[1])))
found = [obstacles(clinic)]
log = clinic.settings.database_file.with_name("clinic.db-wal")
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, before[1]))
found.append(obstacles(clinic))
resource.setrlimit(resource.RLIMIT_FSIZE, before)
found.append(obstacles(clinic))
clinic.close()
print(" ".join(one[0].value if one else "ready" for one in found))
"""
"""In a process of its own: no file of it may grow beyond the log of the database, as on a full disk."""


def test_a_database_to_which_nothing_more_can_be_written_takes_no_writes_and_recovers(world):
    world.clinic.close()
    command = [sys.executable, "-c", FULL_FOR_A_WHILE, str(world.clinic.settings.folder)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert said.stdout.split() == ["ready", "database_takes_no_writes", "ready"]


def test_a_database_that_was_closed_or_damaged_does_not_answer(world):
    settings = world.clinic.settings
    with settings.database_file.open("r+b") as file:
        file.write(b"\0" * 4096)
    world.clinic.store._engine.dispose()
    assert set(obstacles(world.clinic)) == {Obstacle.DATABASE_DOES_NOT_ANSWER, Obstacle.KEY_DOES_NOT_OPEN}
    with pytest.raises(StoreError):
        figures(world.clinic)


def test_a_key_that_is_gone_or_another_one_is_in_the_way(world):
    file = world.clinic.settings.key_file
    key = file.read_text()
    file.unlink()
    assert obstacles(world.clinic) == (Obstacle.KEY_MISSING,)
    FileKey(path=file).make()
    assert obstacles(world.clinic) == (Obstacle.KEY_DOES_NOT_OPEN,)
    file.write_text("no key")
    assert obstacles(world.clinic) == (Obstacle.KEY_DOES_NOT_OPEN,)
    file.write_text(key)
    assert obstacles(world.clinic) == ()


def test_a_postgresql_that_only_reads_takes_no_writes(world_on_postgresql):
    name = name_of(world_on_postgresql.clinic.settings.database_url)
    with psycopg.connect(plain(server_url()), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    world_on_postgresql.clinic.store._engine.dispose()
    assert obstacles(world_on_postgresql.clinic) == (Obstacle.DATABASE_TAKES_NO_WRITES,)


def test_a_postgresql_that_is_gone_does_not_answer_and_has_no_figures(world_on_postgresql):
    name = name_of(world_on_postgresql.clinic.settings.database_url)
    with psycopg.connect(plain(server_url()), autocommit=True) as connection:
        world_on_postgresql.clinic.store._engine.dispose()
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        counted = errors()
        assert obstacles(world_on_postgresql.clinic) == (Obstacle.DATABASE_DOES_NOT_ANSWER,)
        with pytest.raises(StoreError):
            figures(world_on_postgresql.clinic)
        assert errors() >= counted + 2
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert obstacles(world_on_postgresql.clinic) == ()


def errors():
    return sum(one.value for family in meters.ERRORS.collect() for one in family.samples if one.name.endswith("_total"))


def test_what_waits_is_counted_over_all_clinics(either):
    episode = either.begin("K-1")
    either.invite(episode)
    either.invite(either.begin("K-2", who=either.other_ann), who=either.other_ann)
    handed, _ = either.hand_over(episode, "srs")
    found = figures(either.clinic)
    assert (found.forms, found.recordings, found.rebuilds, found.last_backup_at) == (3, 0, 0, None)
    assert found.sessions == 0  # who hands the tablet over is signed out on it
    either.sign_in("ben")
    assert figures(either.clinic).sessions == 1
    either.send(handed.token)
    assert figures(either.clinic).forms == 2
    either.clock.forward(days=4)
    assert (figures(either.clinic).forms, figures(either.clinic).sessions) == (0, 0)
    assert found.database_bytes > 100_000
    assert found.free_bytes > 0


def test_recordings_without_a_transcript_are_counted(world):
    furnish(world)
    found = figures(world.clinic)
    assert found.recordings == 1


def test_a_rating_is_counted_once_however_often_it_is_sent(world):
    episode = world.begin("K-1")
    before = meters.RATINGS._value.get()
    for _ in range(3):
        world.rate(episode, "ors", 20, key="one-key")
    handed, _ = world.hand_over(episode, "srs")
    for _ in range(2):
        world.send(handed.token)
    assert meters.RATINGS._value.get() == before + 2
