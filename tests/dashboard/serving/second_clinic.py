"""A second clinic in the database of the served one: the people and records that an attacker is after."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from fit.casework import Actor, Clinic, Role, Settings, administrator, open_clinic
from tests.dashboard.serving.small_clinic import PASSPHRASE, PIN, Person
from tests.fit.casework.asked import report_that_is_made
from tests.fit.casework.test_access_table import Target, target
from tests.fit.casework.world import Clock, World

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OWNER, COLLEAGUE, SUPERVISOR, DIRECTOR, ADMINISTRATOR = "owner", "colleague", "supervisor", "director", "administrator"
ROLES = {
    OWNER: Role.CLINICIAN,
    COLLEAGUE: Role.CLINICIAN,
    SUPERVISOR: Role.SUPERVISOR,
    DIRECTOR: Role.DIRECTOR,
    ADMINISTRATOR: Role.ADMINISTRATOR,
}
CLINIC, TEAM = "Kestrel clinic", "Kestrel team"
NEWCOMER = "k.newcomer"
PEOPLE = {name: Person(name=f"Kestrel {name}", role=role, sign_in_name=f"k.{name}") for name, role in ROLES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondClinic:
    """Its people's ids by what they are to the client, and the client, of whom there is something of everything."""

    user_ids: Mapping[str, str]
    client: Target
    handed_over: str
    """The passphrase of somebody new, who has not signed in yet."""
    report: str
    """A service report that the director asked for."""

    @property
    def known(self) -> frozenset[str]:
        """By what somebody of another clinic would know that something of this one is shown: ids, names, words."""
        ids = {getattr(self.client, field.name) for field in fields(Target)} | set(self.user_ids.values())
        return frozenset(ids | {"Kestrel", "To be honest this isn't helping", "walk again"})


def add_second_clinic(folder: Path) -> SecondClinic:
    """Found it in the database of `folder`, through its use cases."""
    clock = Clock()
    clinic = open_clinic(Settings(folder=folder), clock=clock)
    try:
        actors = _founded(clinic)
        world = World(clinic, clock, {"ann": actors[OWNER], "admin": actors[ADMINISTRATOR]})
        client = target(world, actors[OWNER], actors[ADMINISTRATOR])
    finally:
        clinic.close()
    # by the clock on the wall: the server that is asked for it tells the time by that one
    clinic = open_clinic(Settings(folder=folder))
    try:
        handed_over = _new_colleague(clinic, actors[ADMINISTRATOR])
        report = report_that_is_made(World(clinic, clinic.clock, {}), actors[DIRECTOR])
    finally:
        clinic.close()
    ids = {name: actor.user_id for name, actor in actors.items()}
    return SecondClinic(user_ids=ids, client=client, handed_over=handed_over, report=report)


def _founded(clinic: Clinic) -> dict[str, Actor]:
    first = PEOPLE[ADMINISTRATOR]
    admin = administrator.create_clinic(
        clinic, name=CLINIC, sign_in_name=first.sign_in_name, display_name=first.name, passphrase=PASSPHRASE
    )
    actors = {name: _added(clinic, admin, person) for name, person in PEOPLE.items() if name != ADMINISTRATOR}
    administrator.add_supervision(clinic, admin, actors[SUPERVISOR].user_id, actors[OWNER].user_id)
    return actors | {ADMINISTRATOR: admin}


def _new_colleague(clinic: Clinic, admin: Actor) -> str:
    new = administrator.add_user(
        clinic, admin, sign_in_name=NEWCOMER, display_name="Kestrel newcomer", role=Role.CLINICIAN, team=TEAM
    )
    assert new.first is not None
    return new.first.words


def _added(clinic: Clinic, admin: Actor, person: Person) -> Actor:
    row = administrator.add_user(
        clinic,
        admin,
        sign_in_name=person.sign_in_name,
        display_name=person.name,
        role=person.role,
        passphrase=PASSPHRASE,
        team=TEAM,
        pin=PIN if person.role is Role.CLINICIAN else None,
    )
    return Actor(user_id=row.user_id, clinic_id=admin.clinic_id, role=person.role, name=person.name)
