"""A session in the room: begun, rated, skipped, and a rating taken out of what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.casework._permission import check_episode
from fit.casework._recording import (
    Marks,
    check_consent,
    counted,
    method_of,
    save_rating,
    save_skip,
    session_of_day,
    session_of_episode,
    suitable,
)
from fit.errors import ConflictError, InputError, NotFoundError
from fit.ratings import Mode
from fit.scales import Informant
from fit.store import ratings
from fit.store.ids import read_id, shown
from fit.store.standing import refresh
from fit.store.states import RatingStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import Receipt
    from fit.scales import Score
    from fit.store.states import SkipReason


def start_session(clinic: Clinic, actor: Actor, episode_id: str, occurred_on: date | None = None) -> str:
    """Begin the session of a day (today's unless said otherwise), or find it when it was begun; returns its id.

    Raises
    ------
    ConflictError
        when the episode is closed.
    InputError
        when the day lies in the future or before the last session.
    """
    day = _day(clinic, occurred_on)

    def work(deed: Deed) -> str:
        session = session_of_day(deed.connection, deed.episode, day)
        refresh(deed.connection, deed.clinic_id, [session.episode_id], method_of(clinic))
        return shown(session.id)

    return doing(clinic, actor, "start_session", work, episode_id=episode_id)


def _day(clinic: Clinic, occurred_on: date | None) -> date:
    today = clinic.today()
    if occurred_on is not None and occurred_on > today:
        raise InputError(f"{occurred_on} lies in the future. Choose today or an earlier day.")
    return occurred_on or today


def record_in_room(  # noqa: PLR0913  all that is known of a rating in the room
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    scale_id: str,
    answers: Mapping[str, Score],
    mode: Mode,
    line_length_px: float | None,
    calibrated: bool,
    idempotency_key: str,
    informant: Informant = Informant.CLIENT,
    session_id: str | None = None,
) -> Receipt:
    """Store a rating given in the room or on paper, in today's session or in an earlier one of the episode.

    Raises
    ------
    RatingError
        when a line has no mark, or one that it cannot have.
    NotFoundError
        when the episode has no such session.
    ConflictError
        when it was rated already, the episode is closed, or consent to ratings was withdrawn.
    """
    marks = Marks(
        scale_id=scale_id,
        informant=informant,
        answers=answers,
        mode=mode,
        line_length_px=line_length_px,
        calibrated=calibrated,
        idempotency_key=idempotency_key,
    )

    def work(deed: Deed) -> Receipt:
        suitable(scale_id, deed.episode.age_band)
        check_consent(deed.connection, deed.clinic_id, deed.episode.client_id)
        session = (
            session_of_day(deed.connection, deed.episode, clinic.today())
            if session_id is None
            else session_of_episode(deed.connection, deed.episode, session_id)
        )
        receipt, rating_id = save_rating(clinic, deed.connection, session, marks, deed.user_id)
        deed.about("rating", shown(rating_id))
        return receipt

    return counted(doing(clinic, actor, "record_in_room", work, episode_id=episode_id))


def skip_in_room(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    scale_id: str,
    reason: SkipReason,
    idempotency_key: str,
    informant: Informant = Informant.CLIENT,
) -> Receipt:
    """Note that a client in the room would rather not fill in a scale today, and why. It is no rating.

    Raises
    ------
    InputError
        when the scale is not for this age band.
    ConflictError
        when the episode is closed, or consent to ratings was withdrawn.
    """

    def work(deed: Deed) -> Receipt:
        suitable(scale_id, deed.episode.age_band)
        check_consent(deed.connection, deed.clinic_id, deed.episode.client_id)
        session = session_of_day(deed.connection, deed.episode, clinic.today())
        receipt, rating_id = save_skip(
            clinic,
            deed.connection,
            session,
            scale_id=scale_id,
            informant=informant,
            reason=reason,
            mode=Mode.TABLET,
            idempotency_key=idempotency_key,
        )
        deed.about("rating", shown(rating_id))
        return receipt

    return doing(clinic, actor, "skip_in_room", work, episode_id=episode_id)


def supersede_rating(clinic: Clinic, actor: Actor, rating_id: str, reason: str) -> None:
    """Take a rating out of what counts, with the reason; it stays in the history, and the place is free again.

    Raises
    ------
    InputError
        when no reason is given.
    ConflictError
        when it does not count already.
    """
    said = _reason(reason, "Say why this rating does not count.")

    def work(deed: Deed) -> None:
        row = ratings.rating_by_id(deed.connection, deed.clinic_id, read_id(rating_id))
        if row is None:
            raise NotFoundError("There is no such rating. Open it from the client's page.")
        deed.episode = check_episode(deed.connection, actor, "supersede_rating", shown(row.episode_id))
        if row.status != RatingStatus.ACTIVE.value:
            raise ConflictError("This rating was taken out already. Reload the page.")
        deed.about("rating", rating_id)
        ratings.supersede(
            deed.connection, deed.clinic_id, row.id, reason=said, taken_out_by=deed.user_id, taken_out_at=deed.now
        )
        refresh(deed.connection, deed.clinic_id, [row.episode_id], method_of(clinic), causes={row.episode_id: row.id})

    doing(clinic, actor, "supersede_rating", work)


def _reason(reason: str, remedy: str) -> str:
    said = reason.strip()
    if not said:
        raise InputError(f"The reason is missing. {remedy}")
    return said
