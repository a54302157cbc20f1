"""A backup of a large clinic: how long it takes, how large it is, and how long ratings wait meanwhile.

`MENDLINE_BENCH_SESSIONS=1000000` makes it whole (some minutes before it begins); by default it is a twentieth.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from fit.casework import Settings, administrator, clinician, machine, open_clinic
from fit.ratings import Mode
from fit.scales import AgeBand
from tests.benchmarks.million_sessions import fill_with_few
from tests.fit.casework.world import spread

SESSIONS = int(os.environ.get("MENDLINE_BENCH_SESSIONS", "50000"))
CLINICIANS = 17
BEFORE = 60
"""[ratings] Given before, to compare with."""
SHARE = 4
"""Who waited for the backup would wait for the better part of it: nobody waits for a fourth of it."""
ROOT = Path(__file__).parents[3]


def test_a_backup_of_a_large_clinic_and_the_ratings_meanwhile(tmp_path, say):
    settings = Settings(folder=tmp_path / "clinic")
    clinic = open_clinic(settings)
    actor = fill_with_few(clinic, CLINICIANS, SESSIONS)[0]
    episode = administrator.add_client(clinic, actor, code="MEANWHILE", age_band=AgeBand.ADULT)
    rate = rater(clinic, actor, episode)
    before = [rate() for _ in range(BEFORE)]
    (tmp_path / "to").mkdir()
    meanwhile, stop = [], threading.Event()
    rating = threading.Thread(target=lambda: until(stop, rate, meanwhile))
    rating.start()
    took, cpu = timed("backup", "--to", tmp_path / "to", folder=settings.folder)
    stop.set()
    rating.join()
    clinic.close()
    made = machine.last_backup(settings)
    check, _ = timed("backup", "check", made.path, folder=settings.folder)
    back, _ = timed("restore", tmp_path / "to", "--replace", folder=settings.folder)
    say(f"backup of {SESSIONS:,} sessions: {took:.0f} s ({cpu:.0f} s on a core), {made.size / 1e6:.0f} MB")
    say(f"  checked later {check:.0f} s, restored {back:.0f} s")
    for name, taken in (("before", before), ("meanwhile", meanwhile)):
        told = f"median {median(taken) * 1e3:.0f} ms, longest {max(taken) * 1e3:.0f} ms"
        say(f"  {len(taken)} ratings {name}: {told}")
    assert max(meanwhile) < took / SHARE


def rater(clinic, actor, episode):
    """Give one rating after the other, each in a session of its own; returns how long it took [s]."""
    days = iter(range(100_000))

    def rate():
        number = next(days)
        session = clinician.start_session(clinic, actor, episode, date(1900, 1, 1) + timedelta(days=number))
        began = perf_counter()
        clinician.record_in_room(
            clinic,
            actor,
            episode,
            scale_id="ors",
            answers=spread("ors", 20 + number % 15),
            mode=Mode.TABLET,
            line_length_px=378.0,
            calibrated=False,
            idempotency_key=f"{number} {datetime.now(UTC)}",
            session_id=session,
        )
        return perf_counter() - began

    return rate


def until(stop, rate, taken):
    """A rating every tenth of a second: more than a large clinic gives."""
    while not stop.wait(0.1):
        taken.append(rate())


def timed(*words, folder):
    """Say a command in a process of its own, as an operator does; returns how long it took, and that on a core [s]."""
    environment = os.environ | {"MENDLINE_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    began, before = perf_counter(), of_children()
    command = [sys.executable, "-m", "dashboard.cli", *map(str, words)]
    subprocess.run(command, check=True, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    return perf_counter() - began, of_children() - before


def of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
