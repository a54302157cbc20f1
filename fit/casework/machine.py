"""What happens on the clinic's own machine, where no one signs in: commands, and recordings that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._rebuilding import Rebuilt, finish_rebuilds, rebuild_all
from fit.casework._recording_files import FOLDER, erase_leftovers, write_down
from fit.casework.actor import Actor, Role
from fit.errors import NotFoundError
from fit.store import accounts
from fit.store.ids import shown

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.store.types import Connection, Record

__all__ = [
    "Rebuilt",
    "acting_administrator",
    "acting_director",
    "finish_rebuilds",
    "rebuild_all",
    "resume_recordings",
]


def resume_recordings(clinic: Clinic) -> None:
    """At every start of the server: go on with recordings that wait, and erase sound that no session knows."""
    if (clinic.settings.folder / FOLDER).is_dir():
        erase_leftovers(clinic)
        write_down(clinic.settings)


def acting_administrator(clinic: Clinic, sign_in_name: str | None = None) -> Actor:
    """Act as an administrator: the one named, or else the first of the only clinic.

    Whoever may give commands on this machine holds the key of the database, so no passphrase is asked. What is done
    stands in the audit under that administrator.

    Raises
    ------
    NotFoundError
        when there is no such administrator, or several clinics and none was named.
    """
    return _acting(clinic, Role.ADMINISTRATOR, sign_in_name)


def acting_director(clinic: Clinic, sign_in_name: str | None = None) -> Actor:
    """Act as a director in the same way: the one named, or else the first of the only clinic.

    Raises
    ------
    NotFoundError
        when there is no such director, or several clinics and none was named.
    """
    return _acting(clinic, Role.DIRECTOR, sign_in_name)


def _acting(clinic: Clinic, role: Role, sign_in_name: str | None) -> Actor:
    with clinic.store.read() as connection:
        found = _standing(connection, role)
        is_new = not accounts.clinics(connection)
    if is_new:
        raise NotFoundError("There is no clinic yet. Make one with: mendline create-clinic")
    named = [row for row in found if sign_in_name in {None, row.sign_in_name}]
    if not named:
        raise NotFoundError(
            f"There is no {role} {sign_in_name!r}. Check the sign-in name."
            if sign_in_name
            else f"There is no {role} in this clinic yet. An administrator adds one on the page People."
        )
    if len({row.clinic_id for row in named}) > 1:
        raise NotFoundError(f"There are several clinics here. Say --as with the sign-in name of {_a(role)}.")
    first = named[0]
    return Actor(user_id=shown(first.id), clinic_id=shown(first.clinic_id), role=role, name=first.display_name)


def _a(role: Role) -> str:
    return f"an {role}" if role is Role.ADMINISTRATOR else f"a {role}"


def _standing(connection: Connection, role: Role) -> list[Record]:
    people = [person for one in accounts.clinics(connection) for person in accounts.users(connection, one.id)]
    standing = [person for person in people if person.active and person.role == role.value]
    return sorted(standing, key=lambda person: person.id)
