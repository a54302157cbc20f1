"""Asking who is signed in for the passphrase once more, before a way in is changed: an open screen is not its owner."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._secrets import matches
from fit.casework._signing_in import TOO_MANY, note, standing_passphrase
from fit.errors import SignInError
from fit.store import accounts, attempts
from fit.store.ids import read_id

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Connection

BY_PERSON = attempts.Limit(kind="asked again", free_tries=5, forgotten_after=timedelta(hours=24))
"""Counted apart from signing in: a stranger who guesses there does not keep the owner from ending a session here."""
NOT_RIGHT = "Your passphrase is not right. Try again, or ask your administrator."


def ask_again(clinic: Clinic, actor: Actor, use_case: str, passphrase: str, *, otherwise: str = NOT_RIGHT) -> None:
    """Take a passphrase of somebody who is signed in; a wrong one stands in the audit.

    Raises
    ------
    SignInError
        when it is not theirs (with the words `otherwise`), or there were too many tries.
    """
    clinic_id, user_id, now = read_id(actor.clinic_id), read_id(actor.user_id), clinic.now()
    if clinic.store.write(lambda connection: attempts.count(connection, BY_PERSON, _subject(actor), now)):
        raise SignInError(TOO_MANY)
    with clinic.store.read() as connection:
        person = accounts.user_by_id(connection, clinic_id, user_id)
    if matches(passphrase, None if person is None else standing_passphrase(person, now)):
        clinic.store.write(lambda connection: attempts.forget(connection, BY_PERSON, _subject(actor)))
        return

    def refused(connection: Connection) -> None:
        if person is not None:
            note(connection, person, f"{use_case}: wrong passphrase", actor.source, now)

    clinic.store.write(refused)
    raise SignInError(otherwise)


def _subject(actor: Actor) -> str:
    return f"{actor.clinic_id} {actor.user_id}"
