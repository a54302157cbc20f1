"""What happens on the clinic's own machine, where no one signs in: commands, recordings that wait, reports that go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._audit_check import Checked, check_audits
from fit.casework._backups import make_backup
from fit.casework._before_serving import check_before_serving
from fit.casework._data_folder import last_backup, set_aside
from fit.casework._deed import Deed
from fit.casework._draft_files import sweep_drafts
from fit.casework._first_passphrase import first_passphrase, hand_out
from fit.casework._kept_backups import backups_in
from fit.casework._key_change import advice_on_key, change_key, key_in_words
from fit.casework._outcomes_reading import read_ahead
from fit.casework._people import has_account, sign_in_name_told, told
from fit.casework._rebuilding import Rebuilt, rebuild_all
from fit.casework._recording_files import FOLDER, erase_leftovers
from fit.casework._report_keeping import let_reports_go
from fit.casework._restoring import check_kept_backup, restore_backup
from fit.casework._sealed_exports import unseal_file, write_export
from fit.casework._second_factor import drop_factor
from fit.casework._secrets import check_passphrase, hashed
from fit.casework._service_report import check_month
from fit.casework._setting_slips import advice_on_settings
from fit.casework._signing_in import note
from fit.casework._views_backup import Restored
from fit.casework.actor import Actor, Role
from fit.casework.background import OF_NO_CLINIC, RECORDINGS, ask, working
from fit.errors import NotFoundError
from fit.store import accounts
from fit.store.ids import shown

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.views import FirstPassphrase
    from fit.store.types import Connection, Record

__all__ = [
    "Checked",
    "Rebuilt",
    "Restored",
    "acting_administrator",
    "acting_director",
    "advice_on_key",
    "advice_on_settings",
    "backups_in",
    "change_key",
    "check_audits",
    "check_before_serving",
    "check_kept_backup",
    "check_month",
    "check_passphrase",
    "has_account",
    "key_in_words",
    "last_backup",
    "let_reports_go",
    "make_backup",
    "read_ahead",
    "rebuild_all",
    "reset_passphrase_of",
    "reset_second_factor_of",
    "restore_backup",
    "resume_recordings",
    "set_aside",
    "sign_in_name_told",
    "told",
    "unseal_file",
    "working",
    "write_export",
]


def resume_recordings(clinic: Clinic) -> None:
    """At every start of the server: go on with recordings that wait, and erase what no session or sign-in knows."""
    sweep_drafts(clinic.settings, clinic.now())
    if (clinic.settings.folder / FOLDER).is_dir():
        erase_leftovers(clinic)
        ask(clinic, RECORDINGS, OF_NO_CLINIC)


def reset_second_factor_of(clinic: Clinic, sign_in_name: str) -> None:
    """Take away the second factor of somebody who lost device and recovery codes, when no administrator is left to.

    It stands in the audit under that very person, from this machine.

    Raises
    ------
    NotFoundError
        when there is nobody of that sign-in name.
    ConflictError
        when they have no second factor.
    """
    now = clinic.now()

    def work(connection: Connection) -> None:
        person = accounts.user_by_name(connection, sign_in_name.strip().casefold())
        if person is None:
            raise NotFoundError(f"There is nobody with the sign-in name {sign_in_name!r}. Check it.")
        deed = Deed(connection=connection, clinic_id=person.clinic_id, user_id=person.id, now=now)
        drop_factor(deed, shown(person.id))
        note(connection, person, "reset_second_factor", "this machine", now)

    clinic.store.write(work)


def reset_passphrase_of(clinic: Clinic, sign_in_name: str) -> FirstPassphrase:
    """Make a first passphrase for somebody who forgot the own one, when no administrator is left to.

    It stands in the audit under that very person, from this machine.

    Raises
    ------
    NotFoundError
        when there is nobody of that sign-in name.
    """
    now, first = clinic.now(), first_passphrase(clinic.now())
    kept = hashed(first.words)

    def work(connection: Connection) -> None:
        person = accounts.user_by_name(connection, sign_in_name.strip().casefold())
        if person is None:
            raise NotFoundError(f"There is nobody with the sign-in name {sign_in_name!r}. Check it.")
        hand_out(connection, person.clinic_id, person.id, kept, first.until, now)
        note(connection, person, "reset_passphrase", "this machine", now)

    clinic.store.write(work)
    return first


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
