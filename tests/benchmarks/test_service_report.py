"""The monthly report of 50 clinicians and a million sessions: from columns, and from a database, to the PDF file."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

import pytest
from sqlalchemy import func, select

from fit.alerts import rules
from fit.assessment import assess
from fit.casework import Actor, Role, Settings, director, open_clinic
from fit.reports.service_report import service_report
from fit.series import Series
from fit.store import accounts
from fit.store.ids import shown
from fit.store.ratings import history
from fit.store.tables import Episode, Session, columns_of
from tests.benchmarks.million_sessions import fill_with_few
from tests.fit.reports.services import a_report, some_cells, some_episodes

CLINICIANS, SESSIONS = 50, 1_000_000
LIMIT_S = 5.0
SIMULATED = 5_000
CROWDED = 1.5
"""Work takes so much longer on a machine that others use too."""
PART = 20
"""The naive way is measured on one of so many episodes."""
session, episode = columns_of(Session), columns_of(Episode)


@pytest.fixture(scope="module")
def episodes():
    """About a million sessions: the simulated clients again and again, each time of other clients."""
    once = some_episodes(SIMULATED, CLINICIANS)
    return some_episodes(SIMULATED, CLINICIANS, times=-(-SESSIONS // int(once.sessions.sum())))


def test_the_report_of_a_million_sessions(benchmark, say, episodes):
    cells = some_cells(CLINICIANS, SESSIONS)

    def whole():
        begun = perf_counter()
        report = a_report(episodes, cells, CLINICIANS)
        figured = perf_counter()
        return service_report(report), figured - begun, perf_counter() - figured

    pdf, figures, drawing = benchmark.pedantic(whole, rounds=3)
    assert int(episodes.sessions.sum()) >= SESSIONS
    say(
        f"service report, {CLINICIANS} clinicians, {int(episodes.sessions.sum()):,} sessions of {episodes.count:,} "
        f"episodes: figures {figures:.2f} s, drawing {drawing:.2f} s, {len(pdf) / 1000:.0f} kB"
    )
    assert benchmark.stats.stats.max < LIMIT_S


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A clinic of as many sessions in an encrypted file. MENDLINE_BENCH_REPORT_FOLDER keeps it for another run."""
    folder = Path(os.environ.get("MENDLINE_BENCH_REPORT_FOLDER") or tmp_path_factory.mktemp("report"))
    clinic = open_clinic(Settings(folder=folder))
    with clinic.store.read() as connection:
        known = accounts.clinics(connection)
    if not known:
        fill_with_few(clinic, CLINICIANS, SESSIONS)
    yield clinic
    clinic.close()


def row_by_row(clinic, connection, ids):
    """Every rating as a row, an episode's histories through the engine: as it was first written."""
    ratings = history(connection, accounts.clinics(connection)[0].id, ids).ratings
    return assess(Series.of(ratings), clinic.policy, clinic.curves, rules())


def test_the_report_from_a_database_of_a_million_sessions(benchmark, stored, say):
    with stored.store.read() as connection:
        clinic_id = shown(accounts.clinics(connection)[0].id)
        held = connection.execute(select(func.count()).select_from(session)).scalar()
        ids = connection.execute(select(episode.c.id).order_by(episode.c.id)).scalars().all()
        used = process_time()
        row_by_row(stored, connection, ids[: len(ids) // PART])
        naive = (process_time() - used) * PART
    actor = Actor(user_id=clinic_id, clinic_id=clinic_id, role=Role.DIRECTOR, name="Bench")
    began, used = perf_counter(), process_time()
    month = (stored.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    pdf = benchmark.pedantic(director.make_service_report, (stored, actor, month), rounds=1)
    took, worked = perf_counter() - began, process_time() - used
    say(
        f"service report from SQLite, {CLINICIANS} clinicians, {held:,} sessions: {took:.1f} s by the clock, "
        f"{worked:.1f} s of work; only to read and assess the ratings row by row {naive:.0f} s of work "
        f"({naive / worked:.0f} times)"
    )
    assert pdf.startswith(b"%PDF-")
    assert held >= SESSIONS
    assert worked < LIMIT_S * CROWDED
