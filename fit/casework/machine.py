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

__all__ = ["Rebuilt", "acting_administrator", "finish_rebuilds", "rebuild_all", "resume_recordings"]


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
    with clinic.store.read() as connection:
        found = _administrators(connection)
    named = [row for row in found if sign_in_name in {None, row.sign_in_name}]
    if not named:
        raise NotFoundError(
            f"There is no administrator {sign_in_name!r}. Check the sign-in name."
            if sign_in_name
            else "There is no clinic yet. Make one with: mendline create-clinic"
        )
    if len({row.clinic_id for row in named}) > 1:
        raise NotFoundError("There are several clinics here. Say --as with the sign-in name of an administrator.")
    first = named[0]
    return Actor(
        user_id=shown(first.id), clinic_id=shown(first.clinic_id), role=Role.ADMINISTRATOR, name=first.display_name
    )


def _administrators(connection: Connection) -> list[Record]:
    people = [person for one in accounts.clinics(connection) for person in accounts.users(connection, one.id)]
    standing = [person for person in people if person.active and person.role == Role.ADMINISTRATOR.value]
    return sorted(standing, key=lambda person: person.id)
