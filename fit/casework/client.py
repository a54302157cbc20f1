"""What the client's form may do: be opened, and send one rating. It knows no name and no number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._recording import Marks, check_consent, save_rating
from fit.casework._secrets import clinic_of, token_hash
from fit.casework._wording import wording_in
from fit.casework.views import ClientForm, FormState, Receipt, ReceiptStatus
from fit.errors import ConflictError, NotFoundError
from fit.ratings import Mode
from fit.scales import AgeBand, Informant
from fit.store import audit, care, handovers, ratings
from fit.store.ids import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.scales import Score
    from fit.store.types import Connection, Record

__all__ = ["open_form", "record_rating"]

NO_FORM = "There is no such form. Ask your clinician to start it again."
ENDED = "This form has ended. Please give the tablet back."


def open_form(clinic: Clinic, token: str) -> ClientForm:
    """Give the form that a token opens.

    Raises
    ------
    NotFoundError
        when there is none.
    """
    with clinic.store.read() as connection:
        found = found_by_token(connection, token)
        wording = wording_in(clinic, connection, found.clinic_id, found.scale, found.language)
    return ClientForm(
        scale=wording.scale,
        wording=wording,
        state=state_of(found, clinic.now()),
        age_band=AgeBand(found.age_band),
        informant=Informant(found.informant),
        language=found.language,
    )


def found_by_token(connection: Connection, token: str) -> Record:
    """The hand-over of a token."""
    found = handovers.handover_by_token(connection, _clinic_of(token), token_hash(token))
    if found is None:
        raise NotFoundError(NO_FORM)
    return found


def _clinic_of(token: str) -> int:
    try:
        return clinic_of(token)
    except NotFoundError:
        raise NotFoundError(NO_FORM) from None


def state_of(found: Record, now: datetime) -> FormState:
    """Where a hand-over stands for the client."""
    if found.used_at is not None:
        return FormState.DONE
    if found.state == FormState.OPEN.value and now >= found.expires_at:
        return FormState.EXPIRED
    return FormState(found.state)


def record_rating(
    clinic: Clinic,
    token: str,
    answers: Mapping[str, Score],
    *,
    idempotency_key: str,
    line_length_px: float | None,
    calibrated: bool,
) -> Receipt:
    """Store the one rating of this form. The same confirmation sent again is answered, not stored twice.

    Raises
    ------
    NotFoundError
        when there is no such form.
    ConflictError
        when the form has ended, or another rating was sent from it.
    RatingError
        when a line has no mark, or one that it cannot have.
    """

    def work(connection: Connection) -> Receipt:
        found = found_by_token(connection, token)
        if found.used_at is not None:
            return _already(connection, found, idempotency_key)
        if state_of(found, clinic.now()) is not FormState.OPEN:
            raise ConflictError(ENDED)
        marks = Marks(
            scale_id=found.scale,
            informant=Informant(found.informant),
            answers=answers,
            mode=Mode.TABLET,
            line_length_px=line_length_px,
            calibrated=calibrated,
            idempotency_key=idempotency_key,
        )
        return _store(clinic, connection, found, marks)

    return clinic.store.write(work)


def _store(clinic: Clinic, connection: Connection, found: Record, marks: Marks) -> Receipt:
    check_consent(connection, found.clinic_id, found.client_id)
    session = care.session_by_id(connection, found.clinic_id, found.session_id)
    assert session is not None  # noqa: S101  the hand-over refers to it
    receipt, rating_id = save_rating(clinic, connection, session, marks, None)
    done = {"used_at": receipt.recorded_at, "rating_id": rating_id, "state": FormState.DONE.value}
    handovers.change_handover(connection, found.clinic_id, found.token_hash, **done)
    entry = audit.Entry(
        clinic_id=found.clinic_id,
        at=receipt.recorded_at,
        actor_id=None,
        role="client",
        action="record_rating",
        subject_kind="rating",
        subject_id=shown(rating_id),
    )
    audit.append(connection, entry)
    return receipt


def _already(connection: Connection, found: Record, idempotency_key: str) -> Receipt:
    earlier = ratings.rating_by_id(connection, found.clinic_id, found.rating_id)
    if earlier is None or earlier.idempotency_key != idempotency_key:
        raise ConflictError(ENDED)
    return Receipt(status=ReceiptStatus.ALREADY_STORED, recorded_at=earlier.recorded_at)
