"""The clinic that is put under load: clients with a past, forms given out for tablets, cases for clinicians' work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from fit.casework import Settings, access, administrator, clinician, open_clinic
from fit.casework.machine import acting_administrator
from fit.casework.views import Asked, Way
from fit.scales import scale
from fit.store.ids import shown
from fit.store.tables import Episode, Session, columns_of
from tests.dashboard.serving.small_clinic import (
    ADMINISTRATOR,
    CLINICIAN,
    COLLEAGUE,
    PASSPHRASE,
    Person,
    make_small_clinic,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fit.casework import Clinic
    from fit.casework.actor import Actor

SCALES = ("ors", "srs")
ITEMS = {name: tuple(item.id for item in scale(name).items) for name in SCALES}
PAST = 4
"""Sessions that each client had before."""
CASES_SHARE = 8
"""One in so many clients is for the clinicians' work, the others for tablets."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form given out: its token, and the scales of its parts in their order."""

    token: str
    scales: tuple[str, ...] = SCALES


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A client for the work of one clinician, and the session that a note is written of."""

    holder: Person
    episode: str
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where the clinic is, and what there is to do in it."""

    settings: Settings
    forms: tuple[Form, ...]
    cases: tuple[Case, ...]


def make_ground(folder: Path, database_url: str, *, forms: int, seed: int) -> Ground:
    """Make the clinic with so many forms, through the use cases of its people."""
    make_small_clinic(folder, database_url)
    return lay_ground(folder, database_url, forms=forms, seed=seed)


def lay_ground(folder: Path, database_url: str = "", *, forms: int, seed: int = 1) -> Ground:
    """Give a small clinic that is there so many forms, and clients for them."""
    settings = Settings(folder=folder, database_url=database_url)
    # given out for as long as the harness runs
    clinic = open_clinic(replace(settings, code_limit=DAY))
    try:
        cases = max(forms // CASES_SHARE, 8)
        _import(clinic, forms + cases, Random(seed))
        found = list(_imported(clinic))
        actors = {one: _actor(clinic, one) for one in (CLINICIAN, COLLEAGUE)}
        given = tuple(_given(clinic, actors[one.holder], one) for one in found[:forms])
    finally:
        clinic.close()
    return Ground(settings=settings, forms=given, cases=tuple(found[forms:]))


def holder_of(number: int) -> Person:
    return (CLINICIAN, COLLEAGUE)[number % 2]


def _actor(clinic: Clinic, person: Person) -> Actor:
    return access.sign_in(clinic, person.sign_in_name, PASSPHRASE, source="faults").actor


def _import(clinic: Clinic, clients: int, chance: Random) -> None:
    """Import a past for each client; every other one falls, so that there are alerts."""
    actor = acting_administrator(clinic, ADMINISTRATOR.sign_in_name)
    for person in (CLINICIAN, COLLEAGUE):
        mine = [number for number in range(clients) if holder_of(number) is person]
        rows = [row for number in mine for row in _past(number, chance)]
        content = "\n".join(["episode_id,age_band,session,scale,total,date", *rows]).encode()
        name = f"{person.sign_in_name}.csv"
        report = administrator.import_ratings(clinic, actor, name, content, clinician_sign_in_name=person.sign_in_name)
        assert report.stored, report


def _past(number: int, chance: Random) -> Iterator[str]:
    outcome, step = chance.uniform(15, 25), -2.5 if number % 2 else 1.5
    alliance = chance.uniform(34, 39)
    for session in range(1, PAST + 1):
        day = f"2026-0{session + 3}-1{number % 8}"
        for name, total in (("ors", outcome + step * session), ("srs", alliance + step * session / 4)):
            yield f"f{number:05d},adult,{session},{name},{min(total, 40):.1f},{day}"


def _imported(clinic: Clinic) -> Iterator[Case]:
    episode, session = columns_of(Episode), columns_of(Session)
    newest = (
        select(episode.c.import_key, episode.c.id, session.c.id.label("session_id"))
        .join(session, (session.c.clinic_id == episode.c.clinic_id) & (session.c.episode_id == episode.c.id))
        .where(session.c.meeting == PAST, episode.c.import_key.like("f0%"))
        .order_by(episode.c.import_key)
    )
    with clinic.store.read() as connection:
        for row in connection.execute(newest).all():
            holder = holder_of(int(row.import_key[1:]))
            yield Case(holder=holder, episode=shown(row.id), session=shown(row.session_id))


def _given(clinic: Clinic, actor: Actor, case: Case) -> Form:
    asked = [Asked(episode_id=case.episode, scale_ids=SCALES)]
    return Form(token=clinician.invite(clinic, actor, asked, way=Way.CODE).token)
