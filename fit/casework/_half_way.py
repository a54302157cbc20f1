"""A sign-in that is half done: its ticket opens the next step alone, and may be given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._secrets import clinic_of, token_hash
from fit.casework.views import HalfWay, SignInStep
from fit.errors import NotFoundError, SignInError
from fit.store import accounts, factors

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.store.types import Connection, Record

STALE = "This sign-in took too long. Begin again with your name and passphrase."


def half_way(clinic: Clinic, ticket: str) -> HalfWay | None:
    """What is still asked for in a sign-in that is half done; None when there is none, or it took too long."""
    with clinic.store.read() as connection:
        found = _ticket(connection, ticket, clinic.now())
    if found is None:
        return None
    return HalfWay(step=SignInStep(found.step), name=found.display_name, sign_in_name=found.sign_in_name)


def leave_sign_in(clinic: Clinic, ticket: str) -> None:
    """Give up a sign-in that is half done: its ticket opens nothing any more. Where there is none, nothing happens."""

    def work(connection: Connection) -> None:
        found = _ticket(connection, ticket, clinic.now())
        if found is not None:
            factors.end_ticket(connection, found.clinic_id, found.token_hash)

    clinic.store.write(work)


def standing_ticket(connection: Connection, ticket: str, step: SignInStep, now: datetime) -> Record:
    """The half-done sign-in of that ticket, with its person.

    Raises
    ------
    SignInError
        when there is none, it took too long, or another step is due.
    """
    found = _ticket(connection, ticket, now)
    if found is None or found.step != step.value:
        raise SignInError(STALE)
    return found


def person_of(connection: Connection, ticket: Record) -> Record:
    """Whose half-done sign-in it is."""
    person = accounts.user_by_id(connection, ticket.clinic_id, ticket.user_id)
    assert person is not None  # noqa: S101  the ticket refers to them
    return person


def _ticket(connection: Connection, ticket: str, now: datetime) -> Record | None:
    try:
        found = factors.ticket_of(connection, clinic_of(ticket), token_hash(ticket))
    except NotFoundError:
        return None
    return found if found is not None and found.active and now < found.expires_at else None
