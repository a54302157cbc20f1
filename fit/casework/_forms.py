"""A client's form as it lies in the database: found by its token, and where it stands for the device that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._secrets import clinic_of, token_hash
from fit.casework.views import FormState, Way
from fit.errors import ConflictError, NotFoundError
from fit.store import audit, handovers
from fit.store.ids import shown

if TYPE_CHECKING:
    from datetime import datetime

    from fit.store.types import Connection, Record

NO_FORM = "There is no such form. Ask your clinician to start it again."
ENDED = "This form has ended. Please give the tablet back."
ELSEWHERE = "This form is open on another device. Ask your clinician for a new one."


def found_by_token(connection: Connection, token: str) -> Record:
    """The hand-over of a token.

    Raises
    ------
    NotFoundError
        when there is none.
    """
    try:
        clinic_id = clinic_of(token)
    except NotFoundError:
        raise NotFoundError(NO_FORM) from None
    found = handovers.handover_by_token(connection, clinic_id, token_hash(token))
    if found is None:
        raise NotFoundError(NO_FORM)
    return found


def state_of(found: Record, device: str, now: datetime) -> FormState:
    """Where a hand-over stands for this device."""
    if found.used_at is not None:
        return FormState.DONE
    if found.state == FormState.OPEN.value and now >= found.expires_at:
        return FormState.EXPIRED
    if found.state != FormState.OPEN.value:
        return FormState(found.state)
    if found.device_hash is None and found.way != Way.TABLET.value:
        return FormState.WAITING
    return FormState.OPEN if is_held_by(found, device) else FormState.ELSEWHERE


def is_held_by(found: Record, device: str) -> bool:
    """Whether this browser was given the form; one from before devices were noted is anybody's."""
    return found.device_hash is None or found.device_hash == token_hash(device)


def check_open(found: Record, device: str, now: datetime) -> None:
    """Refuse to write to a form that is not open to this device.

    Raises
    ------
    ConflictError
        when it has ended, or another device holds it.
    """
    state = state_of(found, device, now)
    if state in {FormState.ELSEWHERE, FormState.WAITING}:
        raise ConflictError(ELSEWHERE)
    if state is not FormState.OPEN:
        raise ConflictError(ENDED)


def entry(found: Record, action: str, source: str, now: datetime, *, role: str = "") -> audit.Entry:
    """A line of the audit about a hand-over: by the clinician who started it, or by whoever holds it."""
    return audit.Entry(
        clinic_id=found.clinic_id,
        at=now,
        actor_id=None if role else found.created_by,
        role=role or found.role,
        action=action,
        subject_kind="handover",
        subject_id=shown(found.id),
        source=source[:64],
    )
