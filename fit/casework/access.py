"""Signing in, and who a web session belongs to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing, looking
from fit.casework._secrets import check_passphrase, check_pin, clinic_of, hashed, matches, new_token, token_hash
from fit.casework.actor import Actor, Role
from fit.casework.views import Account, SignedIn
from fit.errors import AccessDeniedError, NotFoundError, SignInError
from fit.store import accounts, attempts, audit
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.store.types import Connection, Record

__all__ = ["actor_of", "change_passphrase", "open_account", "revoke_all", "set_pin", "sign_in", "sign_out"]

BY_ACCOUNT = attempts.Limit(
    kind="account",
    free_tries=5,
    first_wait=timedelta(seconds=30),
    longest_wait=timedelta(minutes=15),
    forgotten_after=timedelta(hours=24),
)
BY_SOURCE = attempts.Limit(
    kind="source",
    free_tries=30,
    first_wait=timedelta(seconds=30),
    longest_wait=timedelta(minutes=15),
    forgotten_after=timedelta(hours=1),
)
"""Wider than by account: a whole clinic may come from one address."""
WRONG = "The sign-in name or the passphrase is not right. Try again, or ask your administrator."
TOO_MANY = "There were too many tries. Wait a few minutes, then try again."
TOUCHED_EVERY = timedelta(seconds=60)
"""How exactly a web session's last use is noted."""


def sign_in(clinic: Clinic, sign_in_name: str, passphrase: str, *, source: str) -> SignedIn:
    """Begin a web session for a person of the clinic.

    Raises
    ------
    SignInError
        when name or passphrase is wrong, or there were too many tries; it does not tell which names exist.
    """
    name = sign_in_name.strip().casefold()
    now = clinic.now()
    _count_try(clinic, name, source, now)
    with clinic.store.read() as connection:
        person = accounts.user_by_name(connection, name)
    if not matches(passphrase, person.passphrase_hash if person is not None and person.active else None):
        clinic.store.write(lambda connection: _audit(connection, person, "sign_in: failed", source, now))
        raise SignInError(WRONG)
    assert person is not None  # noqa: S101  nothing matches nobody's passphrase

    def begin(connection: Connection) -> SignedIn:
        attempts.forget(connection, BY_ACCOUNT, name)
        attempts.forgive(connection, BY_SOURCE, source)
        signed_in = begin_web_session(clinic, connection, person, now)
        _audit(connection, person, "sign_in", source, now)
        return signed_in

    return clinic.store.write(begin)


def _count_try(clinic: Clinic, name: str, source: str, now: datetime) -> None:
    def count(connection: Connection) -> bool:
        waits = [
            attempts.count(connection, limit, subject, now)
            for limit, subject in ((BY_ACCOUNT, name), (BY_SOURCE, source))
        ]
        return any(waits)

    if clinic.store.write(count):
        raise SignInError(TOO_MANY)


def begin_web_session(
    clinic: Clinic, connection: Connection, person: Record, now: datetime, episode_id: str | None = None
) -> SignedIn:
    """Note a new web session of this person, in the transaction at hand."""
    token = new_token(person.clinic_id)
    expires_at = now + clinic.settings.absolute_limit
    row = {"clinic_id": person.clinic_id, "token_hash": token_hash(token), "user_id": person.id}
    row |= {"created_at": now, "last_seen_at": now, "expires_at": expires_at, "revoked_at": None}
    accounts.begin_web_session(connection, row)
    return SignedIn(
        token=token, actor=_actor(person.clinic_id, person.id, person), expires_at=expires_at, episode_id=episode_id
    )


def _actor(clinic_id: int, user_id: int, person: Record) -> Actor:
    return Actor(user_id=shown(user_id), clinic_id=shown(clinic_id), role=Role(person.role), name=person.display_name)


def _audit(connection: Connection, person: Record | None, action: str, source: str, now: datetime) -> None:
    """Tries for names that nobody has belong to no clinic's audit; they are only counted."""
    if person is None:
        return
    user_id = shown(person.id)
    entry = audit.Entry(
        clinic_id=person.clinic_id,
        at=now,
        actor_id=person.id,
        role=person.role,
        action=action,
        subject_kind="user",
        subject_id=user_id,
        source=source[:64],
    )
    audit.append(connection, entry)


def actor_of(clinic: Clinic, token: str, *, in_use: bool = True) -> Actor | None:
    """The person of a web session; None when it ended, idled too long, was revoked or never was.

    Not `in_use` is a page that looks for news by itself: it does not keep the session of somebody who has left alive.
    """
    try:
        clinic_id = clinic_of(token)
    except NotFoundError:
        return None
    kept, now = token_hash(token), clinic.now()
    with clinic.store.read() as connection:
        found = accounts.signed_in(connection, clinic_id, kept)
    if found is None or not _is_alive(clinic, found, now):
        return None
    if in_use and now - found.last_seen_at > TOUCHED_EVERY:
        clinic.store.write_soon(lambda connection: accounts.touch_web_session(connection, clinic_id, kept, now))
    return _actor(clinic_id, found.user_id, found)


def _is_alive(clinic: Clinic, found: Record, now: datetime) -> bool:
    idle = now - found.last_seen_at
    ended = found.revoked_at is not None or now >= found.expires_at or idle >= clinic.settings.idle_limit
    return found.active and not ended


def sign_out(clinic: Clinic, token: str) -> None:
    """End a web session; it is dead at once in every open page. Ending one twice is no error."""
    actor = actor_of(clinic, token)
    if actor is None:
        return
    clinic.store.write(lambda connection: end_web_session(connection, actor, token, "sign_out", clinic.now()))


def end_web_session(connection: Connection, actor: Actor, token: str, action: str, now: datetime) -> None:
    """End one web session, in the transaction at hand, with its line in the audit."""
    clinic_id, user_id = read_id(actor.clinic_id), read_id(actor.user_id)
    accounts.end_web_session(connection, clinic_id, token_hash(token), now)
    entry = audit.Entry(
        clinic_id=clinic_id,
        at=now,
        actor_id=user_id,
        role=actor.role.value,
        action=action,
        subject_kind="user",
        subject_id=actor.user_id,
    )
    audit.append(connection, entry)


def revoke_all(clinic: Clinic, actor: Actor, user_id: str) -> int:
    """End every web session of a person: one's own, or anybody's for the administrator. Returns how many.

    Raises
    ------
    AccessDeniedError
        when it is somebody else's and the actor is no administrator.
    """

    def work(deed: Deed) -> int:
        if user_id != actor.user_id and actor.role is not Role.ADMINISTRATOR:
            raise AccessDeniedError("Only an administrator ends other people's sessions. Ask yours.")
        deed.about("user", user_id)
        return accounts.end_all_web_sessions(deed.connection, deed.clinic_id, read_id(user_id), deed.now)

    return doing(clinic, actor, "revoke_all", work)


def open_account(clinic: Clinic, actor: Actor) -> Account:
    """Open one's own account: name, role, team, and whether there is a PIN."""
    with looking(clinic, actor, "open_account") as deed:
        person = accounts.user_by_id(deed.connection, deed.clinic_id, deed.user_id)
    if person is None:
        raise NotFoundError("There is no such account any more. Ask your administrator.")
    return Account(
        sign_in_name=person.sign_in_name,
        display_name=person.display_name,
        role=Role(person.role),
        team=person.team,
        has_pin=person.pin_hash is not None,
    )


def change_passphrase(clinic: Clinic, actor: Actor, old: str, new: str) -> None:
    """Replace one's own passphrase, and end all web sessions begun with the old one.

    Raises
    ------
    SignInError
        when the old passphrase is not right, or there were too many tries.
    InputError
        when the new one is too short or too long.
    """
    chosen = check_passphrase(new)
    name = open_account(clinic, actor).sign_in_name
    if clinic.store.write(lambda connection: attempts.count(connection, BY_ACCOUNT, name, clinic.now())):
        raise SignInError(TOO_MANY)
    with clinic.store.read() as connection:
        person = accounts.user_by_id(connection, read_id(actor.clinic_id), read_id(actor.user_id))
    if person is None or not matches(old, person.passphrase_hash):
        raise SignInError("The old passphrase is not right. Try again, or ask your administrator.")
    kept = hashed(chosen)

    def work(deed: Deed) -> None:
        deed.about("user", actor.user_id)
        attempts.forget(deed.connection, BY_ACCOUNT, name)
        accounts.change_user(deed.connection, deed.clinic_id, deed.user_id, passphrase_hash=kept)
        accounts.end_all_web_sessions(deed.connection, deed.clinic_id, deed.user_id, deed.now)

    doing(clinic, actor, "change_passphrase", work)


def set_pin(clinic: Clinic, actor: Actor, pin: str) -> None:
    """Set the PIN with which one takes a tablet back from a client.

    Raises
    ------
    InputError
        when it is not 4 to 12 digits.
    """
    kept = hashed(check_pin(pin))

    def work(deed: Deed) -> None:
        deed.about("user", actor.user_id)
        accounts.change_user(deed.connection, deed.clinic_id, deed.user_id, pin_hash=kept)

    doing(clinic, actor, "set_pin", work)
