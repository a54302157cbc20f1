"""What a clinician does: look at the caseload and at a client, hold a session, hand the tablet over, answer alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._beginning import begin_episode
from fit.casework._course_export import compare_episodes, export_course
from fit.casework._deed import Deed, doing, looking
from fit.casework._events import add_event, remove_event
from fit.casework._handing_over import hand_over, take_back
from fit.casework._page import client_page
from fit.casework._permission import check_episode
from fit.casework._recording import Marks, check_consent, method_of, save_rating, session_of_day, suitable
from fit.casework._rows import caseload_row
from fit.casework.views import AlertState, Caseload, Receipt
from fit.errors import ConflictError, InputError, NotFoundError
from fit.scales import Informant
from fit.store import alerts, ratings
from fit.store.ids import read_id, shown
from fit.store.queries.caseload import caseload
from fit.store.standing import refresh
from fit.store.states import RatingStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import ClientPage
    from fit.ratings import Mode
    from fit.scales import Score

__all__ = [
    "add_event",
    "begin_episode",
    "compare_episodes",
    "export_course",
    "hand_over",
    "mark_alert",
    "open_caseload",
    "open_client",
    "record_in_room",
    "remove_event",
    "start_session",
    "supersede_rating",
    "take_back",
]

SET_BY_PEOPLE = frozenset({AlertState.SEEN, AlertState.TALKED_ABOUT, AlertState.REPAIR_PLANNED, AlertState.CLOSED})


def open_caseload(clinic: Clinic, actor: Actor) -> Caseload:
    """One's own open episodes, what deserves attention first on top."""
    today = clinic.today()
    with looking(clinic, actor, "open_caseload") as deed:
        rows = caseload(deed.connection, deed.clinic_id, deed.user_id)
    return Caseload(rows=tuple(caseload_row(row, today) for row in rows), as_of=today)


def open_client(clinic: Clinic, actor: Actor, episode_id: str) -> ClientPage:
    """A client's page: sessions, assessment, alerts.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person.
    """
    with looking(clinic, actor, "open_client", episode_id=episode_id) as deed:
        return client_page(clinic, actor, deed)


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
) -> Receipt:
    """Store a rating given in the room, on the clinician's own screen, in today's session.

    Raises
    ------
    RatingError
        when a line has no mark, or one that it cannot have.
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
        session = session_of_day(deed.connection, deed.episode, clinic.today())
        receipt, rating_id = save_rating(clinic, deed.connection, session, marks, deed.user_id)
        deed.about("rating", shown(rating_id))
        return receipt

    return doing(clinic, actor, "record_in_room", work, episode_id=episode_id)


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
        check_episode(deed.connection, actor, "supersede_rating", shown(row.episode_id))
        if row.status != RatingStatus.ACTIVE.value:
            raise ConflictError("This rating was taken out already. Reload the page.")
        deed.about("rating", rating_id)
        ratings.supersede(deed.connection, deed.clinic_id, row.id, reason=said)
        refresh(deed.connection, deed.clinic_id, [row.episode_id], method_of(clinic), causes={row.episode_id: row.id})

    doing(clinic, actor, "supersede_rating", work)


def mark_alert(clinic: Clinic, actor: Actor, alert_id: str, state: AlertState, reason: str = "") -> None:
    """Note what was done about an alert; closing it needs a reason.

    Raises
    ------
    InputError
        when the state is not for people to set, or the reason to close is missing.
    ConflictError
        when the alert is closed or answered already.
    """
    if state not in SET_BY_PEOPLE:
        raise InputError(f"{state.value} is set by ratings alone. Choose another state.")
    said = _reason(reason, "Say why this alert is closed.") if state is AlertState.CLOSED else reason.strip()

    def work(deed: Deed) -> None:
        row = alerts.alert_by_id(deed.connection, deed.clinic_id, read_id(alert_id))
        if row is None:
            raise NotFoundError("There is no such alert. Open it from the client's page.")
        check_episode(deed.connection, actor, "mark_alert", shown(row.episode_id))
        if not AlertState(row.state).is_open:
            raise ConflictError("This alert is not open any more. Reload the page.")
        deed.about("alert", alert_id)
        closed_at = None if state.is_open else deed.now
        alerts.change_alert(
            deed.connection, deed.clinic_id, row.id, state=state.value, reason=said, closed_at=closed_at
        )
        refresh(deed.connection, deed.clinic_id, [row.episode_id], method_of(clinic))

    doing(clinic, actor, "mark_alert", work)


def _reason(reason: str, remedy: str) -> str:
    said = reason.strip()
    if not said:
        raise InputError(f"The reason is missing. {remedy}")
    return said
