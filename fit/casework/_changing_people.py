"""Another name, team or role for somebody who works here, and what must not be lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.casework._import_checks import HOLDS_CLIENTS
from fit.casework._people import person_here, team_told, told, user_row
from fit.casework.actor import Role
from fit.errors import ConflictError
from fit.store import accounts, web_sessions
from fit.store.ids import read_id

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import UserRow
    from fit.store.types import Record


def change_person(clinic: Clinic, actor: Actor, user_id: str, *, display_name: str, team: str, role: Role) -> UserRow:
    """Change the name, the team or the role of a person; with another role all their web sessions end at once.

    A supervisor who is none any more supervises nobody; who holds no clients any more is supervised by nobody.

    Raises
    ------
    InputError
        when the name or the team cannot be.
    ConflictError
        when the last administrator would be none, or somebody who ever held a client would not be able to.
    """
    kept = {"display_name": told(display_name, "display name"), "team": team_told(team)}

    def work(deed: Deed) -> UserRow:
        person = person_here(deed, read_id(user_id))
        deed.about("user", user_id)
        if role is not Role(person.role):
            _check_role(deed, person, role)
            _end_supervisions(deed, person, role)
            web_sessions.end_all(deed.connection, deed.clinic_id, person.id, deed.now)
        accounts.change_user(deed.connection, deed.clinic_id, person.id, **kept, role=role.value)
        return user_row(person_here(deed, person.id))

    return doing(clinic, actor, "change_person", work)


def _check_role(deed: Deed, person: Record, role: Role) -> None:
    """Whether a person can have another role: somebody looks after the clinic, and every client has somebody."""
    others = (one for one in accounts.users(deed.connection, deed.clinic_id) if one.active and one.id != person.id)
    if person.role == Role.ADMINISTRATOR.value and not any(one.role == person.role for one in others):
        raise ConflictError(
            f"{person.display_name} is the only administrator who can sign in. Give somebody else that role first."
        )
    if role.value not in HOLDS_CLIENTS and accounts.ever_held(deed.connection, deed.clinic_id, person.id):
        raise ConflictError(
            f"{person.display_name} holds clients or held some: as {role.value} nobody could see them, and past "
            "figures would lose them. Give open clients to somebody else, add this person once more under another "
            "sign-in name for the new role, and let the old one sign in no more."
        )


def _end_supervisions(deed: Deed, person: Record, role: Role) -> None:
    """End what the new role cannot have."""
    for pair in accounts.supervisions(deed.connection, deed.clinic_id):
        supervised_no_more = pair.clinician_id == person.id and role.value not in HOLDS_CLIENTS
        supervises_no_more = pair.supervisor_id == person.id and role is not Role.SUPERVISOR
        if supervised_no_more or supervises_no_more:
            place = deed.connection, deed.clinic_id, pair.supervisor_id, pair.clinician_id
            accounts.set_supervision(*place, on=False)
