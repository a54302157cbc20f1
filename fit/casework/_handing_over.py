"""The tablet goes to the client and comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing
from fit.casework._recording import check_consent, session_of_day, suitable
from fit.casework._secrets import matches, new_token, token_hash
from fit.casework.access import TOO_MANY, begin_web_session
from fit.casework.client import found_by_token
from fit.casework.views import FormState, HandOver, SignedIn
from fit.errors import AccessDeniedError, ConflictError, InputError, SignInError
from fit.scales import Informant
from fit.store import accounts, attempts, audit, handovers, ratings
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
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


def hand_over(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    scale_id: str,
    web_session_token: str,
    informant: Informant = Informant.CLIENT,
) -> HandOver:
    """Turn this tablet into the client's form for one scale in today's session, and end the clinician's web session.

    Raises
    ------
    InputError
        when the scale is not for this age band, or the clinician has no PIN to take the tablet back.
    ConflictError
        when it was rated already, the episode is closed, or consent to ratings was withdrawn.
    """
    token = new_token(read_id(actor.clinic_id))

    def work(deed: Deed) -> HandOver:
        suitable(scale_id, deed.episode.age_band)
        _check_pin_is_set(deed)
        check_consent(deed.connection, deed.clinic_id, deed.episode.client_id)
        session = session_of_day(deed.connection, deed.episode, clinic.today())
        _refuse_second(deed, session, scale_id, informant)
        expires_at = deed.now + clinic.settings.hand_over_limit
        handovers.end_open_handovers(deed.connection, deed.clinic_id, session.id, scale_id, FormState.EXPIRED.value)
        handovers.add_handover(deed.connection, _row(deed, session, token, scale_id, informant, expires_at))
        accounts.end_web_session(deed.connection, deed.clinic_id, token_hash(web_session_token), deed.now)
        return HandOver(token=token, expires_at=expires_at, scale_id=scale_id, informant=informant)

    return doing(clinic, actor, "hand_over", work, episode_id=episode_id)


def _check_pin_is_set(deed: Deed) -> None:
    person = accounts.user_by_id(deed.connection, deed.clinic_id, deed.user_id)
    if person is None or person.pin_hash is None:
        raise InputError("You have no PIN yet to take the tablet back. Set one under Your account first.")


def _refuse_second(deed: Deed, session: Record, scale_id: str, informant: Informant) -> None:
    if ratings.active_rating(deed.connection, deed.clinic_id, session.id, scale_id, informant.value) is not None:
        raise ConflictError("This scale was already rated today. Correct that rating instead.")


def _row(
    deed: Deed, session: Record, token: str, scale_id: str, informant: Informant, expires_at: datetime
) -> dict[str, Any]:
    return {
        "clinic_id": deed.clinic_id,
        "token_hash": token_hash(token),
        "session_id": session.id,
        "episode_id": session.episode_id,
        "scale": scale_id,
        "informant": informant.value,
        "created_by": deed.user_id,
        "created_at": deed.now,
        "expires_at": expires_at,
        "used_at": None,
        "rating_id": None,
        "wrong_pins": 0,
        "locked_until": None,
        "state": FormState.OPEN.value,
    }


def take_back(clinic: Clinic, handover_token: str, pin: str, *, source: str) -> SignedIn:
    """End the client's form and sign in the clinician who handed over, by PIN.

    Raises
    ------
    NotFoundError
        when there is no such form.
    SignInError
        when the PIN is wrong, or the next try must wait.
    AccessDeniedError
        when there were too many wrong PINs, or it was too long ago: the passphrase is needed.
    """
    now = clinic.now()
    found = clinic.store.write(lambda connection: _count_try(clinic, connection, handover_token, now))
    if found is None:
        raise SignInError(TOO_MANY)
    if not matches(pin, found.pin_hash if found.active else None):
        clinic.store.write(lambda connection: _wrong_pin(connection, handover_token, source, now))
        raise SignInError(WRONG_PIN)

    def back(connection: Connection) -> SignedIn:
        again = _usable(clinic, connection, handover_token, now)
        ended = FormState.DONE if again.used_at is not None else FormState.EXPIRED
        changed = {"state": ended.value, "wrong_pins": 0, "expires_at": min(now, again.expires_at), "locked_until": now}
        handovers.change_handover(connection, again.clinic_id, again.token_hash, **changed)
        person = accounts.user_by_id(connection, again.clinic_id, again.created_by)
        assert person is not None  # noqa: S101  the hand-over refers to them
        signed_in = begin_web_session(clinic, connection, person, now, episode_id=shown(again.episode_id))
        audit.append(connection, _entry(again, "take_back", source, now))
        return signed_in

    return clinic.store.write(back)


def _usable(clinic: Clinic, connection: Connection, token: str, now: datetime) -> Record:
    found = found_by_token(connection, token)
    too_old = now >= found.created_at + clinic.settings.absolute_limit
    if found.state == FormState.LOCKED.value or too_old:
        raise AccessDeniedError(NO_WAY_BACK)
    return found


def _count_try(clinic: Clinic, connection: Connection, token: str, now: datetime) -> Record | None:
    """Count the try before it is made, so that many at once gain nothing; None when it must wait."""
    found = _usable(clinic, connection, token, now)
    if found.wrong_pins >= MOST_WRONG_PINS:
        raise AccessDeniedError(NO_WAY_BACK)
    if found.locked_until is not None and found.locked_until > now:
        return None
    tries = found.wrong_pins + 1
    changed = {"wrong_pins": tries, "locked_until": now + BY_PIN.wait(tries)}
    handovers.change_handover(connection, found.clinic_id, found.token_hash, **changed)
    return found


def _wrong_pin(connection: Connection, token: str, source: str, now: datetime) -> None:
    found = found_by_token(connection, token)
    if found.wrong_pins >= MOST_WRONG_PINS and found.used_at is None:
        handovers.change_handover(connection, found.clinic_id, found.token_hash, state=FormState.LOCKED.value)
    audit.append(connection, _entry(found, "take_back: wrong PIN", source, now))


def _entry(found: Record, action: str, source: str, now: datetime) -> audit.Entry:
    return audit.Entry(
        clinic_id=found.clinic_id,
        at=now,
        actor_id=found.created_by,
        role=found.role,
        action=action,
        subject_kind="handover",
        subject_id=found.token_hash,
        source=source[:64],
    )
