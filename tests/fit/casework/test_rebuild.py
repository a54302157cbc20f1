"""Summaries worked out anew from the ratings: nothing changes where nothing was wrong, and what was is right again."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from fit.casework import _rebuilding, administrator
from fit.casework.machine import rebuild_all
from fit.store import rebuild
from fit.store.ids import read_id
from fit.store.tables import Alert, AllianceCell, ProgrammeCell, Rebuild, Session, Standing, columns_of
from tests.fit.casework.world import csv

TABLES = tuple(columns_of(table) for table in (Session, AllianceCell, Standing, Alert, Rebuild, ProgrammeCell))
SCORES = (38, 31, 37, 38.5, 30, 29, 36)


@pytest.fixture
def busy(either):
    """Two clinicians' clients with dips, some repaired, one client of nobody, one seen twice in a week."""
    rows = [
        f"{who}{number},adult,{meeting},{scale_id},{total},2026-0{1 + meeting // 4}-{10 + meeting},{who}"
        for who in ("ann", "ben")
        for number in range(4)
        for meeting in range(1, 8)
        for scale_id, total in (("ors", 18 + number + meeting), ("srs", SCORES[(meeting + number) % len(SCORES)]))
    ]
    rows += ["nobodys,adult,1,srs,30.0,2026-02-03,", "nobodys,adult,2,srs,36.0,2026-02-05,"]
    header, *lines = csv(*rows).decode().splitlines()
    administrator.import_ratings(
        either.clinic, either.admin, "f.csv", "\n".join([f"{header},clinician", *lines]).encode()
    )
    for who in (either.ann, either.ann, either.sue):
        either.session(either.begin(f"live-{either.clock.moment.date()}", who=who), 20, 35, who=who)
    for name, keys in {"Couples": ("ann0", "ben1"), "Young people": ("ann1", "nobodys")}.items():
        programme = administrator.add_programme(either.clinic, either.admin, name).programme_id
        for key in keys:
            episode = administrator.find_episode(either.clinic, either.admin, key)
            administrator.set_programme(either.clinic, either.admin, episode, programme)
    return either


def rows_of(world):
    with world.clinic.store.read() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table)))) for table in TABLES}


def finished(clinic):
    """Do what is waiting, as a server that starts."""
    return [_rebuilding.finish_rebuild(clinic, clinic_id) for clinic_id in _rebuilding.rebuilds_waiting(clinic)]


def spoil(world, *statements):
    def work(connection):
        for statement in statements:
            connection.execute(statement)

    world.clinic.store.write(work)


@pytest.fixture(params=[1, 2], ids=["in this process", "in two beside it"])
def processes(request, monkeypatch, new_processes):
    monkeypatch.setattr(_rebuilding, "MANY_PIECES", 1)
    monkeypatch.setattr(_rebuilding, "AT_ONCE", 2)
    monkeypatch.setattr(rebuild, "EPISODES_AT_ONCE", 5)
    return request.param


def test_nothing_changes_when_nothing_was_wrong(busy, processes):
    before = rows_of(busy)
    found = rebuild_all(busy.clinic, processes=processes)
    assert (found.episodes, found.wrong) == (12, 0)
    assert rows_of(busy) == before
    assert not before["rebuild"]


def test_what_was_wrong_is_right_again(busy, processes):
    before = rows_of(busy)
    session, cell, standing, *_, of_programmes = TABLES
    spoil(
        busy,
        update(cell).values(dips=99, clients=0),
        update(of_programmes).values(repaired=7, clients=2),
        update(session).where(session.c.meeting < 4).values(followed=False, alliance_tenths=None, repaired=True),
        update(standing).values(alliance_latest=1, track="red"),
    )
    assert rebuild_all(busy.clinic, processes=processes).wrong > 12
    after = rows_of(busy)
    assert {name: without_nothing(name, after[name]) for name in KEPT} == {
        name: without_nothing(name, before[name]) for name in KEPT
    }
    assert without_moment(busy, after["standing"]) == without_moment(busy, before["standing"])


KEPT = ("session", "alliance_cell", "alert", "programme_cell")


def without_nothing(name, rows):
    """Cells of a programme that an episode has left stay, at zero."""
    return [row for row in rows if any(row[4:])] if name == "programme_cell" else rows


def without_moment(world, rows):
    place = [column.name for column in columns_of(Standing).c].index("updated_at")
    return [row[:place] + row[place + 1 :] for row in rows]


def test_a_cell_that_is_missing_comes_back_and_one_of_nothing_is_emptied(busy):
    cell, of_programmes = columns_of(AllianceCell), columns_of(ProgrammeCell)
    all_before = rows_of(busy)
    before = all_before["alliance_cell"]
    stray = dict.fromkeys((column.name for column in cell.c), 3)
    stray |= {"clinic_id": read_id(busy.ann.clinic_id), "clinician_id": read_id(busy.ann.user_id)}
    stray |= {"week": date(2020, 1, 6)}
    spoil(busy, delete(cell), cell.insert().values(stray), delete(of_programmes))
    spoil(busy, of_programmes.insert().values(stray | {"programme_id": 77}))
    rebuild_all(busy.clinic)
    after = rows_of(busy)
    assert [row for row in after["alliance_cell"] if any(row[3:])] == [row for row in before if any(row[3:])]
    assert without_nothing("programme_cell", after["programme_cell"]) == without_nothing(
        "programme_cell", all_before["programme_cell"]
    )


def test_a_rebuild_that_was_broken_off_goes_on_where_it_was(busy, monkeypatch):
    monkeypatch.setattr(rebuild, "EPISODES_AT_ONCE", 5)
    before = rows_of(busy)
    spoil(busy, update(columns_of(Standing)).values(gain=1), update(columns_of(AllianceCell)).values(sum_squares=0))

    class PowerCutError(Exception):
        """What happens after the first five."""

    def cut(_):
        raise PowerCutError

    with pytest.raises(PowerCutError):
        rebuild_all(busy.clinic, cut)
    assert len(rows_of(busy)["rebuild"]) == 1
    assert [one.episodes for one in finished(busy.clinic)] == [7]
    after = rows_of(busy)
    assert (after["alliance_cell"], after["rebuild"]) == (before["alliance_cell"], [])
    assert without_moment(busy, after["standing"]) == without_moment(busy, before["standing"])
    assert finished(busy.clinic) == []
