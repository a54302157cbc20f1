"""Columns read in bulk say what rows read one by one say, and the weeks what is kept with every rating."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest
from sqlalchemy import func, insert, select, update

from fit.alerts import rules
from fit.assessment import assess
from fit.casework import administrator
from fit.casework._deed import looking
from fit.casework._recording import method_of
from fit.casework._service_columns import read_service
from fit.errors import StoreError
from fit.ratings import Ending
from fit.series import Series
from fit.service.alliance_grid import SUMS
from fit.service.assessed import episodes_of
from fit.service.episodes import UNKNOWN, Care
from fit.store import accounts
from fit.store.cells import NOBODY
from fit.store.ids import read_id
from fit.store.queries import bulk
from fit.store.queries.service import episodes_between
from fit.store.ratings import history
from fit.store.tables import AllianceCell, Episode, Rating, Session, columns_of
from tests.fit.casework.world import csv

episode, session, rating, cell = (columns_of(table) for table in (Episode, Session, Rating, AllianceCell))
HEADER = "episode_id,age_band,session,scale,total,date,informant,clinician"
FIRST_DAY, LAST_DAY = date(2025, 2, 3), date(2030, 1, 1)


@pytest.fixture(params=[1, 2])
def at_random(request, either):
    """Episodes of two clinicians and of nobody: rated by one or two people, with gaps, on days noted or not."""
    chance = Random(request.param)
    rows = [row for number in range(14) for row in of_episode(chance, number)]
    header, *lines = csv(*rows, header=HEADER).decode().splitlines()
    report = administrator.import_ratings(either.clinic, either.admin, "f.csv", "\n".join([header, *lines]).encode())
    assert report.stored, [(row.line, str(row)) for row in report.rows_bad[:3]]
    superseded = select(rating.c.id).order_by(rating.c.id).limit(3)
    either.clinic.store.write(
        lambda c: c.execute(update(rating).where(rating.c.id.in_(superseded)).values(status="superseded"))
    )
    return either


def of_episode(chance, number):
    band = chance.choice(["adult", "adolescent"])
    who, begins = chance.choice(["ann", "ben", ""]), FIRST_DAY + timedelta(days=chance.randrange(300))
    for meeting in range(1, chance.randrange(2, 9)):
        day = "" if chance.random() < 0.1 else begins + timedelta(days=6 * meeting)
        for scale_id, informant in (("ors", "client"), ("srs", "client"), ("ors", "caregiver"), ("gsrs", "client")):
            if chance.random() < (0.8 if informant == "client" and scale_id != "gsrs" else 0.1):
                total = chance.randrange(250, 401) / 10
                yield f"E{number},{band},{meeting},{scale_id},{total},{day},{informant},{who}"


def read(world, until=LAST_DAY):
    with looking(world.clinic, world.dan, "make_service_report") as deed:
        care = episodes_between(deed.connection, deed.clinic_id, date(2000, 1, 1), until)
        clinicians = [one.id for one in accounts.users(deed.connection, deed.clinic_id)] + [NOBODY]
        columns = read_service(deed, method_of(world.clinic), care, clinicians, until)
        found = SimpleNamespace(
            episodes=columns.episodes,
            cells=columns.cells(columns.row),
            together=columns.cells(np.minimum(columns.row, 0)),
        )
        past = history(deed.connection, deed.clinic_id, care.id.tolist()).ratings
        kept = deed.connection.execute(select(cell).where(cell.c.clinic_id == deed.clinic_id, cell.c.sessions > 0))
        return care, clinicians, found, past, kept.all()


def test_episodes_are_those_of_the_engine_asked_with_every_item(at_random):
    care, _, found, past, _ = read(at_random)
    method, nothing = method_of(at_random.clinic), np.zeros(care.id.size, np.int32)
    facts = {"client": care.client, "clinician": care.clinician, "age_band": care.age_band}
    plain = episodes_of(
        assess(Series.of(past), method.policy, method.curves, rules()),
        Care(**facts, ending=nothing, sessions=nothing, days=nothing),
    )
    assert found.episodes.count == 14
    assert found.episodes.ratings.sum() > 0
    for one in fields(plain):
        if one.name not in {"ending", "sessions", "days"}:
            np.testing.assert_array_equal(getattr(found.episodes, one.name), getattr(plain, one.name), one.name)


def test_sessions_days_and_endings_are_those_of_plain_rows(at_random):
    closed = read(at_random)[0].id[:3].tolist()
    for one in closed:
        ends = {"closed_on": date(2026, 6, 1), "ending": Ending.REFERRED.value}
        at_random.clinic.store.write(
            lambda c, one=one, ends=ends: c.execute(update(episode).where(episode.c.id == one).values(**ends))
        )
    care, _, found, _, _ = read(at_random)
    with at_random.clinic.store.read() as connection:
        rows = connection.execute(select(session.c.episode_id, session.c.occurred_on)).all()
    for place, one in enumerate(care.id.tolist()):
        days = [row.occurred_on for row in rows if row.episode_id == one]
        unknown = not days or None in days
        lasted = UNKNOWN if unknown else (max(days) - min(days)).days
        assert found.episodes.sessions[place] == len(days)
        assert found.episodes.days[place] == lasted
        assert found.episodes.ending[place] == (list(Ending).index(Ending.REFERRED) if one in closed else -1)


def test_weeks_are_those_that_are_kept_with_every_rating(at_random):
    _, clinicians, found, _, kept = read(at_random)
    told = zip(found.cells.row.tolist(), found.cells.week.tolist(), strict=True)
    plain = {(row.clinician_id, row.week.toordinal()): row for row in kept}
    assert sorted((clinicians[row], week) for row, week in told) == sorted(plain)
    superseded = ("with_alliance", "sum_tenths")  # the three that were superseded behind the store's back differ
    for place, (row, week) in enumerate(zip(found.cells.row.tolist(), found.cells.week.tolist(), strict=True)):
        one = plain[clinicians[row], week]
        assert found.cells.clients[place] == one.clients
        assert found.cells.sessions[place] == one.sessions
        assert all(getattr(found.cells, name)[place] <= getattr(one, name) for name in superseded)
    assert found.together.sessions.sum() == found.cells.sessions.sum()
    assert np.unique(found.together.week).size == found.together.week.size


def test_after_the_rebuild_every_sum_of_every_week_is_the_kept_one(at_random):
    from fit.casework.machine import rebuild_all

    rebuild_all(at_random.clinic)
    _, clinicians, found, _, kept = read(at_random)
    plain = {(row.clinician_id, row.week.toordinal()): row for row in kept}
    for place, (row, week) in enumerate(zip(found.cells.row.tolist(), found.cells.week.tolist(), strict=True)):
        for name in ("clients", *SUMS):
            assert getattr(found.cells, name)[place] == getattr(plain[clinicians[row], week], name), name
    assert found.cells.dips.sum() > 0


def test_read_in_small_pages_it_is_the_same(at_random, monkeypatch):
    whole = read(at_random, date(2025, 9, 1))[2]
    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    pages = read(at_random, date(2025, 9, 1))[2]
    for kind in ("episodes", "cells", "together"):
        for one in fields(getattr(whole, kind)):
            pair = (getattr(getattr(each, kind), one.name) for each in (whole, pages))
            np.testing.assert_array_equal(*pair, one.name)


def test_the_largest_keys_are_read_whole(either):
    large = (1 << 63) - 2
    begun = read_id(either.begin("large"))
    with either.clinic.store.read() as connection:
        row = connection.execute(select(episode).where(episode.c.id == begun)).one()._asdict()
    either.clinic.store.write(lambda c: c.execute(insert(episode), row | {"id": large, "import_key": None}))
    with either.clinic.store.read() as connection:
        found = bulk.episodes(connection, row["clinic_id"])
    assert found.id.tolist()[-1] == large
    assert found.clinician.tolist()[-1] == row["clinician_id"]


@pytest.mark.parametrize("column", ["scale", "informant"])
def test_a_rating_on_an_unknown_scale_is_refused_by_name_of_the_remedy(at_random, column):
    with at_random.clinic.store.read() as connection:
        one = connection.execute(select(func.max(rating.c.id))).scalar()
    at_random.clinic.store.write(lambda c: c.execute(update(rating).where(rating.c.id == one).values({column: "gone"})))
    with pytest.raises(StoreError, match="does not know"):
        read(at_random)
