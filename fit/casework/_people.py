"""Founding a clinic, and the people who work there."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing, looking
from fit.casework._first_passphrase import first_passphrase, hand_out
from fit.casework._secrets import check_passphrase, check_pin, hashed
from fit.casework._signing_in import needs_factor
from fit.casework.actor import Actor, Role
from fit.casework.views import NewUser, UserRow
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import accounts, audit, factors, web_sessions
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.views import FirstPassphrase
    from fit.store.types import Connection, Record

MOST_LETTERS = 100


def create_clinic(
    clinic: Clinic, *, name: str, sign_in_name: str, display_name: str, passphrase: str, pin: str | None = None
) -> Actor:
    """Found a clinic with its first administrator, on the command line, and act as that administrator.

    When there is a clinic of that name with that administrator already, nothing is changed.

    Raises
    ------
    ConflictError
        when the sign-in name is taken.
    """
    wanted = sign_in_name_told(sign_in_name)
    kept = _person(wanted, display_name, Role.ADMINISTRATOR, "", passphrase, pin, name)

    def work(connection: Connection) -> Actor:
        there = accounts.user_by_name(connection, wanted)
        if there is not None:
            return _founder(connection, there, name)
        return _found(connection, name, kept, clinic.now(), simulated=clinic.settings.demo)

    return clinic.store.write(work)


def has_account(clinic: Clinic, sign_in_name: str) -> bool:
    """Whether somebody signs in by this name already: asked on the clinic's own machine."""
    with clinic.store.read() as connection:
        return accounts.user_by_name(connection, sign_in_name_told(sign_in_name)) is not None


def _founder(connection: Connection, there: Record, name: str) -> Actor:
    named = {row.id: row.name for row in accounts.clinics(connection)}
    if named[there.clinic_id] != name or there.role != Role.ADMINISTRATOR.value:
        raise ConflictError(f"The sign-in name {there.sign_in_name!r} is taken. Choose another one.")
    return _actor(there.clinic_id, there.id, there.display_name)


def _actor(clinic_id: int, user_id: int, name: str) -> Actor:
    return Actor(user_id=shown(user_id), clinic_id=shown(clinic_id), role=Role.ADMINISTRATOR, name=name)


def _found(connection: Connection, name: str, kept: dict[str, Any], now: datetime, *, simulated: bool) -> Actor:
    clinic_id, user_id = new_id(), new_id()
    place = {"id": clinic_id, "name": told(name, "name"), "created_at": now, "simulated": simulated}
    accounts.add_clinic(connection, place)
    audit.begin_chain(connection, clinic_id)
    accounts.add_user(connection, kept | {"clinic_id": clinic_id, "id": user_id, "created_at": now})
    entry = audit.Entry(
        clinic_id=clinic_id,
        at=now,
        actor_id=user_id,
        role=Role.ADMINISTRATOR.value,
        action="create_clinic",
        subject_kind="clinic",
        subject_id=shown(clinic_id),
    )
    audit.append(connection, entry)
    return _actor(clinic_id, user_id, kept["display_name"])


def list_users(clinic: Clinic, actor: Actor) -> tuple[UserRow, ...]:
    """Everybody who works here, by name."""
    with looking(clinic, actor, "list_users") as deed:
        people = accounts.users(deed.connection, deed.clinic_id)
        pairs = accounts.supervisions(deed.connection, deed.clinic_id)
        with_factor = set(factors.with_factor(deed.connection, deed.clinic_id))
        needing = {row.id for row in people if needs_factor(clinic, deed.connection, row)}
        linked = {link.user_id: link.email or link.subject for link in factors.links(deed.connection, deed.clinic_id)}
    return tuple(
        replace(
            user_row(row, pairs),
            has_second_factor=row.id in with_factor,
            needs_second_factor=row.id in needing,
            linked_to=linked.get(row.id, ""),
        )
        for row in people
    )


def user_row(row: Record, pairs: Iterable[Record] = ()) -> UserRow:
    """A person as the list shows them, with whom they supervise."""
    return UserRow(
        user_id=shown(row.id),
        sign_in_name=row.sign_in_name,
        display_name=row.display_name,
        role=Role(row.role),
        team=row.team,
        active=row.active,
        first_passphrase_until=row.first_passphrase_until,
        supervises=tuple(shown(pair.clinician_id) for pair in pairs if pair.supervisor_id == row.id),
    )


def add_user(  # noqa: PLR0913  all that is known of a person
    clinic: Clinic,
    actor: Actor,
    *,
    sign_in_name: str,
    display_name: str,
    role: Role,
    passphrase: str | None = None,
    team: str = "",
    pin: str | None = None,
    keep_existing: bool = False,
) -> NewUser:
    """Add a person, with a passphrase to be handed over: it lasts a week, and they choose their own with it.

    `passphrase` is one that its owner chose already: of a demo, or typed by themselves. With `keep_existing`, one of
    that name and role who works here already is left as is.

    Raises
    ------
    ConflictError
        when the sign-in name is taken.
    InputError
        when the passphrase is too short or easily guessed, or the PIN is not 4 to 12 digits.
    """
    wanted = sign_in_name_told(sign_in_name)
    first = first_passphrase(clinic.now()) if passphrase is None else None
    words = passphrase if first is None else first.words
    kept = _person(wanted, display_name, role, team, words or "", pin, _name_of(clinic, actor))
    kept |= {"first_passphrase_until": None if first is None else first.until}

    def work(deed: Deed) -> NewUser:
        there = accounts.user_by_name(deed.connection, wanted)
        if there is not None:
            return _kept(deed, there, role, keep_existing=keep_existing)
        user_id = new_id()
        accounts.add_user(deed.connection, kept | {"clinic_id": deed.clinic_id, "id": user_id, "created_at": deed.now})
        deed.about("user", shown(user_id))
        return _new(user_row(person_here(deed, user_id)), first)

    return doing(clinic, actor, "add_user", work)


def _kept(deed: Deed, there: Record, role: Role, *, keep_existing: bool) -> NewUser:
    if not keep_existing or (there.clinic_id, there.role) != (deed.clinic_id, role.value):
        raise ConflictError(f"The sign-in name {there.sign_in_name!r} is taken. Choose another one.")
    deed.about("user", shown(there.id))
    return _new(user_row(there), None)


def _new(row: UserRow, first: FirstPassphrase | None) -> NewUser:
    return NewUser(**{one.name: getattr(row, one.name) for one in fields(row)}, first=first)


def person_here(deed: Deed, user_id: int) -> Record:
    """The person of that id.

    Raises
    ------
    NotFoundError
        when there is none in this clinic.
    """
    person = accounts.user_by_id(deed.connection, deed.clinic_id, user_id)
    if person is None:
        raise NotFoundError("There is no such person in this clinic. Choose one from the list of users.")
    return person


def _name_of(clinic: Clinic, actor: Actor) -> str:
    with clinic.store.read() as connection:
        place = accounts.clinic_by_id(connection, read_id(actor.clinic_id))
    return "" if place is None else str(place.name)


def _person(  # noqa: PLR0917  all that is known of a person
    sign_in_name: str, display_name: str, role: Role, team: str, passphrase: str, pin: str | None, clinic_name: str
) -> dict[str, Any]:
    chosen = check_passphrase(passphrase, sign_in_name, display_name, clinic_name)
    return {
        "sign_in_name": sign_in_name,
        "display_name": told(display_name, "display name"),
        "role": role.value,
        "team": team_told(team),
        "passphrase_hash": hashed(chosen),
        "pin_hash": None if pin is None else hashed(check_pin(pin)),
        "active": True,
    }


def sign_in_name_told(given: str) -> str:
    """A sign-in name as it is kept: one word, in small letters.

    Raises
    ------
    InputError
        when it is no name, or more than one word.
    """
    name = told(given, "sign-in name").casefold()
    if any(letter.isspace() for letter in name):
        raise InputError(f"{given!r} has a space in it. A sign-in name is one word, such as first.last.")
    return name


def team_told(given: str) -> str:
    """A team, or none."""
    return told(given, "name of a team") if given.strip() else ""


def told(given: str, what: str) -> str:
    """A name as it was given, without what surrounds it.

    Raises
    ------
    InputError
        when it is empty, too long, or cannot be printed.
    """
    text = given.strip()
    if not 0 < len(text) <= MOST_LETTERS or not text.isprintable():
        raise InputError(f"{given!r} is no {what}. Write 1 to {MOST_LETTERS} letters.")
    return text


def set_active(clinic: Clinic, actor: Actor, user_id: str, *, active: bool) -> None:
    """Let a person sign in or no more; all their web sessions end at once."""

    def work(deed: Deed) -> None:
        person = person_here(deed, read_id(user_id))
        if person.id == deed.user_id:
            raise ConflictError("You cannot lock yourself out. Ask another administrator.")
        deed.about("user", user_id)
        accounts.change_user(deed.connection, deed.clinic_id, person.id, active=active)
        web_sessions.end_all(deed.connection, deed.clinic_id, person.id, deed.now)

    doing(clinic, actor, "set_active", work)


def reset_passphrase(clinic: Clinic, actor: Actor, user_id: str) -> FirstPassphrase:
    """Make a person a passphrase to be handed over, in the place of a lost one; all their web sessions end at once."""
    first = first_passphrase(clinic.now())
    kept = hashed(first.words)

    def work(deed: Deed) -> None:
        person = person_here(deed, read_id(user_id))
        deed.about("user", user_id)
        hand_out(deed.connection, deed.clinic_id, person.id, kept, first.until, deed.now)

    doing(clinic, actor, "reset_passphrase", work)
    return first


def add_supervision(clinic: Clinic, actor: Actor, supervisor_id: str, clinician_id: str) -> None:
    """Let a supervisor see a clinician's clients. Doing it twice changes nothing."""
    doing(clinic, actor, "add_supervision", lambda deed: _supervise(deed, supervisor_id, clinician_id, on=True))


def end_supervision(clinic: Clinic, actor: Actor, supervisor_id: str, clinician_id: str) -> None:
    """Let a supervisor see a clinician's clients no more."""
    doing(clinic, actor, "end_supervision", lambda deed: _supervise(deed, supervisor_id, clinician_id, on=False))


def _supervise(deed: Deed, supervisor_id: str, clinician_id: str, *, on: bool) -> None:
    supervisor, clinician = person_here(deed, read_id(supervisor_id)), person_here(deed, read_id(clinician_id))
    _check_roles([(supervisor, (Role.SUPERVISOR,)), (clinician, (Role.CLINICIAN, Role.SUPERVISOR))])
    deed.about("user", supervisor_id)
    accounts.set_supervision(deed.connection, deed.clinic_id, supervisor.id, clinician.id, on=on)


def _check_roles(people: Sequence[tuple[Record, tuple[Role, ...]]]) -> None:
    for person, roles in people:
        if Role(person.role) not in roles:
            raise InputError(f"{person.display_name} has the role {person.role}. Choose a {roles[0].value}.")
