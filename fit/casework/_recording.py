"""Saving a rating: checked against its scale, written once, with everything that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fit.casework.views import Receipt, ReceiptStatus
from fit.errors import ConflictError, InputError, NotFoundError
from fit.ratings import Rating
from fit.scales import scale
from fit.store import care, cells, meters, ratings
from fit.store.ids import new_id, read_id
from fit.store.standing import Method, refresh
from fit.store.states import ConsentKind, RatingStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.casework._clinic import Clinic
    from fit.ratings import Mode
    from fit.scales import Informant, Scale, Score
    from fit.store.states import SkipReason
    from fit.store.types import Connection, Record

LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a client confirmed, and how it reached us."""

    scale_id: str
    informant: Informant
    answers: Mapping[str, Score]
    mode: Mode
    line_length_px: float | None
    calibrated: bool
    idempotency_key: str


def method_of(clinic: Clinic) -> Method:
    """What this clinic judges ratings by, now."""
    return Method(policy=clinic.policy, curves=clinic.curves, now=clinic.now(), today=clinic.today())


def save_rating(
    clinic: Clinic, connection: Connection, session: Record, marks: Marks, recorded_by: int | None
) -> tuple[Receipt, int]:
    """Write a rating with its alerts, cell and standing, in the transaction at hand; returns its id too.

    Raises
    ------
    RatingError
        when a line has no mark or one that it cannot have.
    ConflictError
        when this scale was already rated in this session.
    """
    care.lock_episode(connection, session.clinic_id, session.episode_id)
    earlier = ratings.rating_by_key(connection, session.clinic_id, _key(marks))
    if earlier is not None:
        return _again(earlier, session, marks)
    _refuse_second(connection, session, marks)
    method = method_of(clinic)
    row = _row(session, marks, method, recorded_by)
    ratings.add_ratings(connection, [row])
    refresh(connection, session.clinic_id, [session.episode_id], method, causes={session.episode_id: row["id"]})
    return Receipt(status=ReceiptStatus.STORED, recorded_at=method.now), row["id"]


def counted(receipt: Receipt) -> Receipt:
    """Count a rating for the operator, once its transaction is over: how many there were, nothing else."""
    if receipt.status is ReceiptStatus.STORED:
        meters.RATINGS.inc()
    return receipt


def save_skip(
    clinic: Clinic,
    connection: Connection,
    session: Record,
    *,
    scale_id: str,
    informant: Informant,
    reason: SkipReason,
    mode: Mode,
    idempotency_key: str,
) -> tuple[Receipt, int]:
    """Write that a scale was skipped, in the transaction at hand: a row without a score, which no engine sees."""
    care.lock_episode(connection, session.clinic_id, session.episode_id)
    marks = Marks(
        scale_id=scale_id,
        informant=informant,
        answers={},
        mode=mode,
        line_length_px=None,
        calibrated=False,
        idempotency_key=idempotency_key,
    )
    earlier = ratings.rating_by_key(connection, session.clinic_id, _key(marks))
    if earlier is not None:
        return _again(earlier, session, marks)
    now = clinic.now()
    row = _row_base(session, marks, now, None) | {
        "total": None,
        **ratings.item_columns(),
        "status": RatingStatus.SKIPPED.value,
        "skip_reason": reason.value,
    }
    ratings.add_ratings(connection, [row])
    return Receipt(status=ReceiptStatus.STORED, recorded_at=now), row["id"]


def _key(marks: Marks) -> str:
    if not 0 < len(marks.idempotency_key) <= LONGEST_KEY:
        raise InputError(f"A rating needs a key of 1 to {LONGEST_KEY} characters, so that it is stored only once.")
    return marks.idempotency_key


def _again(earlier: Record, session: Record, marks: Marks) -> tuple[Receipt, int]:
    same = (earlier.session_id, earlier.scale, earlier.informant) == (session.id, marks.scale_id, marks.informant.value)
    if not same:
        raise ConflictError("This key belongs to another rating. Reload the form and send it again.")
    return Receipt(status=ReceiptStatus.ALREADY_STORED, recorded_at=earlier.recorded_at), earlier.id


def _refuse_second(connection: Connection, session: Record, marks: Marks) -> None:
    place = (session.clinic_id, session.id, marks.scale_id, marks.informant.value)
    if ratings.active_rating(connection, *place) is not None:
        title = scale(marks.scale_id).title
        raise ConflictError(f"{title} was already rated in session {session.meeting}. Correct that rating instead.")


def _row(session: Record, marks: Marks, method: Method, recorded_by: int | None) -> dict[str, Any]:
    instrument = scale(marks.scale_id)
    rating = Rating.from_answers(
        instrument, marks.answers, informant=marks.informant, occurred_on=session.occurred_on, mode=marks.mode
    )
    return _row_base(session, marks, method.now, recorded_by) | {
        "total": None if rating.total is None else rating.total.tenths,
        **ratings.item_columns(marks.answers[item.id].tenths for item in instrument.items),
        "status": RatingStatus.ACTIVE.value,
        "skip_reason": None,
    }


def _row_base(session: Record, marks: Marks, now: datetime, recorded_by: int | None) -> dict[str, Any]:
    """What is noted of every filled-in form, also of a skipped one."""
    return {
        "clinic_id": session.clinic_id,
        "id": new_id(),
        "session_id": session.id,
        "episode_id": session.episode_id,
        "scale": marks.scale_id,
        "scale_version": scale(marks.scale_id).version,
        "informant": marks.informant.value,
        "superseded_reason": "",
        "superseded_by": None,
        "mode": marks.mode.value,
        "line_length_px": marks.line_length_px,
        "calibrated": marks.calibrated,
        "occurred_on": session.occurred_on,
        "recorded_at": now,
        "recorded_by": recorded_by,
        "idempotency_key": marks.idempotency_key,
    }


def session_of(connection: Connection, episode: Record, today: date, meeting: int | None) -> Record:
    """Today's session of an episode, begun when there is none; or the one of that meeting number.

    Raises
    ------
    ConflictError
        when the episode is closed.
    InputError
        when there was no such session, or a later one than today's was already held.
    """
    if meeting is None:
        return session_of_day(connection, episode, today)
    _refuse_closed(episode)
    found = care.session_by_meeting(connection, episode.clinic_id, episode.id, meeting)
    if found is None:
        raise InputError(f"There was no session {meeting}. Choose one of the sessions on the client's page.")
    return found


def session_of_day(connection: Connection, episode: Record, day: date) -> Record:
    """The episode's session of that day, begun when there is none.

    Raises
    ------
    ConflictError
        when the episode is closed.
    InputError
        when a later session was already held.
    """
    _refuse_closed(episode)
    care.lock_episode(connection, episode.clinic_id, episode.id)
    found = care.session_on(connection, episode.clinic_id, episode.id, day)
    return found if found is not None else _begun(connection, episode, day)


def session_of_episode(connection: Connection, episode: Record, session_id: str) -> Record:
    """The episode's session of that id.

    Raises
    ------
    ConflictError
        when the episode is closed.
    NotFoundError
        when it is no session of this episode.
    """
    _refuse_closed(episode)
    found = care.session_by_id(connection, episode.clinic_id, read_id(session_id))
    if found is None or found.episode_id != episode.id:
        raise NotFoundError("This client has no such session. Choose one from the list.")
    return found


def _refuse_closed(episode: Record) -> None:
    if episode.closed_on is not None:
        raise ConflictError(f"This episode was closed on {episode.closed_on}. Open a new one for this client.")


def _begun(connection: Connection, episode: Record, day: date) -> Record:
    last = care.last_session(connection, episode.clinic_id, episode.id)
    if last is not None and last.occurred_on is not None and last.occurred_on > day:
        raise InputError(f"There was a session on {last.occurred_on} already. Choose that day or a later one.")
    row = {
        "clinic_id": episode.clinic_id,
        "id": new_id(),
        "episode_id": episode.id,
        "meeting": 1 if last is None else last.meeting + 1,
        "occurred_on": day,
        "clinician_id": episode.clinician_id,
    }
    cells.add_sessions(connection, [row])
    begun = care.session_by_id(connection, episode.clinic_id, row["id"])
    assert begun is not None  # noqa: S101  it was written a moment ago
    return begun


def suitable(scale_id: str, age_band: str) -> Scale:
    """The scale, when it is made for this age band.

    Raises
    ------
    InputError
        when it is not.
    """
    instrument = scale(scale_id)
    if age_band not in instrument.age_bands:
        raise InputError(f"{instrument.title} is not for the age band {age_band}. Choose a scale made for it.")
    return instrument


def consents_today(connection: Connection, clinic_id: int, client_id: int) -> dict[ConsentKind, bool]:
    """Which consents stand; a kind that was never asked for is not there."""
    standing: dict[ConsentKind, bool] = {}
    for row in care.consents(connection, clinic_id, client_id):
        kind = ConsentKind(row.kind)
        standing[kind] = standing.get(kind, False) or row.withdrawn_on is None
    return standing


def check_consent(connection: Connection, clinic_id: int, client_id: int) -> None:
    """Refuse a rating from a client who withdrew consent to ratings.

    Raises
    ------
    ConflictError
        when consent was withdrawn.
    """
    if not consents_today(connection, clinic_id, client_id).get(ConsentKind.RATINGS, True):
        raise ConflictError(
            "This client withdrew consent to ratings. Talk about it, and record the consent again first."
        )
