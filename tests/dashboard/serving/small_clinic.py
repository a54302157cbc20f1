"""A small clinic to serve in tests: a person or two for each role, and three episodes. Everybody is made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.casework import Settings, administrator, open_clinic
from fit.casework.actor import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fit.casework import Actor, Clinic

PASSPHRASE = "seven simulated lamps"
PIN = "482615"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the small clinic who can sign in."""

    name: str
    role: Role
    sign_in_name: str


ADMINISTRATOR = Person(name="Administrator One", role=Role.ADMINISTRATOR, sign_in_name="administrator.one")
CLINICIAN = Person(name="Clinician One", role=Role.CLINICIAN, sign_in_name="clinician.one")
COLLEAGUE = Person(name="Clinician Two", role=Role.CLINICIAN, sign_in_name="clinician.two")
SUPERVISOR = Person(name="Supervisor One", role=Role.SUPERVISOR, sign_in_name="supervisor.one")
DIRECTOR = Person(name="Director One", role=Role.DIRECTOR, sign_in_name="director.one")
GUESSED_AT = Person(name="Clinician Three", role=Role.CLINICIAN, sign_in_name="clinician.three")
"""For tests that lock an account."""

PEOPLE = (ADMINISTRATOR, CLINICIAN, COLLEAGUE, SUPERVISOR, DIRECTOR, GUESSED_AT)

OWN, FALLING, COLLEAGUES = "own-steady", "own-falling", "of-a-colleague"
"""Episodes: two of `CLINICIAN` (whom `SUPERVISOR` supervises), one of `COLLEAGUE`; their names are client codes too."""

RATINGS = {
    OWN: (CLINICIAN, (18.2, 20.1, 23.4, 26.0), (37.5, 38.0, 38.4, 38.9)),
    FALLING: (CLINICIAN, (17.0, 16.1, 12.3, 9.8), (38.2, 36.9, 33.0, 29.4)),
    COLLEAGUES: (COLLEAGUE, (21.7, 24.9, 27.3), (36.6, 37.7, 39.1)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallClinic:
    """Where the clinic's data are, and the ids of its episodes by their names above."""

    folder: Path
    episodes: Mapping[str, str]


def first_of(role: Role) -> Person:
    """Return the first person of a role."""
    return next(person for person in PEOPLE if person.role is role)


def make_small_clinic(folder: Path, database_url: str = "") -> SmallClinic:
    """Make the clinic's database in `folder` (or at an address), through the use cases of its administrator."""
    clinic = open_clinic(Settings(folder=folder, database_url=database_url))
    try:
        actor = _people(clinic)
        for episode, (holder, outcome, alliance) in RATINGS.items():
            content = _table(episode, outcome, alliance).encode()
            name = f"{episode}.csv"
            administrator.import_ratings(clinic, actor, name, content, clinician_sign_in_name=holder.sign_in_name)
        episodes = {episode: administrator.find_episode(clinic, actor, episode) for episode in RATINGS}
    finally:
        clinic.close()
    return SmallClinic(folder=folder, episodes=episodes)


def _people(clinic: Clinic) -> Actor:
    actor = administrator.create_clinic(
        clinic,
        name="Small clinic",
        sign_in_name=ADMINISTRATOR.sign_in_name,
        display_name=ADMINISTRATOR.name,
        passphrase=PASSPHRASE,
    )
    ids = {person.sign_in_name: _add(clinic, actor, person) for person in PEOPLE if person is not ADMINISTRATOR}
    administrator.add_supervision(clinic, actor, ids[SUPERVISOR.sign_in_name], ids[CLINICIAN.sign_in_name])
    return actor


def _add(clinic: Clinic, actor: Actor, person: Person) -> str:
    row = administrator.add_user(
        clinic,
        actor,
        sign_in_name=person.sign_in_name,
        display_name=person.name,
        role=person.role,
        passphrase=PASSPHRASE,
        team="Team A",
        pin=PIN if person.role is Role.CLINICIAN else None,
    )
    return row.user_id


def _table(episode: str, outcome: tuple[float, ...], alliance: tuple[float, ...]) -> str:
    rows = ["episode_id,age_band,session,scale,total,date"]
    for session, totals in enumerate(zip(outcome, alliance, strict=True), start=1):
        day = f"2026-0{session}-15"
        rows += [
            f"{episode},adult,{session},{scale},{total},{day}"
            for scale, total in zip(("ors", "srs"), totals, strict=True)
        ]
    return "\n".join(rows) + "\n"
