"""A small clinic to serve in tests: one person for each role, made before the server opens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fit.casework import Settings, open_clinic
from fit.casework._secrets import hashed
from fit.casework.actor import Role
from fit.store import accounts, audit
from fit.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

PASSPHRASE = "seven simulated lamps"
PIN = "482615"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the small clinic who can sign in."""

    name: str
    role: Role
    sign_in_name: str
    team: str = "Team A"

    def row(self, clinic_id: int) -> dict[str, object]:
        return {
            "clinic_id": clinic_id,
            "id": new_id(),
            "sign_in_name": self.sign_in_name,
            "display_name": self.name,
            "role": self.role.value,
            "team": self.team,
            "passphrase_hash": hashed(PASSPHRASE),
            "pin_hash": hashed(PIN) if self.role is Role.CLINICIAN else None,
            "active": True,
            "created_at": datetime.now(UTC),
        }


GUESSED_AT = Person(name="Clinician Three", role=Role.CLINICIAN, sign_in_name="clinician.three")
"""For tests that lock an account."""

PEOPLE = (
    Person(name="Clinician One", role=Role.CLINICIAN, sign_in_name="clinician.one"),
    Person(name="Clinician Two", role=Role.CLINICIAN, sign_in_name="clinician.two"),
    Person(name="Supervisor One", role=Role.SUPERVISOR, sign_in_name="supervisor.one"),
    Person(name="Director One", role=Role.DIRECTOR, sign_in_name="director.one"),
    Person(name="Administrator One", role=Role.ADMINISTRATOR, sign_in_name="administrator.one"),
    GUESSED_AT,
)


def first_of(role: Role) -> Person:
    """Return the first person of a role."""
    return next(_of(role))


def make_small_clinic(folder: Path) -> None:
    """Make the clinic's database in `folder`."""
    clinic = open_clinic(Settings(folder=folder))
    try:
        clinic.store.write(_fill)
    finally:
        clinic.close()


def _fill(connection: Connection) -> None:
    clinic_id = new_id()
    accounts.add_clinic(connection, {"id": clinic_id, "name": "Small clinic", "created_at": datetime.now(UTC)})
    audit.begin_chain(connection, clinic_id)
    for person in PEOPLE:
        accounts.add_user(connection, person.row(clinic_id))


def _of(role: Role) -> Iterator[Person]:
    return (person for person in PEOPLE if person.role is role)
