"""What all ways of signing in share: the limits of tries, lines in the audit, whether a second factor follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._failed_sign_in import note_waiting, sign_in_entry
from fit.casework._secrets import new_token, token_hash
from fit.casework._web_sessions import begin_web_session, know_browser
from fit.casework.views import How, NextStep, SignedIn, SignInStep
from fit.errors import SignInError
from fit.store import accounts, attempts, audit, factors

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.store.types import Connection, Record

BY_ACCOUNT = attempts.Limit(kind="account", free_tries=5, forgotten_after=timedelta(hours=24))
BY_BROWSER = attempts.Limit(kind="browser", free_tries=5, forgotten_after=timedelta(hours=24))
"""An account's tries in a browser where its owner has signed in before are counted apart, so that a stranger who
guesses elsewhere does not keep the owner out (OWASP: device cookies)."""
BY_SOURCE = attempts.Limit(kind="source", free_tries=30, forgotten_after=timedelta(hours=1))
"""Wider than by account: a whole clinic may come from one address."""
BY_FACTOR = attempts.Limit(kind="factor", free_tries=5, forgotten_after=timedelta(hours=24))
"""Codes of the second factor. Only who has the first one gets here: nobody else can keep a person waiting."""
WRONG = "The sign-in name or the passphrase is not right. Try again, or ask your administrator."
TOO_MANY = "There were too many tries. Wait a few minutes, then try again."
RUN_OUT = "The passphrase that you were given has run out. Ask your administrator for a new one."
BY_SIGN_ON = frozenset({How.SIGN_ON, How.SIGN_ON_CODE})
"""Ways in that ask for no passphrase of ours: none that was handed over opens them."""
TICKET_LASTS = timedelta(minutes=10)
"""Time to fetch the device that makes the codes, or to set one up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """The browser in which somebody signs in: its address, its family, and the secret by which it may be known."""

    source: str
    browser: str = ""
    known: str = ""


def count_try(clinic: Clinic, name: str, visitor: Visitor, now: datetime) -> tuple[attempts.Limit, str]:
    """Count a try for a name before it is made; returns what to forget when it succeeds.

    Raises
    ------
    SignInError
        when there were too many; it is the same for names that nobody has.
    """

    def count(connection: Connection) -> tuple[attempts.Limit, str, bool]:
        limit, subject = _counted_as(connection, name, visitor)
        waits = [attempts.count(connection, limit, subject, now)]
        waits.append(attempts.count(connection, BY_SOURCE, visitor.source, now))
        return limit, subject, any(waits)

    limit, subject, must_wait = clinic.store.write(count)
    if must_wait:
        clinic.store.write(lambda connection: note_waiting(connection, name, visitor.source, now))
        raise SignInError(TOO_MANY)
    return limit, subject


def _counted_as(connection: Connection, name: str, visitor: Visitor) -> tuple[attempts.Limit, str]:
    browser = token_hash(visitor.known)
    person = accounts.user_by_name(connection, name)
    clinic_id, user_id = (0, 0) if person is None else (person.clinic_id, person.id)
    if visitor.known and factors.is_known(connection, clinic_id, user_id, browser):
        return BY_BROWSER, f"{name} {browser}"
    return BY_ACCOUNT, name


def proceed(
    clinic: Clinic,
    connection: Connection,
    person: Record,
    visitor: Visitor,
    now: datetime,
    *,
    how: How,
    has_factor: bool = False,
) -> SignedIn | NextStep:
    """After the first factor was right: begin the session, or say which step is left."""
    step = _step_left(clinic, connection, person, how, has_factor=has_factor)
    if step is None:
        return begin(clinic, connection, person, visitor, now, how=how)
    note(connection, person, f"sign_in: {step} asked", visitor.source, now)
    return half_way_on(connection, person, step, how, now)


def half_way_on(connection: Connection, person: Record, step: SignInStep, how: How, now: datetime) -> NextStep:
    """Note a sign-in that is half done; what is given out for it opens nothing but its next step."""
    token = new_token(person.clinic_id)
    row = {"clinic_id": person.clinic_id, "token_hash": token_hash(token), "user_id": person.id}
    row |= {"step": step.value, "how": how.value, "expires_at": now + TICKET_LASTS, "sealed_secret": None}
    factors.add_ticket(connection, row, now)
    return NextStep(token=token, step=step)


def begin(
    clinic: Clinic, connection: Connection, person: Record, visitor: Visitor, now: datetime, *, how: How
) -> SignedIn:
    """Begin the session of somebody who has shown all that is asked for."""
    factors.end_tickets(connection, person.clinic_id, person.id)
    signed_in = begin_web_session(
        clinic, connection, person, now, how=how, source=visitor.source, browser=visitor.browser
    )
    known = know_browser(connection, person, visitor.known, now)
    note(connection, person, "sign_in", visitor.source, now)
    return SignedIn(token=signed_in.token, actor=signed_in.actor, expires_at=signed_in.expires_at, known=known)


def _step_left(
    clinic: Clinic, connection: Connection, person: Record, how: How, *, has_factor: bool
) -> SignInStep | None:
    """A factor that is there is asked for first, so that a passphrase on its way opens nothing; then the rest."""
    if not has_factor and factors.factor_of(connection, person.clinic_id, person.id) is not None:
        return SignInStep.CODE
    if how not in BY_SIGN_ON and person.first_passphrase_until is not None:
        return SignInStep.PASSPHRASE
    return SignInStep.ENROL if not has_factor and needs_factor(clinic, connection, person) else None


def standing_passphrase(person: Record, now: datetime) -> str | None:
    """What a passphrase is compared with; None when the one that was handed over has run out."""
    return None if has_run_out(person, now) else str(person.passphrase_hash)


def has_run_out(person: Record, now: datetime) -> bool:
    """Whether a passphrase was handed over that its owner did not use in time."""
    return person.first_passphrase_until is not None and now >= person.first_passphrase_until


def needs_factor(clinic: Clinic, connection: Connection, person: Record) -> bool:
    """Whether a person of this role must have a second factor here.

    The demo asks nobody for one. That takes both: this server was started as the demo, and this clinic was founded as
    one; a clinic of its own stays without the mark whatever is set.
    """
    if person.role not in clinic.settings.second_factor_roles:
        return False
    place = accounts.clinic_by_id(connection, person.clinic_id)
    return not (clinic.settings.demo and place is not None and place.simulated)


def note(connection: Connection, person: Record, action: str, source: str, now: datetime) -> None:
    """Add a line about a person's own way in to the audit."""
    audit.append(connection, sign_in_entry(person, action, source, now))
