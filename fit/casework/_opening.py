"""A form given out by a code or a link is opened by one device, and then belongs to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework._forms import ELSEWHERE, ENDED, NO_FORM, entry, found_by_token, state_of
from fit.casework._handing_over import CODE_DIGITS, compared
from fit.casework._secrets import ascii_digits, matches, new_token, token_hash
from fit.casework._signing_in import TOO_MANY
from fit.casework.views import FormState, Way
from fit.errors import ConflictError, NotFoundError, SignInError
from fit.store import attempts, audit, handovers

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.store.types import Connection, Record

BY_WORD = attempts.Limit(
    kind="word", free_tries=3, longest_wait=timedelta(minutes=10), forgotten_after=timedelta(days=7)
)
MOST_WRONG_WORDS = 8
"""After so many a link is of no more use: initials can be guessed."""
CODES_BY_SOURCE = attempts.Limit(kind="code", free_tries=6, forgotten_after=timedelta(hours=1))
CODES_BY_ALL = attempts.Limit(kind="codes", free_tries=60, forgotten_after=timedelta(hours=1))
"""Wrong codes from everywhere together: so many an hour, against a million codes of which a handful are alive."""
EVERYBODY = "everybody"
WRONG_WORD = "That did not fit. Try again, or ask your clinician."
NO_SUCH_CODE = "There is no form with this code. Look again, or ask for a new one."


def begin_form(clinic: Clinic, token: str, *, device: str, word: str = "", source: str) -> None:
    """Open a form on this device; from now on no other can.

    Raises
    ------
    NotFoundError
        when there is no such form.
    SignInError
        when the word does not fit, or there were too many tries.
    ConflictError
        when it has ended, or another device was first.
    """
    now = clinic.now()
    word_hash = clinic.store.write(lambda connection: _ask_word(connection, token, device, now))
    if word_hash is not None and not matches(compared(word), word_hash):
        clinic.store.write(lambda connection: _wrong_word(connection, token, source, now))
        raise SignInError(WRONG_WORD)

    def hold(connection: Connection) -> None:
        found = found_by_token(connection, token)
        if state_of(found, device, now) is FormState.OPEN:
            return
        _check_is_free(found, device, now)
        _hold(clinic, connection, found, device, now)
        audit.append(connection, entry(found, "begin_form", source, now, role="client"))

    clinic.store.write(hold)


def _check_is_free(found: Record, device: str, now: datetime) -> None:
    state = state_of(found, device, now)
    if state is FormState.ELSEWHERE:
        raise ConflictError(ELSEWHERE)
    if state is not FormState.WAITING:
        raise ConflictError(ENDED)


def _ask_word(connection: Connection, token: str, device: str, now: datetime) -> str | None:
    """The word's hash, after the try was counted; None where none is asked for."""
    found = found_by_token(connection, token)
    if state_of(found, device, now) is FormState.OPEN:
        return None
    _check_is_free(found, device, now)
    if found.word_hash is None:
        return None
    if attempts.is_locked(BY_WORD, found.locked_until, now):
        raise SignInError(TOO_MANY, wait=found.locked_until - now)
    tries = found.wrong_tries + 1
    changed = {"wrong_tries": tries, "locked_until": now + BY_WORD.wait(tries)}
    handovers.change_handover(connection, found.clinic_id, found.id, **changed)
    word_hash: str = found.word_hash
    return word_hash


def _wrong_word(connection: Connection, token: str, source: str, now: datetime) -> None:
    found = found_by_token(connection, token)
    if found.wrong_tries >= MOST_WRONG_WORDS:
        handovers.change_handover(connection, found.clinic_id, found.id, state=FormState.LOCKED.value)
    audit.append(connection, entry(found, "begin_form: wrong word", source, now, role="client"))


def _hold(clinic: Clinic, connection: Connection, found: Record, device: str, now: datetime, **changed: str) -> None:
    in_room = {"expires_at": now + clinic.settings.hand_over_limit} if found.way == Way.CODE.value else {}
    own = {"device_hash": token_hash(device), "code_hash": None, "locked_until": None, **in_room, **changed}
    handovers.change_handover(connection, found.clinic_id, found.id, **own)


def redeem_code(clinic: Clinic, code: str, *, device: str, source: str) -> str:
    """Open the form of six digits on this device; returns the token of its address, which nobody had before.

    Raises
    ------
    NotFoundError
        when no form that waits has this code.
    SignInError
        when there were too many tries.
    """
    now = clinic.now()
    digits = ascii_digits(code)
    until = clinic.store.write(lambda connection: _no_code_until(connection, source, now))
    if until is not None:
        raise SignInError(TOO_MANY, wait=until - now)

    def hold(connection: Connection) -> str:
        found = handovers.handover_by_code(connection, token_hash(digits)) if len(digits) == CODE_DIGITS else None
        if found is None or state_of(found, device, now) is not FormState.WAITING:
            raise NotFoundError(NO_SUCH_CODE)
        token = new_token(found.clinic_id)
        _hold(clinic, connection, found, device, now, token_hash=token_hash(token))
        audit.append(connection, entry(found, "redeem_code", source, now, role="client"))
        attempts.forgive(connection, CODES_BY_SOURCE, source)
        attempts.forgive(connection, CODES_BY_ALL, EVERYBODY)
        return token

    return clinic.store.write(hold)


def _no_code_until(connection: Connection, source: str, now: datetime) -> datetime | None:
    waits = [
        attempts.count(connection, limit, subject, now)
        for limit, subject in ((CODES_BY_SOURCE, source), (CODES_BY_ALL, EVERYBODY))
    ]
    return max((until for until in waits if until is not None), default=None)


__all__ = ["NO_FORM", "begin_form", "redeem_code"]
