"""A clinic with a million sessions: one imported file of simulated episodes, then its rows copied in the database.

The first thousand episodes go through the product's own import, so that alerts, standings and cells are what it
writes. The others are the same rows under keys of their own and under clinicians of their own, sixty to each; or, for
a clinic of few clinicians who have been there for long, under the same clinicians, whose cells are counted anew.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, literal, select

from fit.casework import Actor, Role, administrator, clinician
from fit.interop.simulated_out import CsvTable, rating_columns
from fit.simulation import simulate
from fit.store import rebuild
from fit.store.cells import move_to_programme
from fit.store.ids import read_id
from fit.store.tables import (
    Alert,
    AllianceCell,
    Client,
    Episode,
    ProgrammeCell,
    Rating,
    Session,
    Standing,
    User,
    columns_of,
)

SESSIONS = 1_000_000
HELD = 60
"""[open episodes a clinician]"""
CLINICIANS = 17
PASSPHRASE = "four words make one"
AN_HOUR_OF_KEYS = 3_600_000 << 22
"""So far apart the keys of two copies are: no key of one is a key of another."""
KEYS = ("id", "client_id", "clinician_id", "episode_id", "session_id", "answered_by")
NAMES = ("sign_in_name", "code", "import_key")
"""Of every copy its own."""
COPIED = (User, Client, Episode, Session, Rating, Alert, Standing, AllianceCell, ProgrammeCell)


@dataclass(frozen=True)
class MillionSessions:
    """The opened clinic, one of its clinicians, and how many rows there are."""

    clinic: object
    actor: Actor
    sessions: int
    ratings: int


OF_CLINICIANS = ("clinic_user", "alliance_cell", "programme_cell")


def fill(clinic, sessions=SESSIONS):
    """Fill an empty database; returns it with a clinician who holds sixty open episodes."""
    people = _filled(clinic, CLINICIANS, COPIED, KEYS, sessions)
    actor = people[CLINICIANS // 2]
    assert len(clinician.open_caseload(clinic, actor).rows) == HELD
    return MillionSessions(clinic, actor, _count(clinic, columns_of(Session)), _count(clinic, columns_of(Rating)))


def fill_with_few(clinic, clinicians, sessions=SESSIONS):
    """Fill an empty database with as many sessions of so few clinicians."""
    copied = [table for table in COPIED if columns_of(table).name not in OF_CLINICIANS]
    keys = [name for name in KEYS if name != "clinician_id"]
    people = _filled(clinic, clinicians, copied, keys, sessions)
    for one in people:
        count = partial(rebuild.rebuild_cells, clinic_id=read_id(one.clinic_id), clinician_id=read_id(one.user_id))
        clinic.store.write(count)
    return people


def _filled(clinic, clinicians, copied, keys, sessions=SESSIONS):
    admin = administrator.create_clinic(
        clinic, name="Bench", sign_in_name="admin", display_name="Admin", passphrase=PASSPHRASE
    )
    people = [_clinician(clinic, admin, f"c{number}") for number in range(clinicians)]
    report = administrator.import_ratings(clinic, admin, "simulated.csv", _file(clinicians))
    assert report.stored
    clinic_id = read_id(admin.clinic_id)
    _into_programmes(clinic, admin, clinic_id)
    tables = [columns_of(table) for table in copied]
    last = clinic.store.write(lambda connection: {table: _last(connection, table) for table in tables})
    copies = -(-sessions // _count(clinic, columns_of(Session)))
    for copy in range(1, copies):
        clinic.store.write(lambda connection, copy=copy: _copy(connection, clinic_id, tables, keys, last, copy))
    return people


def _into_programmes(clinic, admin, clinic_id):
    """Three programmes, of which every clinician sees clients, and some clients in none."""
    names = ("Adult outpatient", "Young people", "Couples")
    known = [read_id(administrator.add_programme(clinic, admin, name).programme_id) for name in names]
    episode = columns_of(Episode)

    def work(connection):
        ids = connection.execute(select(episode.c.id).where(episode.c.clinic_id == clinic_id)).scalars().all()
        for place, one in enumerate(ids):
            move_to_programme(connection, clinic_id, one, [*known, None][place % 4])

    clinic.store.write(work)


def _clinician(clinic, admin, name):
    row = administrator.add_user(
        clinic, admin, sign_in_name=name, display_name=name, role=Role.CLINICIAN, passphrase=PASSPHRASE
    )
    return Actor(user_id=row.user_id, clinic_id=admin.clinic_id, role=Role.CLINICIAN, name=name)


def _file(clinicians):
    """Simulated episodes as a file to import, sixty to a clinician."""
    written = io.BytesIO()
    table = CsvTable(written)
    for cohort in simulate(clinicians * HELD, 1):
        table.write(rating_columns(cohort, table, items=False, alliance=True))
    header, *rows = written.getvalue().decode().splitlines()
    numbers = {name: place for place, name in enumerate(dict.fromkeys(row.split(",", 1)[0] for row in rows))}
    lines = [f"{row},c{numbers[row.split(',', 1)[0]] // HELD}" for row in rows]
    return "\n".join([f"{header},clinician", *lines, ""]).encode()


def _key(table):
    """What tells the copies of a table apart: its own key, or that of the episode or clinician it is about."""
    return next(table.c[name] for name in ("id", "episode_id", "clinician_id") if name in table.c)


def _last(connection, table):
    return connection.execute(select(func.max(_key(table)))).scalar()


def _copy(connection, clinic_id, tables, keys, last, copy):
    for table in tables:
        mine = table.select().where(table.c.clinic_id == clinic_id, _key(table) <= last[table])
        if table.name == "clinic_user":
            mine = mine.where(table.c.role == Role.CLINICIAN.value)
        columns = [_of_copy(column, keys, copy) for column in table.c]
        connection.execute(table.insert().from_select(list(table.c), mine.with_only_columns(*columns)))


def _of_copy(column, keys, copy):
    if column.name in keys:
        return column + literal(copy * AN_HOUR_OF_KEYS, column.type)
    return column + f"-{copy}" if column.name in NAMES else column


def _count(clinic, table):
    with clinic.store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar()
