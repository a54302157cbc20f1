"""The alliance grid of a million sessions: read from the weekly cells, and all of it worked out anew.

Run with `make bench`. MENDLINE_BENCH_CELLS_FOLDER keeps the filled clinic for another run.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import Integer, and_, cast, func, select

from fit.casework import Actor, Role, Settings, open_clinic
from fit.casework._alliance_grid import first_week
from fit.casework.director import open_alliance_grid
from fit.casework.machine import rebuild_all
from fit.casework.views import GridRows
from fit.service.alliance_grid import Measure, Period
from fit.store import accounts
from fit.store.ids import shown
from fit.store.queries.alliance import cells_since
from fit.store.tables import AllianceCell, Rating, Session, columns_of
from tests.benchmarks.million_sessions import fill

ROWS, READ_MS, REBUILT_S = 60, 20, 60

session, rating, cell = (columns_of(table) for table in (Session, Rating, AllianceCell))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A clinic of a million sessions, and sixty of its clinicians with the fullest year."""
    folder = Path(os.environ.get("MENDLINE_BENCH_CELLS_FOLDER") or tmp_path_factory.mktemp("cells"))
    clinic = open_clinic(Settings(folder=folder))
    if not _clinics(clinic):
        fill(clinic)
    clinic_id = _clinics(clinic)[0]
    with clinic.store.read() as connection:
        since = first_week(connection.execute(select(func.max(cell.c.week))).scalar(), Period.WEEK)
        weeks = select(cell.c.clinician_id).where(cell.c.clinic_id == clinic_id, cell.c.week >= since)
        fullest = weeks.group_by(cell.c.clinician_id).order_by(func.count().desc()).limit(ROWS)
        people = connection.execute(fullest).scalars().all()
    yield clinic, clinic_id, people, since
    clinic.close()


def _clinics(clinic):
    with clinic.store.read() as connection:
        return [row.id for row in accounts.clinics(connection)]


def naive(connection, clinic_id, people, since):
    """The same sums from the ratings themselves: fewer of them, since dips and repairs no query can say."""
    both = and_(rating.c.clinic_id == session.c.clinic_id, rating.c.session_id == session.c.id)
    mine = and_(session.c.clinic_id == clinic_id, session.c.clinician_id.in_(people), session.c.occurred_on >= since)
    counts = and_(rating.c.scale == "srs", rating.c.status == "active")
    below = func.sum(cast(rating.c.total < 360, Integer))
    query = select(session.c.clinician_id, session.c.occurred_on, func.count(), func.sum(rating.c.total), below)
    grouped = query.join(rating, both).where(mine, counts).group_by(session.c.clinician_id, session.c.occurred_on)
    return connection.execute(grouped).all()


def test_sixty_rows_of_a_year_are_read_from_the_cells(filled, cpu_seconds, say):
    clinic, clinic_id, people, since = filled
    with clinic.store.read() as connection:
        found = cells_since(connection, clinic_id, people, since)
        took = cpu_seconds(lambda: cells_since(connection, clinic_id, people, since), times=20) * 1_000
        beside = cpu_seconds(lambda: naive(connection, clinic_id, people, since)) * 1_000
    assert {clinician_id for clinician_id, _, _ in found} == set(people)
    say(f"{len(found)} cells of {ROWS} clinicians: {took:.1f} ms from the cells, {beside:.0f} ms from the ratings")
    assert took < READ_MS
    assert beside > took


def test_a_directors_grid_of_all_clinicians_is_timed(filled, cpu_seconds, say):
    clinic, clinic_id, _, _ = filled
    director = Actor(user_id=shown(clinic_id), clinic_id=shown(clinic_id), role=Role.DIRECTOR, name="Bench")
    asked = {"measure": Measure.BELOW_LINE, "rows": GridRows.CLINICIANS, "period": Period.WEEK}
    took = cpu_seconds(lambda: open_alliance_grid(clinic, director, **asked)) * 1_000
    rows = len(open_alliance_grid(clinic, director, **asked).rows)
    say(f"a director's whole grid, {rows} clinicians: {took:.0f} ms")
    assert rows > ROWS


def test_everything_is_worked_out_anew(filled, say):
    clinic, _, _, _ = filled
    gc.disable()
    began, used = perf_counter(), os.times()
    found = rebuild_all(clinic)
    took, worked = perf_counter() - began, os.times().user + os.times().system - used.user - used.system
    gc.enable()
    say(f"{found.episodes} episodes anew in {took:.1f} s, {worked:.1f} s of work; {found.wrong} rows were wrong")
    assert found.wrong == 0
    assert worked < REBUILT_S
