"""Small random services in a real store, told as plain rows as well, for tests that count on their own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np

from fit.casework import administrator, clinician
from fit.casework.actor import Actor, Role
from fit.ratings import Ending
from fit.store import accounts
from fit.store.ids import read_id
from tests.fit.casework.world import PASSPHRASE, csv

NOW = datetime(2026, 12, 7, 10, tzinfo=UTC)
"""A Monday."""
FIRST_WEEK, REPORT_MONTH = date(2026, 10, 19), date(2026, 11, 1)
"""The first of the eight weeks of completeness; the last month that is over."""
SCALES = {"adult": ("ors", "srs"), "adolescent": ("ors", "srs"), "child": ("cors", "csrs")}
HOLDERS = ("ann", "ben", "sue", "dora")
TEAMS = {"ann": "Team A", "sue": "Team A", "ben": "Team B", "dora": "Team B"}
PROGRAMMES = ("Couples", "Youth", None)
"""None: in no programme."""
ENDINGS = (None, None, Ending.PLANNED, Ending.UNPLANNED)
PLANT = 4
"""Children in care and no longer in care: a count of eight with two parts of four."""


def told_service(seed, count=46):
    """Episodes as dicts: who holds them, in which programme, how they ended, and sessions of (day, outcome, alliance).

    A rating that was not given is None.
    """
    chance = np.random.default_rng(seed)
    rows = [_told(chance, number) for number in range(count)]
    planted = [
        _told(chance, count + number) | {"band": "child", "ending": (None, Ending.PLANNED)[number % 2]}
        for number in range(2 * PLANT)
    ]
    return [_with_sessions(chance, one) for one in (*rows, *planted)]


def _told(chance, number):
    return {
        "code": f"e{number}",
        "who": str(chance.choice(HOLDERS, p=(0.45, 0.3, 0.15, 0.1))),
        "band": str(chance.choice(("adult", "adolescent"), p=(0.8, 0.2))),
        "first": date(2025, 12, 1) + timedelta(days=int(chance.integers(0, 340))),
        "ending": ENDINGS[chance.choice(4, p=(0.25, 0.2, 0.35, 0.2))],
        "caregiver": bool(chance.random() < 0.15),
        "tag": bool(chance.random() < 0.25),
        "programme": PROGRAMMES[chance.choice(3, p=(0.5, 0.15, 0.35))],
    }


def _with_sessions(chance, one):
    held = int(chance.integers(1, 12))
    days = [one["first"] + timedelta(weeks=number) for number in range(held)]
    outcome = np.clip(chance.integers(50, 330) + np.cumsum(chance.integers(-40, 55, held)), 0, 400)
    alliance = np.clip(chance.integers(280, 400, held), 0, 400)
    given = chance.random((2, held)) < 0.85
    given[0, 0] = True
    sessions = [
        (day, int(outcome[at]) if given[0, at] else None, int(alliance[at]) if given[1, at] else None)
        for at, day in enumerate(days)
        if day < date(2026, 11, 30) and given[:, at].any()
    ]
    return one | {"sessions": sessions}


def brought_in(world, service):
    """Bring a told service into the store; the clock then stands in December."""
    world.clock.moment = NOW
    add_dora(world)
    for who in HOLDERS:
        mine = [one for one in service if one["who"] == who]
        rows = [row for one in mine for row in _rows(one)]
        if rows:
            administrator.import_ratings(
                world.clinic,
                world.admin,
                f"{who}.csv",
                csv(*rows, header="episode_id,age_band,session,scale,total,date,informant"),
                clinician_sign_in_name=who,
            )
    programmes = {name: administrator.add_programme(world.clinic, world.admin, name) for name in PROGRAMMES if name}
    for one in service:
        episode = administrator.find_episode(world.clinic, world.admin, one["code"])
        if one["programme"]:
            chosen = programmes[one["programme"]].programme_id
            clinician.set_programme(world.clinic, world.people[one["who"]], episode, chosen)
        if one["tag"]:
            clinician.add_tag(world.clinic, world.people[one["who"]], episode, "group")
        if one["ending"] is not None:
            administrator.close_episode(
                world.clinic, world.admin, episode, closed_on=date(2026, 11, 30), ending=one["ending"]
            )
    world.report_month, world.first_week = REPORT_MONTH, FIRST_WEEK
    return world


def add_dora(world):
    """A fourth clinician, in a second team with ben."""
    row = administrator.add_user(
        world.clinic,
        world.admin,
        sign_in_name="dora",
        display_name="North dora",
        role=Role.CLINICIAN,
        passphrase=PASSPHRASE,
        team="Team B",
    )
    dora = Actor(user_id=row.user_id, clinic_id=world.admin.clinic_id, role=Role.CLINICIAN, name="North dora")
    world.people = {**world.people, "dora": dora}
    clinic_id, ben = read_id(world.admin.clinic_id), read_id(world.ben.user_id)
    world.clinic.store.write(lambda connection: accounts.change_user(connection, clinic_id, ben, team="Team B"))


def _rows(one):
    outcome, alliance = SCALES[one["band"]]
    for meeting, (day, first, second) in enumerate(one["sessions"], start=1):
        for scale, tenths in ((outcome, first), (alliance, second)):
            if tenths is not None:
                yield f"{one['code']},{one['band']},{meeting},{scale},{tenths / 10},{day},client"
        if one["caregiver"] and one["band"] == "child" and first is not None:
            yield f"{one['code']},{one['band']},{meeting},{outcome},{min(first + 10, 400) / 10},{day},caregiver"
