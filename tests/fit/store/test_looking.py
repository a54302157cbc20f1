"""Looking in processes beside the one that writes: in the order of asking, reading only, ended with whoever asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from fit.errors import StoreError, StoreUnavailableError
from fit.store.database import open_sqlite
from fit.store.looking import looking

ROOT = Path(__file__).parents[3]
ENDS_WITHIN_S = 10


@pytest.fixture
def store(tmp_path, new_processes):
    opened = open_sqlite(tmp_path / "clinic.db", tmp_path / "clinic.key")
    yield opened
    opened.close()


def subjects(connection, failures):
    found = connection.execute(text("SELECT subject FROM attempt WHERE failures = :failures"), {"failures": failures})
    return os.getpid(), found.scalars().all()


def overwrite(connection, _):
    connection.execute(text("UPDATE attempt SET failures = 0"))


def refuse(_connection, said):
    raise StoreError(said)


@pytest.mark.parametrize("processes", [1, 3])
def test_what_is_found_comes_in_the_order_of_asking(store, processes):
    add = text("INSERT INTO attempt (kind, subject, failures, first_at) VALUES ('look', :subject, :failures, :at)")
    rows = [{"subject": f"{n}", "failures": n, "at": "2026-01-01 00:00:00.000000"} for n in range(20)]
    store.write(lambda connection: connection.execute(add, rows))
    with looking(store, processes) as look:
        found = list(look(subjects, range(20)))
    assert [there for _, there in found] == [[f"{n}"] for n in range(20)]
    assert (os.getpid() in {process for process, _ in found}) == (processes == 1)


@pytest.mark.parametrize("processes", [1, 2])
def test_nobody_who_looks_can_write_and_a_refusal_arrives(store, processes):
    with looking(store, processes) as look, pytest.raises(StoreUnavailableError, match="cannot be written"):
        list(look(overwrite, [1]))
    with looking(store, processes) as look, pytest.raises(StoreError, match="not today"):
        list(look(refuse, ["not today"]))


WAITING = """
import sys, time
from pathlib import Path
from fit.store.database import open_sqlite
from fit.store.looking import looking
from tests.fit.store.test_looking import subjects
folder = Path(sys.argv[1])
if __name__ == "__main__":
    with looking(open_sqlite(folder / "killed.db", folder / "clinic.key"), 2) as look:
        print(*{process for process, _ in look(subjects, range(20))}, flush=True)
        time.sleep(600)
"""


def test_processes_that_look_end_with_one_that_is_killed(tmp_path):
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as asking:
        assert asking.stdout is not None
        processes = [int(one) for one in asking.stdout.readline().split()]
        assert processes
        assert all(is_there(one) for one in processes)
        asking.send_signal(signal.SIGKILL)
    until = time.monotonic() + ENDS_WITHIN_S
    while any(is_there(one) for one in processes) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [one for one in processes if is_there(one)]


def is_there(process):
    """Whether it runs; one that has ended and that nobody has asked after yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
