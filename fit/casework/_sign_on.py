"""Single sign-on: who somebody at the clinic's provider is here. Administrators link people, nobody themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing
from fit.casework._failed_sign_in import BROKEN_SIGN_ON, MADE_TO_WAIT, note_nobodys, note_not_linked
from fit.casework._signing_in import BY_SOURCE, TOO_MANY, Visitor, proceed
from fit.casework.views import How, NextStep, Proven, SignedIn
from fit.errors import ConflictError, InputError, NotFoundError, SignInError
from fit.store import accounts, attempts, factors
from fit.store.ids import read_id

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Connection

LONGEST = 255
LINES_BY_SOURCE = attempts.Limit(kind="broken sign-on", free_tries=10, forgotten_after=timedelta(hours=1))
NOT_LINKED = "Nobody here is linked to this account, or may sign in with it. Ask your administrator."


def sign_in_elsewhere(
    clinic: Clinic, proven: Proven, *, source: str, browser: str = "", known: str = ""
) -> SignedIn | NextStep:
    """Sign in whom the clinic's provider has identified, when an administrator linked that account to somebody here.

    Raises
    ------
    SignInError
        when nobody is linked, they may not sign in, or there were too many tries; which of these it does not tell.
    """
    visitor, now = Visitor(source=source, browser=browser, known=known), clinic.now()

    def work(connection: Connection) -> SignedIn | NextStep | str:
        if attempts.count(connection, BY_SOURCE, source, now) is not None:
            note_nobodys(connection, MADE_TO_WAIT, source, now)
            return TOO_MANY
        person = factors.linked_person(connection, proven.issuer, subject=proven.subject, email=proven.email.casefold())
        if person is None or not person.active:
            note_not_linked(connection, person, source, now)
            return NOT_LINKED
        attempts.forgive(connection, BY_SOURCE, source)
        if person.subject is None:
            factors.note_subject(connection, person.clinic_id, person.id, proven.subject)
        has_factor = proven.has_factor
        how = How.SIGN_ON_CODE if has_factor else How.SIGN_ON
        return proceed(clinic, connection, person, visitor, now, how=how, has_factor=has_factor)

    done = clinic.store.write(work)
    if isinstance(done, str):
        raise SignInError(done)
    return done


def note_broken_sign_on(clinic: Clinic, *, source: str) -> None:
    """Note a single sign-on that was broken off: its answer did not hold, or was none to what was begun.

    Anybody can send such answers: one address leaves a few lines and then one now and then, not a flood of them.
    """
    now = clinic.now()

    def work(connection: Connection) -> None:
        if attempts.count(connection, LINES_BY_SOURCE, source, now) is None:
            note_nobodys(connection, BROKEN_SIGN_ON, source, now)

    clinic.store.write(work)


def link_sign_on(clinic: Clinic, actor: Actor, user_id: str, *, subject: str = "", email: str = "") -> None:
    """Say who a person is at the provider, by subject or e-mail; neither ends the link.

    By e-mail counts only an address that the provider has verified, and only until its first use: from then on the
    subject counts, so that an address that is given to somebody else opens nothing.

    Raises
    ------
    ConflictError
        when no provider is set up, or somebody else is linked to the same.
    InputError
        when both are given, or it cannot be one.
    NotFoundError
        when there is no such person in the clinic.
    """
    sign_on = clinic.settings.sign_on

    def work(deed: Deed) -> None:
        person = accounts.user_by_id(deed.connection, deed.clinic_id, read_id(user_id))
        if person is None:
            raise NotFoundError("There is no such person in this clinic. Choose one from the list of users.")
        if sign_on is None:
            raise ConflictError("No single sign-on is set up here. See MENDLINE_OIDC_ISSUER in the settings.")
        deed.about("user", user_id)
        asked = {"subject": _checked(subject), "email": _checked(email).casefold()}
        if all(asked.values()):
            raise InputError("Give the subject or the e-mail, not both.")
        if not any(asked.values()):
            factors.drop_link(deed.connection, deed.clinic_id, person.id)
            return
        if factors.is_linked_elsewhere(deed.connection, sign_on.issuer, person.id, **asked):
            raise ConflictError("Somebody is linked to this already. End that link first.")
        row: dict[str, Any] = {name: value or None for name, value in asked.items()}
        row |= {"clinic_id": deed.clinic_id, "user_id": person.id, "issuer": sign_on.issuer, "linked_at": deed.now}
        factors.set_link(deed.connection, row)

    doing(clinic, actor, "link_sign_on", work)


def _checked(given: str) -> str:
    text = given.strip()
    if len(text) > LONGEST or not text.isprintable():
        raise InputError(f"A subject or e-mail has at most {LONGEST} letters, all of which can be printed.")
    return text
