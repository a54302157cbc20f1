"""A passphrase that an administrator hands over: made by chance, short-lived, and never the last.

It opens one thing, the choice of an own one, before a second factor is set up and before anything else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._half_way import person_of, standing_ticket
from fit.casework._passphrases import check_passphrase
from fit.casework._secrets import hashed, matches, new_first_passphrase
from fit.casework._signing_in import Visitor, note, proceed
from fit.casework.views import FirstPassphrase, How, SignInStep
from fit.errors import InputError
from fit.store import accounts, factors, web_sessions

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.views import NextStep, SignedIn
    from fit.store.types import Connection

LASTS = timedelta(days=7)
"""Long enough for somebody who begins next Monday; what lies about on paper afterwards opens nothing."""
THE_SAME = "This is the passphrase that you were given. Choose another one, which only you know."


def first_passphrase(now: datetime) -> FirstPassphrase:
    """Make a passphrase to be handed over."""
    return FirstPassphrase(words=new_first_passphrase(), until=now + LASTS)


def hand_out(
    connection: Connection, clinic_id: int, user_id: int, passphrase_hash: str, until: datetime, now: datetime
) -> None:
    """Put it in the place of what somebody had; all their sessions end, and no browser is known any more."""
    factors.end_tickets(connection, clinic_id, user_id)
    factors.forget_browsers(connection, clinic_id, user_id)
    given = {"passphrase_hash": passphrase_hash, "first_passphrase_until": until}
    accounts.change_user(connection, clinic_id, user_id, **given)
    web_sessions.end_all(connection, clinic_id, user_id, now)


def choose_passphrase(
    clinic: Clinic, ticket: str, new: str, *, source: str, browser: str = "", known: str = ""
) -> SignedIn | NextStep:
    """Put an own passphrase in the place of the one that was handed over, and go on signing in.

    Raises
    ------
    SignInError
        when the sign-in took too long.
    InputError
        when it is too short, too long, easily guessed, or the very one that was handed over.
    """
    visitor, now = Visitor(source=source, browser=browser, known=known), clinic.now()
    with clinic.store.read() as connection:
        found = standing_ticket(connection, ticket, SignInStep.PASSPHRASE, now)
        person, place = person_of(connection, found), accounts.clinic_by_id(connection, found.clinic_id)
    chosen = check_passphrase(new, person.sign_in_name, person.display_name, "" if place is None else place.name)
    if matches(chosen, person.passphrase_hash):
        raise InputError(THE_SAME)
    kept = hashed(chosen)

    def go_on(connection: Connection) -> SignedIn | NextStep:
        again = standing_ticket(connection, ticket, SignInStep.PASSPHRASE, now)
        own = {"passphrase_hash": kept, "first_passphrase_until": None}
        accounts.change_user(connection, again.clinic_id, again.user_id, **own)
        factors.end_tickets(connection, again.clinic_id, again.user_id)
        factors.forget_browsers(connection, again.clinic_id, again.user_id)
        web_sessions.end_all(connection, again.clinic_id, again.user_id, now)
        note(connection, again, "choose_passphrase", source, now)
        how = How(again.how)
        has_factor = how is How.PASSPHRASE_CODE
        return proceed(clinic, connection, person_of(connection, again), visitor, now, how=how, has_factor=has_factor)

    return clinic.store.write(go_on)
