"""The tablet comes back to the clinician who handed it over, by PIN, and only that tablet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._forms import ENDED, entry, found_by_token, is_held_by, state_of
from fit.casework._secrets import ascii_digits, matches
from fit.casework._signing_in import TOO_MANY
from fit.casework._web_sessions import begin_web_session
from fit.casework.views import FormState, How, SignedIn, Way
from fit.errors import AccessDeniedError, ConflictError, SignInError
from fit.store import accounts, attempts, audit, handovers
from fit.store.ids import shown

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.store.types import Connection, Record

BY_PIN = attempts.Limit(
    kind="pin",
    free_tries=3,
    first_wait=timedelta(seconds=15),
    longest_wait=timedelta(minutes=10),
    forgotten_after=timedelta(hours=12),
)
MOST_WRONG_PINS = 10
"""After so many the tablet is of no more use: the clinician signs in with the passphrase."""
WRONG_PIN = "This PIN is not right. Try again."
NO_WAY_BACK = "This tablet is locked. Sign in with your name and passphrase."


def take_back(clinic: Clinic, handover_token: str, pin: str, *, source: str, device: str = "") -> SignedIn:
    """End the client's form and sign in the clinician who handed over, by PIN, on the tablet it was handed over on.

    Raises
    ------
    NotFoundError
        when there is no such form.
    SignInError
        when the PIN is wrong, or the next try must wait.
    AccessDeniedError
        when this is another device, there were too many wrong PINs, or it was too long ago: the passphrase is needed.
    """
    now = clinic.now()
    _check_pin(clinic, handover_token, pin, device, source, now)

    def back(connection: Connection) -> SignedIn:
        again = _usable(clinic, connection, handover_token, device, now)
        ended = FormState.DONE if again.used_at is not None else FormState.EXPIRED
        changed = {"state": ended.value, "wrong_tries": 0, "expires_at": min(now, again.expires_at)}
        handovers.change_handover(connection, again.clinic_id, again.id, **changed, locked_until=now)
        person = accounts.user_by_id(connection, again.clinic_id, again.created_by)
        assert person is not None  # noqa: S101  the hand-over refers to them
        part = handovers.parts(connection, again.clinic_id, again.id)[0]
        own = {"how": How.PIN, "source": source, "ends_at": again.session_ends_at}
        signed_in = begin_web_session(clinic, connection, person, now, episode_id=shown(part.episode_id), **own)
        audit.append(connection, entry(again, "take_back", source, now))
        return signed_in

    return clinic.store.write(back)


def resume_form(clinic: Clinic, handover_token: str, pin: str, *, source: str, device: str = "") -> None:
    """Give a form that was put away after a long pause back to the client, by the clinician's PIN.

    Raises
    ------
    NotFoundError, SignInError, AccessDeniedError
        as `take_back`.
    ConflictError
        when the form has ended meanwhile.
    """
    now = clinic.now()
    _check_pin(clinic, handover_token, pin, device, source, now)

    def again(connection: Connection) -> None:
        found = _usable(clinic, connection, handover_token, device, now)
        if state_of(found, device, now) is not FormState.OPEN:
            raise ConflictError(ENDED)
        handovers.change_handover(connection, found.clinic_id, found.id, wrong_tries=0, locked_until=None)
        audit.append(connection, entry(found, "resume_form", source, now))

    clinic.store.write(again)


def _check_pin(clinic: Clinic, token: str, pin: str, device: str, source: str, now: datetime) -> None:
    found = clinic.store.write(lambda connection: _count_try(clinic, connection, token, device, now))
    if not matches(ascii_digits(pin), found.pin_hash if found.active else None):
        clinic.store.write(lambda connection: _wrong_pin(connection, token, source, now))
        raise SignInError(WRONG_PIN)


def _usable(clinic: Clinic, connection: Connection, token: str, device: str, now: datetime) -> Record:
    found = found_by_token(connection, token)
    # a session that was handed over and taken back ends when it would have ended anyway
    too_old = now >= (found.session_ends_at or found.created_at + clinic.settings.absolute_limit)
    handed_over = found.first_passphrase_until is not None  # a passphrase that is still to be chosen comes first
    other = found.way != Way.TABLET.value or found.device_hash is None or not is_held_by(found, device)
    if found.state == FormState.LOCKED.value or too_old or other or handed_over:
        raise AccessDeniedError(NO_WAY_BACK)
    return found


def _count_try(clinic: Clinic, connection: Connection, token: str, device: str, now: datetime) -> Record:
    """Count the try before it is made, so that many at once gain nothing."""
    found = _usable(clinic, connection, token, device, now)
    if found.wrong_tries >= MOST_WRONG_PINS:
        raise AccessDeniedError(NO_WAY_BACK)
    if attempts.is_locked(BY_PIN, found.locked_until, now):
        raise SignInError(TOO_MANY, wait=found.locked_until - now)
    tries = found.wrong_tries + 1
    changed = {"wrong_tries": tries, "locked_until": now + BY_PIN.wait(tries)}
    handovers.change_handover(connection, found.clinic_id, found.id, **changed)
    return found


def _wrong_pin(connection: Connection, token: str, source: str, now: datetime) -> None:
    found = found_by_token(connection, token)
    if found.wrong_tries >= MOST_WRONG_PINS and found.used_at is None:
        handovers.change_handover(connection, found.clinic_id, found.id, state=FormState.LOCKED.value)
    audit.append(connection, entry(found, "take_back: wrong PIN", source, now))
