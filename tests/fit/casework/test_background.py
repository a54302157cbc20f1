"""Background work: asked for with the act that needs it, done once at a time, and taken up again after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Lock

import pytest
from sqlalchemy import select, text, update

from fit.casework._recording_files import FOLDER, files_of
from fit.casework.background import KINDS, OF_NO_CLINIC, REBUILD, RECORDINGS, ask, put, worker, working
from fit.casework.background._doing import _do
from fit.speech.recordings import State
from fit.store import queue, rebuild
from fit.store.ids import read_id
from fit.store.queue_worker import QueueWorker
from fit.store.tables import Standing, columns_of
from tests.fit.casework.sounds import lie

JOBS = text("SELECT task_name, queue_name, args, status, attempts FROM background.procrastinate_jobs ORDER BY id")
WITHIN_S = 40
QUICK = {"alive_every_s": 0.2, "gone_after_s": 1.0}
standing = columns_of(Standing)


def jobs(world):
    with world.clinic.store.read() as connection:
        return connection.execute(JOBS).all()


def spoilt(world):
    """Standings that are wrong, in a clinic whose rebuild was asked for. Returns what is right, and the clinic."""
    for code in ("A1", "A2"):
        world.session(world.begin(code), ors=20.0, srs=36.0)
    right, clinic_id = gains(world), read_id(world.ann.clinic_id)
    world.clinic.store.write(lambda connection: connection.execute(update(standing).values(intake=1)))
    world.clinic.store.write(lambda connection: rebuild.begin(connection, clinic_id))
    assert gains(world) != right
    return right, clinic_id


def gains(world):
    with world.clinic.store.read() as connection:
        return connection.execute(
            select(standing.c.episode_id, standing.c.intake).order_by(standing.c.episode_id)
        ).all()


def until(is_so, within=WITHIN_S):
    ends = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.05)


@contextmanager
def at_work(*workers):
    for one in workers:
        one.start()
    try:
        yield
    finally:
        for one in workers:
            one.stop()


def test_a_server_opens_when_figures_are_right_whatever_database(either):
    right, clinic_id = spoilt(either)
    with working(either.clinic):
        assert gains(either) == right
        assert clinic_id not in REBUILD.waiting(either.clinic)
    with working(either.clinic):
        assert gains(either) == right


def test_a_recording_that_waits_is_taken_up_at_a_start_whatever_database(either, tmp_path):
    settings = replace(either.clinic.settings, folder=tmp_path / "sound", speech_model="none of that name")
    clinic = replace(either.clinic, settings=settings)
    lie(settings, "ab" * 16)
    with working(clinic):
        until(lambda: files_of(settings).progress("ab" * 16).state is State.FAILED)
        until(lambda: not RECORDINGS.waiting(clinic))
    assert "none of that name" in files_of(settings).progress("ab" * 16).reason


def test_a_start_without_recordings_makes_no_folder_for_them(either):
    with working(either.clinic):
        assert not (either.clinic.settings.folder / FOLDER).exists()


class PowerCutError(Exception):
    """What happens before the commit."""


def test_a_job_is_there_with_the_act_that_asks_for_it_or_neither(world_on_postgresql):
    world = world_on_postgresql

    def cut(connection):
        put(world.clinic, connection, REBUILD, 1)
        raise PowerCutError

    with pytest.raises(PowerCutError):
        world.clinic.store.write(cut)
    assert jobs(world) == []
    world.clinic.store.write(lambda connection: put(world.clinic, connection, REBUILD, 1))
    assert [(job.task_name, job.status) for job in jobs(world)] == [("rebuild", "todo")]


def test_work_that_waits_is_asked_for_once_and_a_job_is_a_kind_and_a_number(world_on_postgresql):
    world = world_on_postgresql
    for _ in range(3):
        ask(world.clinic, REBUILD, read_id(world.ann.clinic_id))
        ask(world.clinic, RECORDINGS, OF_NO_CLINIC)
    assert [job.task_name for job in jobs(world)] == ["rebuild", "recordings"]
    assert [job.args for job in jobs(world)] == [{"number": read_id(world.ann.clinic_id)}, {"number": OF_NO_CLINIC}]


def test_after_asking_the_rest_of_the_transaction_finds_its_tables(world_on_postgresql):
    def both(connection):
        put(world_on_postgresql.clinic, connection, REBUILD, 1)
        return connection.execute(text("SHOW search_path")).scalar()

    assert world_on_postgresql.clinic.store.write(both) == '"$user", public'


def test_recordings_wait_for_a_server_that_has_their_folder(world_on_postgresql, tmp_path):
    clinic = world_on_postgresql.clinic
    elsewhere = replace(clinic, settings=replace(clinic.settings, folder=tmp_path / "another machine"))
    assert RECORDINGS.queue(clinic) == RECORDINGS.queue(clinic) != RECORDINGS.queue(elsewhere)
    assert REBUILD.queue(clinic) == REBUILD.queue(elsewhere)
    ask(elsewhere, RECORDINGS, OF_NO_CLINIC)
    ask(clinic, REBUILD, 1)
    with at_work(worker(clinic)):
        until(lambda: [job.task_name for job in jobs(world_on_postgresql)] == ["recordings"])
    with at_work(worker(elsewhere)):
        until(lambda: jobs(world_on_postgresql) == [])


def test_two_servers_do_a_job_once_at_a_time(world_on_postgresql):
    world, seen = world_on_postgresql, Overlap()
    workers = [QueueWorker(world.clinic.settings.database_url, {"rebuild": seen.do}, ["any server"]) for _ in range(2)]
    with at_work(*workers):
        for done in range(1, 4):
            ask(world.clinic, REBUILD, 1)
            until(lambda done=done: seen.begun >= done)
        until(lambda: jobs(world) == [])
    assert (seen.begun, seen.most) == (3, 1)


class Overlap:
    """Work that takes a moment, and how much of it was done at once."""

    def __init__(self):
        self.now = self.most = self.begun = 0
        self.lock = Lock()

    def do(self, _number, stopping):
        with self.lock:
            self.now, self.begun = self.now + 1, self.begun + 1
            self.most = max(self.most, self.now)
        stopping.wait(0.3)
        with self.lock:
            self.now -= 1


def test_a_job_that_fails_is_tried_again(world_on_postgresql):
    world, tries = world_on_postgresql, []

    def fail_once(number, stopping):
        tries.append(number)
        if len(tries) == 1:
            raise PowerCutError

    ask(world.clinic, REBUILD, 7)
    with at_work(QueueWorker(world.clinic.settings.database_url, {"rebuild": fail_once}, ["any server"])):
        until(lambda: jobs(world) == [])
    assert tries == [7, 7]


def test_a_server_that_ends_gives_its_job_back(world_on_postgresql):
    world, begun = world_on_postgresql, Event()
    spoilt(world)
    lasting = replace(REBUILD, begin=lambda *_: begun.set())
    kinds = {"rebuild": lambda number, stopping: _do(world.clinic, lasting, number, stopping)}
    ask(world.clinic, REBUILD, read_id(world.ann.clinic_id))
    with at_work(QueueWorker(world.clinic.settings.database_url, kinds, ["any server"])):
        assert begun.wait(WITHIN_S)
    assert [job.status for job in jobs(world)] == ["todo"]


KILLED = """
import sys, time
from pathlib import Path
from fit.casework import Settings, _rebuilding, open_clinic
from fit.casework.background import worker

def begun(*_):
    print("begun", flush=True)
    time.sleep(600)

_rebuilding._cells = begun
clinic = open_clinic(Settings(folder=Path(sys.argv[1]), database_url=sys.argv[2]))
worker(clinic, alive_every_s=0.2, gone_after_s=1.0).start()
time.sleep(600)
"""


def test_a_job_whose_server_was_killed_in_the_middle_is_done_by_another(world_on_postgresql):
    world = world_on_postgresql
    right, clinic_id = spoilt(world)
    ask(world.clinic, REBUILD, clinic_id)
    where = (str(world.clinic.settings.folder), world.clinic.settings.database_url)
    with subprocess.Popen([sys.executable, "-c", KILLED, *where], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout.readline() == "begun\n"
        assert [job.status for job in jobs(world)] == ["doing"]
        server.send_signal(signal.SIGKILL)
    assert REBUILD.waiting(world.clinic) == [clinic_id], "killed before the end"
    with at_work(worker(world.clinic, **QUICK)):
        until(lambda: jobs(world) == [])
    assert gains(world) == right
    assert REBUILD.waiting(world.clinic) == []


def test_every_kind_has_a_name_of_its_own():
    assert len({kind.name for kind in KINDS}) == len(KINDS) == 3


def test_the_queue_is_brought_up_to_date_by_the_steps_of_its_maker():
    steps = queue._steps()
    assert steps == tuple(sorted(steps))
    assert len(queue._missing(None, steps)) == 1
    assert len(queue._missing(steps[-3], steps)) == 2
    assert queue._missing(steps[-1], steps) == []
