"""The clinician's first minute with a million sessions in the database, beside reading and assessing histories."""

from __future__ import annotations

import shutil
import time
from statistics import median
from typing import NamedTuple

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from dashboard.access import identity
from dashboard.clinic import use_clinic
from fit.alerts import find_alerts, rules
from fit.assessment import assess
from fit.casework import Settings, _secrets, clinician, open_clinic
from fit.series import Series
from fit.store.ids import read_id
from fit.store.ratings import history
from tests.benchmarks.million_sessions import HELD, SESSIONS, fill
from tests.fit.store.postgres import fresh_database, server_url

ROUNDS = 20
AIM_MS = 300


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def million(request, tmp_path_factory):
    """A million sessions, made once for each kind of database."""
    if request.param == "PostgreSQL" and server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    folder = tmp_path_factory.mktemp("million")
    url = fresh_database() if request.param == "PostgreSQL" else None
    before, _secrets._hasher = _secrets._hasher, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    clinic = open_clinic(Settings(folder=folder, **({"database_url": url} if url else {})))
    try:
        begun, cpu = time.perf_counter(), time.process_time()
        filled = fill(clinic)
        seconds = f"{time.perf_counter() - begun:.0f} s ({time.process_time() - cpu:.0f} CPU)"
        if url:
            clinic.store.write(lambda connection: connection.execute(text("ANALYZE")))
        assert filled.sessions >= SESSIONS
        yield request.param, filled, seconds
    finally:
        _secrets._hasher = before
        clinic.close()
        shutil.rmtree(folder)


def naively(filled, episode_ids):
    """Read every history of the caseload, assess it and look for alerts: what a page without standings must do."""
    clinic_id = read_id(filled.actor.clinic_id)
    with filled.clinic.store.read() as connection:
        series = Series.of(history(connection, clinic_id, episode_ids).ratings)
    assessment = assess(series, filled.clinic.policy, filled.clinic.curves, rules())
    return [find_alerts(assessment.episode(strand)) for strand in range(series.strands)]


def told(call, before=lambda: None):
    """Medians of several calls [ms]: on the clock, and of this process's own CPU time, which a busy machine spares."""
    walls, own = [], []
    for _ in range(ROUNDS):
        before()
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        walls.append(1000 * (time.perf_counter() - wall))
        own.append(1000 * (time.process_time() - cpu))
    return Medians(median(walls), median(own))


class Medians(NamedTuple):
    wall: float
    cpu: float

    def __str__(self):
        return f"{self.wall:.1f} ms ({self.cpu:.1f} CPU)"


def own_ids(filled):
    rows = clinician.open_caseload(filled.clinic, filled.actor).rows
    assert len(rows) == HELD
    return [read_id(row.episode_id) for row in rows]


@pytest.mark.parametrize("door", ["open_caseload", "open_digest", "open_client"])
def test_opening_beside_the_naive_query(benchmark, million, say, door):
    kind, filled, seconds = million
    clinic, actor = filled.clinic, filled.actor
    ids = own_ids(filled)
    about = (clinician.open_caseload(clinic, actor).rows[0].episode_id,) if door == "open_client" else ()

    def look():
        return getattr(clinician, door)(clinic, actor, *about)

    naive = told(lambda: naively(filled, ids))
    first = told(look, before=clinic.viewed.clear)
    again = told(look)
    benchmark.pedantic(look, rounds=ROUNDS)
    if door == "open_caseload":
        say(f"{kind}: {filled.sessions:,} sessions with {filled.ratings:,} ratings made in {seconds}")
    say(
        f"{kind}, {door}, {HELD} open: {again}, as a first look with its audit line {first}; "
        f"naive (histories read and assessed) {naive}: {naive.wall / again.wall:.1f} times ours"
    )


@pytest.mark.parametrize(("page", "aim"), [("caseload", f" (aim {AIM_MS})"), ("client", "")])
def test_drawing_the_page(benchmark, million, say, monkeypatch, page, aim):
    kind, filled, _ = million
    monkeypatch.setattr(identity, "actor_behind_this_page", lambda **_: filled.actor)
    with use_clinic(filled.clinic):
        drawn = AppTest.from_string(f"from dashboard.pages import {page}\n{page}.page()\n", default_timeout=60)
        if page == "client":
            drawn.query_params["episode"] = clinician.open_caseload(filled.clinic, filled.actor).rows[0].episode_id
        drawn.run()
        assert not drawn.exception
        spent = told(drawn.run)
        benchmark.pedantic(drawn.run, rounds=ROUNDS)
    say(f"{kind}, page {page} drawn by Streamlit, with the test's own reading of it: {spent}{aim}")
