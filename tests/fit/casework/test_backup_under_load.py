"""A backup while tablets rate without a pause: all that was acknowledged before it began is in it, whole."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from fit.casework import administrator, machine, open_clinic
from fit.casework.machine import rebuild_all
from fit.store.tables import Audit, Rating, columns_of
from tests.fit.casework.backed_up import empty_place
from tests.fit.casework.world import World

ROOT = Path(__file__).parents[3]
CLIENTS, BACKUPS = 12, 3
LONGEST_S = 5.0
"""A writer that waits for the backup would wait for as long as that takes; the machine of the tests may be busy."""


@pytest.fixture
def at_work(either):
    """A clinic of which another process, its server, takes ratings without a pause; and what it has acknowledged."""
    episodes = [either.begin(f"C-{number}") for number in range(CLIENTS)]
    settings, ann = either.clinic.settings, either.ann
    either.clinic.close()
    command = [sys.executable, "-m", "tests.fit.casework.rating_meanwhile", settings.folder, settings.database_url]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*map(str, command), ann.user_id, ann.clinic_id, *episodes],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )
    assert process.stdout.readline() == "ready\n"
    yield either, settings, process
    process.kill()
    process.communicate()


def test_every_acknowledged_rating_is_in_the_backup_and_no_half_of_one(at_work, tmp_path):
    world, settings, process = at_work
    (tmp_path / "to").mkdir()
    made = []
    for _ in range(BACKUPS):
        time.sleep(1.2)
        made.append((datetime.now(UTC), machine.make_backup(settings, tmp_path / "to")))
    said, _ = process.communicate()
    acknowledged = [line.split() for line in said.splitlines()]
    assert len(acknowledged) > 40
    assert max(float(took) for *_, took in acknowledged) < LONGEST_S
    counts = [checked(world, settings, backup, acknowledged, began) for began, backup in made]
    assert 0 < counts[0] < counts[1] < counts[2] < len(acknowledged) + 1


def checked(world, settings, backup, acknowledged, began):
    """How many ratings a restored backup holds, each of them whole."""
    again = empty_place(settings, backup.path.with_suffix(""))
    machine.restore_backup(again, backup.path)
    clinic = open_clinic(again)
    rating, line = columns_of(Rating), columns_of(Audit)
    with clinic.store.read() as connection:
        held = set(connection.execute(select(rating.c.idempotency_key)).scalars())
        lines = connection.execute(
            select(func.count()).select_from(line).where(line.c.action == "record_in_room")
        ).scalar_one()
    before = {key for moment, key, _ in acknowledged if datetime.fromisoformat(moment) < began}
    assert before <= held
    assert lines == len(held), "each rating has its line in the audit"
    assert rebuild_all(clinic).wrong == 0, "standings and cells are what the ratings say"
    assert administrator.verify_audit(clinic, world.admin).is_whole
    assert World(clinic, world.clock, world.people).caseload().rows
    clinic.close()
    return len(held)
