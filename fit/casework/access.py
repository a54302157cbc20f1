"""Signing in, and who a web session belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._asked_again import ask_again
from fit.casework._deed import Deed, doing, looking
from fit.casework._drafts import drop_draft, find_draft, keep_draft
from fit.casework._failed_sign_in import note_failed, note_run_out
from fit.casework._first_passphrase import choose_passphrase
from fit.casework._half_way import half_way, leave_sign_in
from fit.casework._own_keys import has_shortcuts, set_shortcuts
from fit.casework._own_sessions import end_other_sessions, end_session, list_sessions
from fit.casework._second_factor import ask_enrolment, begin_enrolment, confirm_enrolment, give_code
from fit.casework._secrets import check_passphrase, check_pin, hashed, matches, renewed
from fit.casework._sign_on import note_broken_sign_on, sign_in_elsewhere
from fit.casework._signing_in import (
    BY_ACCOUNT,
    BY_SOURCE,
    RUN_OUT,
    WRONG,
    Visitor,
    count_try,
    has_run_out,
    needs_factor,
    proceed,
)
from fit.casework._taken_in import hold_what_comes_in
from fit.casework._web_sessions import actor_of, revoke_all, session_left, sign_out
from fit.casework.actor import Role
from fit.casework.views import Account, How, NextStep, SignedIn
from fit.errors import NotFoundError, SignInError
from fit.store import accounts, attempts, factors, web_sessions
from fit.store.ids import read_id

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Connection

__all__ = [
    "actor_of",
    "ask_enrolment",
    "begin_enrolment",
    "change_passphrase",
    "choose_passphrase",
    "confirm_enrolment",
    "drop_draft",
    "end_other_sessions",
    "end_session",
    "find_draft",
    "give_code",
    "half_way",
    "has_shortcuts",
    "keep_draft",
    "leave_sign_in",
    "list_sessions",
    "note_broken_sign_on",
    "open_account",
    "revoke_all",
    "session_left",
    "set_pin",
    "set_shortcuts",
    "sign_in",
    "sign_in_elsewhere",
    "sign_out",
]

CHANGED = "This account was changed this very moment. Sign in again."
"""While the passphrase was compared, outside of any transaction: a session of the earlier one must not begin."""
OLD_NOT_RIGHT = "The old passphrase is not right. Try again, or ask your administrator."


def sign_in(
    clinic: Clinic, sign_in_name: str, passphrase: str, *, source: str, browser: str = "", known: str = ""
) -> SignedIn | NextStep:
    """Begin a web session for a person of the clinic, or say which step is left.

    That is a code, choosing a passphrase in the place of the one that was handed over, or setting a second factor up.

    `browser` is its family, as its owner will read it; `known` the secret of a browser that was here before.

    Raises
    ------
    SignInError
        when name or passphrase is wrong, there were too many tries, or it was handed over and has run out; to who does
        not know it, it does not tell which names exist.
    """
    name, now = sign_in_name.strip().casefold(), clinic.now()
    visitor = Visitor(source=source, browser=browser, known=known)
    limit, subject = count_try(clinic, name, visitor, now)
    with clinic.store.read() as connection:
        person = accounts.user_by_name(connection, name)
    if not matches(passphrase, person.passphrase_hash if person is not None and person.active else None):
        clinic.store.write(lambda connection: note_failed(connection, person, source, now))
        raise SignInError(WRONG)
    assert person is not None  # noqa: S101  nothing matches nobody's passphrase
    if has_run_out(person, now):
        clinic.store.write(lambda connection: note_run_out(connection, person, source, now))
        raise SignInError(RUN_OUT)
    fresh = renewed(passphrase, person.passphrase_hash)

    def go_on(connection: Connection) -> SignedIn | NextStep:
        standing = accounts.user_by_id(connection, person.clinic_id, person.id)
        if standing is None or not standing.active or standing.passphrase_hash != person.passphrase_hash:
            raise SignInError(CHANGED)
        if fresh is not None:
            accounts.change_user(connection, person.clinic_id, person.id, passphrase_hash=fresh)
        attempts.forget(connection, limit, subject)
        attempts.forgive(connection, BY_SOURCE, source)
        return proceed(clinic, connection, standing, visitor, now, how=How.PASSPHRASE)

    return clinic.store.write(go_on)


def open_account(clinic: Clinic, actor: Actor) -> Account:
    """Open one's own account: name, role, team, and whether there are a PIN and a second factor."""
    with looking(clinic, actor, "open_account") as deed:
        person = accounts.user_by_id(deed.connection, deed.clinic_id, deed.user_id)
        if person is None:
            raise NotFoundError("There is no such account any more. Ask your administrator.")
        has_factor = factors.factor_of(deed.connection, deed.clinic_id, deed.user_id) is not None
        must_have = needs_factor(clinic, deed.connection, person)
        left = factors.codes_left(deed.connection, deed.clinic_id, deed.user_id)
    return Account(
        sign_in_name=person.sign_in_name,
        display_name=person.display_name,
        role=Role(person.role),
        team=person.team,
        has_pin=person.pin_hash is not None,
        has_second_factor=has_factor,
        needs_second_factor=must_have,
        codes_left=left,
    )


def change_passphrase(clinic: Clinic, actor: Actor, old: str, new: str) -> None:
    """Replace one's own passphrase, and end all web sessions begun with the old one.

    Raises
    ------
    SignInError
        when the old passphrase is not right, or there were too many tries.
    InputError
        when the new one is too short, too long, or easily guessed.
    """
    account = open_account(clinic, actor)
    name = account.sign_in_name
    with clinic.store.read() as connection:
        place = accounts.clinic_by_id(connection, read_id(actor.clinic_id))
    chosen = check_passphrase(new, name, account.display_name, place.name if place is not None else "")
    ask_again(clinic, actor, "change_passphrase", old, otherwise=OLD_NOT_RIGHT)
    own = {"passphrase_hash": hashed(chosen), "first_passphrase_until": None}

    def work(deed: Deed) -> None:
        deed.about("user", actor.user_id)
        attempts.forget(deed.connection, BY_ACCOUNT, name)
        accounts.change_user(deed.connection, deed.clinic_id, deed.user_id, **own)
        factors.end_tickets(deed.connection, deed.clinic_id, deed.user_id)
        factors.forget_browsers(deed.connection, deed.clinic_id, deed.user_id)
        web_sessions.end_all(deed.connection, deed.clinic_id, deed.user_id, deed.now)

    doing(clinic, actor, "change_passphrase", work)


def set_pin(clinic: Clinic, actor: Actor, pin: str, *, passphrase: str) -> None:
    """Set the PIN with which one takes a tablet back from a client.

    Raises
    ------
    InputError
        when it is not 4 to 12 digits.
    SignInError
        when the passphrase is not right, or there were too many tries.
    """
    chosen = check_pin(pin)
    ask_again(clinic, actor, "set_pin", passphrase)
    kept = hashed(chosen)

    def work(deed: Deed) -> None:
        deed.about("user", actor.user_id)
        accounts.change_user(deed.connection, deed.clinic_id, deed.user_id, pin_hash=kept)

    doing(clinic, actor, "set_pin", work)


hold_what_comes_in(__name__)
