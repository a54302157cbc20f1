"""A million sessions on both databases: grid, outcomes and board as they are opened, and all of it worked out anew.

Run with `make bench`. MENDLINE_BENCH_CELLS_FOLDER keeps the filled clinic for another run.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter, process_time

import pytest
from sqlalchemy import BigInteger, Integer, and_, cast, delete, func, literal, select

from dashboard.commands.rebuild import MOST_PROCESSES
from fit.casework import Actor, Role, Settings, open_clinic
from fit.casework._alliance_grid import first_week
from fit.casework.director import open_alliance_grid, open_board, open_clinic_outcomes
from fit.casework.machine import rebuild_all
from fit.casework.views import GridRows
from fit.service.alliance_grid import Measure, Period
from fit.store import accounts
from fit.store.ids import shown
from fit.store.queries.alliance import cells_since, programme_weeks, programmes_since
from fit.store.tables import AllianceCell, Rating, Session, columns_of
from tests.benchmarks.million_sessions import fill
from tests.fit.store.postgres import fresh_database, server_url

COUNTED_S = 3
"""[s] of a whole clinic's months, with every clinician in the picture; the page shows sixty of them at once."""
ROWS, READ_MS, REBUILT_S, TIMES, GROWTH = 60, 20, 60, 10, 1.5

session, rating, cell = (columns_of(table) for table in (Session, Rating, AllianceCell))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, tmp_path_factory):
    """A clinic of a million sessions, and sixty of its clinicians with the fullest year."""
    if request.param == "postgresql":
        if server_url() is None:
            pytest.skip("there is no PostgreSQL on this machine")
        clinic = open_clinic(Settings(database_url=fresh_database()))
    else:
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


def best(call, times=3):
    """Seconds by the clock, the best of a few: PostgreSQL works in a process of its own."""

    def once():
        began = perf_counter()
        call()
        return perf_counter() - began

    return min(once() for _ in range(times))


def test_sixty_rows_of_a_year_are_read_from_the_cells(benchmark, filled, say):
    clinic, clinic_id, people, since = filled
    with clinic.store.read() as connection:
        found = benchmark(cells_since, connection, clinic_id, people, since)
        took = best(lambda: cells_since(connection, clinic_id, people, since), times=20) * 1_000
        beside = best(lambda: naive(connection, clinic_id, people, since)) * 1_000
    assert {clinician_id for clinician_id, _, _ in found} == set(people)
    say(
        f"{clinic.store.dialect}: {len(found)} cells of {ROWS} clinicians: {took:.1f} ms from the cells, "
        f"{beside:.0f} ms from the ratings ({beside / took:.0f} times)"
    )
    assert took < READ_MS
    assert beside > took


def test_programmes_of_a_year_are_read_from_their_cells(filled, cpu_seconds, say):
    clinic, clinic_id, people, since = filled
    with clinic.store.read() as connection:
        found = programmes_since(connection, clinic_id, people, since)
        took = cpu_seconds(lambda: programmes_since(connection, clinic_id, people, since), times=20) * 1_000
        inside = programme_weeks(connection, clinic_id, people, since)
        deeper = cpu_seconds(lambda: programme_weeks(connection, clinic_id, people, since), times=20) * 1_000
        whole = cells_since(connection, clinic_id, people, since)
    assert sum(figures[1] for _, _, figures in found) == sum(figures[1] for _, _, figures in whole)
    say(f"{len(found)} weeks of programmes: {took:.1f} ms; {len(inside)} of them by clinician: {deeper:.1f} ms")
    assert took < READ_MS


def director_of(clinic_id):
    return Actor(user_id=shown(clinic_id), clinic_id=shown(clinic_id), role=Role.DIRECTOR, name="Bench")


def test_a_directors_grid_of_all_clinicians_is_timed(benchmark, filled, cpu_seconds, say):
    clinic, clinic_id, _, _ = filled
    asked = {"measure": Measure.BELOW_LINE, "rows": GridRows.CLINICIANS, "period": Period.WEEK}
    took = cpu_seconds(lambda: open_alliance_grid(clinic, director_of(clinic_id), **asked)) * 1_000
    found = benchmark.pedantic(open_alliance_grid, (clinic, director_of(clinic_id)), asked, rounds=3)
    rows = len(found.rows)
    say(f"{clinic.store.dialect}: a director's whole grid, {rows} clinicians: {took:.0f} ms of work")
    assert rows > ROWS


@pytest.mark.parametrize("rows", [GridRows.CLINICIANS, GridRows.TEAMS, GridRows.PROGRAMMES])
@pytest.mark.parametrize("period", [Period.MONTH, Period.QUARTER])
def test_months_and_quarters_count_their_different_clients(filled, cpu_seconds, say, period, rows):
    """Two years of all clinicians, where the weeks do not say whether there are five clients."""
    clinic, clinic_id, _, _ = filled
    asked = {"measure": Measure.BELOW_LINE, "rows": rows, "period": period}
    took = cpu_seconds(lambda: open_alliance_grid(clinic, director_of(clinic_id), **asked), times=3)
    found = open_alliance_grid(clinic, director_of(clinic_id), **asked)
    say(f"{clinic.store.dialect}: {period} of {len(found.rows)} {rows}: {took * 1_000:.0f} ms of work")
    assert took < COUNTED_S


@pytest.mark.parametrize("look", [open_clinic_outcomes, open_board], ids=["outcomes", "board"])
def test_a_directors_pages_are_opened_and_drawn_again(benchmark, filled, look, say):
    clinic, clinic_id, _, _ = filled
    first, worked = timed(lambda: look(clinic, director_of(clinic_id)))
    again, _ = timed(lambda: benchmark.pedantic(look, (clinic, director_of(clinic_id)), rounds=1))
    say(
        f"{clinic.store.dialect}: {look.__name__}: {first:.1f} s the first time ({worked:.1f} s of work), "
        f"{again * 1_000:.0f} ms when nobody wrote"
    )
    assert again < first / 10


def timed(call):
    """Seconds by the clock, and of work in this process."""
    began, used = perf_counter(), process_time()
    call()
    return perf_counter() - began, process_time() - used


def test_everything_is_worked_out_anew(benchmark, filled, say):
    clinic, _, _, _ = filled
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    took, worked = timed(lambda: benchmark.pedantic(say_rebuilt, (clinic, say, processes), rounds=1))
    say(f"{clinic.store.dialect}: {took:.1f} s by the clock in {processes} processes, {worked:.1f} s of work in this")
    assert took < REBUILT_S


def say_rebuilt(clinic, say, processes):
    found = rebuild_all(clinic, processes=processes)
    say(f"{clinic.store.dialect}: {found.episodes} episodes anew; {found.wrong} rows were wrong")
    assert found.wrong == 0


def test_ten_times_as_many_sessions_are_read_as_fast(benchmark, filled, say):
    """Weekly cells of ten million sessions, laid beside the million's own; the sessions themselves are not there."""
    clinic, clinic_id, people, since = filled
    with clinic.store.read() as connection:
        before = best(lambda: cells_since(connection, clinic_id, people, since), times=20)
        keys = select(func.count(), func.min(cell.c.clinician_id), func.max(cell.c.clinician_id))
        rows, first, last = connection.execute(keys).one()
    for copy in range(1, TIMES):
        apart = copy * (last - first + 1)
        clinic.store.write(lambda connection, apart=apart: beside(connection, clinic_id, apart, last))
    clinic.store.wipe()  # years of writing lie in the file, not all at once in its log
    with clinic.store.read() as connection:
        benchmark(cells_since, connection, clinic_id, people, since)
        after = best(lambda: cells_since(connection, clinic_id, people, since), times=20)
    clinic.store.write(lambda connection: connection.execute(delete(cell).where(cell.c.clinician_id > last)))
    say(
        f"{clinic.store.dialect}: sixty rows out of {rows:,} cells {before * 1_000:.1f} ms, out of {rows * TIMES:,} "
        f"{after * 1_000:.1f} ms ({after / before:.2f} times)"
    )
    assert after < before * GROWTH or after * 1_000 < READ_MS / 2


def beside(connection, clinic_id, apart, last):
    """The cells once more, of other clinicians."""
    moved = cell.c.clinician_id + literal(apart, BigInteger)
    columns = [moved if column.name == "clinician_id" else column for column in cell.c]
    mine = select(*columns).where(cell.c.clinic_id == clinic_id, cell.c.clinician_id <= last)
    connection.execute(cell.insert().from_select(list(cell.c), mine))
