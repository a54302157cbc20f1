"""The second factor: codes of half a minute from a person's own device, and recovery codes for when it is lost."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pyotp

from fit.casework._codes import is_taken, plain, proof_of, step_of
from fit.casework._deed import Deed, doing
from fit.casework._half_way import STALE, person_of, standing_ticket
from fit.casework._secrets import SALT_BYTES, hashed_code, matches, new_recovery_codes
from fit.casework._signing_in import (
    BY_FACTOR,
    TOO_MANY,
    Visitor,
    begin,
    count_try,
    half_way_on,
    note,
    proceed,
    standing_passphrase,
)
from fit.casework.sealing import opened_seal, sealed
from fit.casework.views import Enrolled, Enrolment, How, SignInStep
from fit.errors import ConflictError, NotFoundError, SignInError
from fit.store import accounts, attempts, factors, web_sessions
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import NextStep, SeenHow, SignedIn
    from fit.store.types import Connection, Record

ISSUER = "Mendline"
"""How the app that makes the codes names this account."""
WRONG_CODE = "This code is not right, or was used before. Wait for the next one, or use a recovery code."
WRONG_FIRST_CODE = "This code is not right. See that the clock of your device is set by itself, and give the next one."
WRONG_OWN = "The passphrase or the code is not right. Try again, or ask your administrator."
WITH_CODE = {How.PASSPHRASE: How.PASSPHRASE_CODE, How.SIGN_ON: How.SIGN_ON_CODE}


def give_code(
    clinic: Clinic, ticket: str, code: str, *, source: str, browser: str = "", known: str = ""
) -> SignedIn | NextStep:
    """Go on signing in with a code of the device, or with a recovery code, which is used up by it.

    It is the end, unless the passphrase was one that was handed over: then an own one is chosen next.

    Raises
    ------
    SignInError
        when the code is wrong or was used before, there were too many tries, or the sign-in took too long.
    """
    visitor, now = Visitor(source=source, browser=browser, known=known), clinic.now()
    found = clinic.store.write(lambda connection: _count_try(connection, ticket, SignInStep.CODE, now))
    proof = proof_of(clinic, found.clinic_id, found.user_id, code, now)

    def finish(connection: Connection) -> SignedIn | NextStep | None:
        again = standing_ticket(connection, ticket, SignInStep.CODE, now)
        if not is_taken(connection, again.clinic_id, again.user_id, proof, now):
            note(connection, again, "give_code: wrong code", source, now)
            return None
        attempts.forget(connection, BY_FACTOR, _subject(again))
        if proof.step is None:
            note(connection, again, "give_code: recovery code used", source, now)
        factors.end_tickets(connection, again.clinic_id, again.user_id)
        how = WITH_CODE[How(again.how)]
        return proceed(clinic, connection, person_of(connection, again), visitor, now, how=how, has_factor=True)

    done = clinic.store.write(finish)
    if done is None:
        raise SignInError(WRONG_CODE)
    return done


def begin_enrolment(clinic: Clinic, ticket: str) -> Enrolment:
    """Make the secret of a new second factor; asked again for the same sign-in, it is the same.

    Raises
    ------
    SignInError
        when the sign-in took too long.
    """
    now, fresh = clinic.now(), pyotp.random_base32()

    def work(connection: Connection) -> tuple[str, str]:
        found = standing_ticket(connection, ticket, SignInStep.ENROL, now)
        if found.sealed_secret is None:
            kept = sealed(clinic.settings, fresh, belongs_to=_owner(found))
            factors.seal_in_ticket(connection, found.clinic_id, found.token_hash, kept)
            return fresh, found.sign_in_name
        return opened_seal(clinic.settings, found.sealed_secret, belongs_to=_owner(found)), found.sign_in_name

    secret, name = clinic.store.write(work)
    return Enrolment(secret=secret, address=pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER))


def confirm_enrolment(
    clinic: Clinic, ticket: str, code: str, *, source: str, browser: str = "", known: str = ""
) -> Enrolled:
    """Put the new second factor in force with its first code; earlier sessions end, and a new one begins.

    Raises
    ------
    SignInError
        when the code is wrong, there were too many tries, or the sign-in took too long.
    """
    visitor, now, codes = Visitor(source=source, browser=browser, known=known), clinic.now(), new_recovery_codes()
    found = clinic.store.write(lambda connection: _count_try(connection, ticket, SignInStep.ENROL, now))
    if found.sealed_secret is None:
        raise SignInError(STALE)
    secret = opened_seal(clinic.settings, found.sealed_secret, belongs_to=_owner(found))
    step = step_of(secret, code, now)
    if step is None:
        raise SignInError(WRONG_FIRST_CODE)
    salt = secrets.token_hex(SALT_BYTES)
    kept = [hashed_code(plain(one), salt) for one in codes]

    def finish(connection: Connection) -> SignedIn:
        again = standing_ticket(connection, ticket, SignInStep.ENROL, now)
        row = {"clinic_id": again.clinic_id, "user_id": again.user_id, "sealed_secret": again.sealed_secret}
        row |= {"last_step": step, "code_salt": salt, "set_at": now}
        factors.set_factor(connection, row, kept)
        factors.forget_browsers(connection, again.clinic_id, again.user_id)
        web_sessions.end_all(connection, again.clinic_id, again.user_id, now)
        attempts.forget(connection, BY_FACTOR, _subject(again))
        note(connection, again, "confirm_enrolment", source, now)
        return begin(clinic, connection, person_of(connection, again), visitor, now, how=WITH_CODE[How(again.how)])

    return Enrolled(signed_in=clinic.store.write(finish), codes=codes)


def ask_enrolment(clinic: Clinic, actor: Actor, passphrase: str, code: str = "", *, source: str) -> NextStep:
    """Begin to set up one's own second factor, or another one in its place, by passphrase and, where there is, a code.

    Raises
    ------
    SignInError
        when passphrase or code is wrong, or there were too many tries.
    """
    now, clinic_id, user_id = clinic.now(), read_id(actor.clinic_id), read_id(actor.user_id)
    with clinic.store.read() as connection:
        person = accounts.user_by_id(connection, clinic_id, user_id)
    if person is None:
        raise SignInError(WRONG_OWN)
    limit, subject = count_try(clinic, person.sign_in_name, Visitor(source=source), now)
    right = matches(passphrase, standing_passphrase(person, now))
    proof = proof_of(clinic, clinic_id, user_id, code, now)

    def work(deed: Deed) -> NextStep:
        deed.about("user", actor.user_id)
        standing = factors.factor_of(deed.connection, clinic_id, user_id)
        if not right or (standing is not None and not is_taken(deed.connection, clinic_id, user_id, proof, now)):
            raise SignInError(WRONG_OWN)
        attempts.forget(deed.connection, limit, subject)
        return half_way_on(deed.connection, person, SignInStep.ENROL, How.PASSPHRASE, now)

    try:
        return doing(clinic, actor, "ask_enrolment", work)
    except SignInError:
        clinic.store.write(lambda connection: note(connection, person, "ask_enrolment: refused", source, now))
        raise


def reset_second_factor(clinic: Clinic, actor: Actor, user_id: str, *, seen: SeenHow) -> None:
    """Take away the second factor of somebody who lost device and recovery codes; all their sessions end at once.

    `seen` is how the administrator knows that it is them who ask; it stands in the audit.

    Where their role needs one, they set up a new one at the next sign-in, after the passphrase.

    Raises
    ------
    ConflictError
        when it is one's own, or there is none.
    """

    def work(deed: Deed) -> None:
        if user_id == actor.user_id:
            raise ConflictError("Your own second factor is changed under Your account, or by another administrator.")
        drop_factor(deed, user_id)
        deed.how = seen.value

    doing(clinic, actor, "reset_second_factor", work)


def drop_factor(deed: Deed, user_id: str) -> None:
    """Take away a person's second factor, in the transaction at hand.

    Raises
    ------
    NotFoundError
        when there is no such person in the clinic.
    ConflictError
        when they have none.
    """
    person = accounts.user_by_id(deed.connection, deed.clinic_id, read_id(user_id))
    if person is None:
        raise NotFoundError("There is no such person in this clinic. Choose one from the list of users.")
    deed.about("user", user_id)
    if not factors.drop_factor(deed.connection, deed.clinic_id, person.id):
        raise ConflictError(f"{person.display_name} has no second factor to take away.")
    factors.end_tickets(deed.connection, deed.clinic_id, person.id)
    factors.forget_browsers(deed.connection, deed.clinic_id, person.id)
    web_sessions.end_all(deed.connection, deed.clinic_id, person.id, deed.now)


def _count_try(connection: Connection, ticket: str, step: SignInStep, now: datetime) -> Record:
    """Count the try before it is made, so that many at once gain nothing."""
    found = standing_ticket(connection, ticket, step, now)
    until = attempts.count(connection, BY_FACTOR, _subject(found), now)
    if until is not None:
        raise SignInError(TOO_MANY, wait=until - now)
    return found


def _subject(ticket: Record) -> str:
    return f"{shown(ticket.clinic_id)} {shown(ticket.user_id)}"


def _owner(ticket: Record) -> str:
    return f"{ticket.clinic_id} {ticket.user_id}"
