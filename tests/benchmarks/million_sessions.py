"""A clinic with a million sessions: one imported file of simulated episodes, then its rows copied in the database.

The first thousand episodes go through the product's own import, so that alerts, standings and cells are what it
writes. The others are the same rows under keys of their own and under clinicians of their own, sixty to each.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from sqlalchemy import func, literal, select

from fit.casework import Actor, Role, administrator, clinician
from fit.interop.simulated_out import CsvTable, rating_columns
from fit.simulation import simulate
from fit.store.ids import read_id
from fit.store.tables import (
    Alert,
    AllianceCell,
    Client,
    Episode,
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
COPIED = (User, Client, Episode, Session, Rating, Alert, Standing, AllianceCell)


@dataclass(frozen=True)
class MillionSessions:
    """The opened clinic, one of its clinicians, and how many rows there are."""

    clinic: object
    actor: Actor
    sessions: int
    ratings: int


def fill(clinic):
    """Fill an empty database; returns it with a clinician who holds sixty open episodes."""
    admin = administrator.create_clinic(
        clinic, name="Bench", sign_in_name="admin", display_name="Admin", passphrase=PASSPHRASE
    )
    people = [_clinician(clinic, admin, f"c{number}") for number in range(CLINICIANS)]
    report = administrator.import_ratings(clinic, admin, "simulated.csv", _file())
    assert report.stored
    clinic_id = read_id(admin.clinic_id)
    tables = [columns_of(table) for table in COPIED]
    last = clinic.store.write(lambda connection: {table: _last(connection, table) for table in tables})
    copies = -(-SESSIONS // _count(clinic, columns_of(Session)))
    for copy in range(1, copies):
        clinic.store.write(lambda connection, copy=copy: _copy(connection, clinic_id, tables, last, copy))
    actor = people[CLINICIANS // 2]
    assert len(clinician.open_caseload(clinic, actor).rows) == HELD
    return MillionSessions(clinic, actor, _count(clinic, columns_of(Session)), _count(clinic, columns_of(Rating)))


def _clinician(clinic, admin, name):
    row = administrator.add_user(
        clinic, admin, sign_in_name=name, display_name=name, role=Role.CLINICIAN, passphrase=PASSPHRASE
    )
    return Actor(user_id=row.user_id, clinic_id=admin.clinic_id, role=Role.CLINICIAN, name=name)


def _file():
    """Simulated episodes as a file to import, sixty to a clinician."""
    written = io.BytesIO()
    table = CsvTable(written)
    for cohort in simulate(CLINICIANS * HELD, 1):
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


def _copy(connection, clinic_id, tables, last, copy):
    for table in tables:
        mine = table.select().where(table.c.clinic_id == clinic_id, _key(table) <= last[table])
        if table.name == "clinic_user":
            mine = mine.where(table.c.role == Role.CLINICIAN.value)
        columns = [_of_copy(column, copy) for column in table.c]
        connection.execute(table.insert().from_select(list(table.c), mine.with_only_columns(*columns)))


def _of_copy(column, copy):
    if column.name in KEYS:
        return column + literal(copy * AN_HOUR_OF_KEYS, column.type)
    return column + f"-{copy}" if column.name in NAMES else column


def _count(clinic, table):
    with clinic.store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar()
