"""What a client's form may do: be opened, send its ratings. It knows no number, and no name but whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.casework._forms import ENDED, check_open, found_by_token, is_held_by, state_of
from fit.casework._opening import begin_form, redeem_code
from fit.casework._recording import Marks, check_consent, counted, save_rating, save_skip
from fit.casework._taken_in import hold_what_comes_in
from fit.casework._wording import wording_in
from fit.casework.views import ClientForm, FormPart, FormState, Receipt, ReceiptStatus, SkipReason, Way
from fit.errors import ConflictError, NotFoundError
from fit.ratings import Mode
from fit.scales import AgeBand, Informant
from fit.store import audit, care, handovers, ratings
from fit.store.ids import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.scales import Score, Wording
    from fit.store.types import Connection, Record

__all__ = ["begin_form", "open_form", "record_rating", "redeem_code", "skip_rating"]

MODE = {Way.TABLET: Mode.TABLET, Way.CODE: Mode.TABLET, Way.LINK: Mode.REMOTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """Which part of which form was sent, from where, under which key."""

    token: str
    place: int
    device: str
    source: str
    key: str


def open_form(clinic: Clinic, token: str, *, device: str = "") -> ClientForm:
    """Give the form that a token opens on this device. Another device never learns that it was answered.

    Raises
    ------
    NotFoundError
        when there is none.
    """
    with clinic.store.read() as connection:
        found = found_by_token(connection, token)
        rows = handovers.parts(connection, found.clinic_id, found.id)
        state = _seen_from(found, device, clinic.now())
        is_known = state not in {FormState.WAITING, FormState.ELSEWHERE}
        parts = _parts(clinic, connection, rows) if is_known else ()
        skipped = state is FormState.DONE and _is_skipped_by_last(connection, rows, parts)
    # an ended form speaks to whoever held it last
    language = rows[-1 if state is FormState.DONE else 0].language
    return ClientForm(
        state=state,
        way=Way(found.way),
        language=language,
        parts=parts,
        asks_word=found.word_hash is not None,
        ended_by_skipping=skipped,
    )


def _seen_from(found: Record, device: str, now: datetime) -> FormState:
    state = state_of(found, device, now)
    """Why a form has ended is the clinician's to know, and that it was answered is for the device that did it."""
    told_nobody = {FormState.WITHDRAWN, FormState.REPLACED}
    hidden = state in told_nobody or (state is FormState.DONE and not is_held_by(found, device))
    return FormState.EXPIRED if hidden else state


def _is_skipped_by_last(connection: Connection, rows: Sequence[Record], parts: Sequence[FormPart]) -> bool:
    own = [row for row, part in zip(rows, parts, strict=True) if part.person == parts[-1].person]
    stored = [ratings.rating_by_id(connection, row.clinic_id, row.rating_id) for row in own]
    return all(one is not None and one.skip_reason is not None for one in stored)


def _parts(clinic: Clinic, connection: Connection, rows: Sequence[Record]) -> tuple[FormPart, ...]:
    several = len({row.episode_id for row in rows}) > 1
    people = list(dict.fromkeys(map(_person, rows)))
    return tuple(
        _part(
            row,
            wording_in(clinic, connection, row.clinic_id, row.scale, row.language),
            who=(row.display_name or "") if several else "",
            person=people.index(_person(row)),
            crisis=clinic.crisis_text(row.language),
        )
        for row in rows
    )


def _person(row: Record) -> tuple[int, str]:
    return row.episode_id, row.informant


def _part(row: Record, wording: Wording, *, who: str, person: int, crisis: tuple[str, str] | None) -> FormPart:
    return FormPart(
        place=row.place,
        scale=wording.scale,
        wording=wording,
        age_band=AgeBand(row.age_band),
        informant=Informant(row.informant),
        language=row.language,
        who=who,
        person=person,
        is_answered=row.answered_at is not None,
        crisis=crisis,
    )


def record_rating(  # noqa: PLR0913  all that a browser sends
    clinic: Clinic,
    token: str,
    answers: Mapping[str, Score],
    *,
    idempotency_key: str,
    line_length_px: float | None,
    calibrated: bool,
    place: int = 0,
    device: str = "",
    source: str = "",
) -> Receipt:
    """Store the one rating of this part of the form. The same confirmation sent again is answered, not stored twice.

    Raises
    ------
    NotFoundError
        when there is no such form.
    ConflictError
        when the form has ended, is another device's, or another rating was sent from it.
    RatingError
        when a line has no mark, or one that it cannot have.
    """

    def save(connection: Connection, found: Record, part: Record) -> tuple[Receipt, int]:
        marks = Marks(
            scale_id=part.scale,
            informant=Informant(part.informant),
            answers=answers,
            mode=MODE[Way(found.way)],
            line_length_px=line_length_px,
            calibrated=calibrated,
            idempotency_key=idempotency_key,
        )
        return save_rating(clinic, connection, _session(connection, part), marks, None)

    sent = _Sent(token=token, place=place, device=device, source=source, key=idempotency_key)
    return counted(_answer(clinic, sent, "record_rating", save))


def skip_rating(
    clinic: Clinic,
    token: str,
    reason: SkipReason,
    *,
    idempotency_key: str,
    place: int = 0,
    device: str = "",
    source: str = "",
) -> Receipt:
    """Note that the client would rather not fill in this part, and why. It is no rating, and never zero.

    Raises
    ------
    NotFoundError, ConflictError
        as `record_rating`.
    """

    def save(connection: Connection, found: Record, part: Record) -> tuple[Receipt, int]:
        return save_skip(
            clinic,
            connection,
            _session(connection, part),
            scale_id=part.scale,
            informant=Informant(part.informant),
            reason=reason,
            mode=MODE[Way(found.way)],
            idempotency_key=idempotency_key,
        )

    sent = _Sent(token=token, place=place, device=device, source=source, key=idempotency_key)
    return _answer(clinic, sent, "skip_rating", save)


def _session(connection: Connection, part: Record) -> Record:
    session = care.session_by_id(connection, part.clinic_id, part.session_id)
    assert session is not None  # noqa: S101  the hand-over refers to it
    return session


def _answer(
    clinic: Clinic, sent: _Sent, action: str, save: Callable[[Connection, Record, Record], tuple[Receipt, int]]
) -> Receipt:
    def work(connection: Connection) -> Receipt:
        found = found_by_token(connection, sent.token)
        parts = handovers.parts(connection, found.clinic_id, found.id)
        part = next((row for row in parts if row.place == sent.place), None)
        if part is None:
            raise NotFoundError("This form has no such part. Reload it.")
        if part.answered_at is not None:
            return _already(connection, part, sent.key)
        check_open(found, sent.device, clinic.now())
        check_consent(connection, found.clinic_id, part.client_id)
        receipt, rating_id = save(connection, found, part)
        _note_answer(connection, found, part, rating_id, receipt, is_last=_open(parts) == 1)
        audit.append(connection, _entry(part, sent, action, rating_id, receipt))
        return receipt

    return clinic.store.write(work)


def _open(parts: Sequence[Record]) -> int:
    return sum(row.answered_at is None for row in parts)


def _note_answer(
    connection: Connection, found: Record, part: Record, rating_id: int, receipt: Receipt, *, is_last: bool
) -> None:
    at = receipt.recorded_at
    handovers.answer_part(connection, found.clinic_id, found.id, part.place, rating_id=rating_id, at=at)
    if is_last:
        done = {"used_at": at, "state": FormState.DONE.value}
        handovers.change_handover(connection, found.clinic_id, found.id, **done)


def _entry(part: Record, sent: _Sent, action: str, rating_id: int, receipt: Receipt) -> audit.Entry:
    return audit.Entry(
        clinic_id=part.clinic_id,
        at=receipt.recorded_at,
        actor_id=None,
        role="client",
        action=action,
        subject_kind="rating",
        subject_id=shown(rating_id),
        source=sent.source,
        episode_id=part.episode_id,
    )


def _already(connection: Connection, part: Record, idempotency_key: str) -> Receipt:
    earlier = ratings.rating_by_id(connection, part.clinic_id, part.rating_id)
    if earlier is None or earlier.idempotency_key != idempotency_key:
        raise ConflictError(ENDED)
    return Receipt(status=ReceiptStatus.ALREADY_STORED, recorded_at=earlier.recorded_at)


hold_what_comes_in(__name__)
