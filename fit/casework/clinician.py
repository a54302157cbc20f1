"""What a clinician does: look at the caseload and at a client, hold a session, hand the tablet over, answer alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._about_client import set_language
from fit.casework._alert_work import mark_alert, snooze_alert, wake_alert
from fit.casework._beginning import begin_episode
from fit.casework._caseload import add_tag, open_caseload, remove_tag, remove_view, save_view
from fit.casework._consents import open_consents, record_consent, withdraw_consent
from fit.casework._course_export import compare_episodes, export_course
from fit.casework._debrief import open_debrief, save_debrief
from fit.casework._deed import Deed, doing, looking
from fit.casework._digest import open_digest, open_urgent, read_digest
from fit.casework._events import add_event, remove_event
from fit.casework._goals import add_goal, change_goal, end_goal, open_goals, rate_goal
from fit.casework._handing_over import hand_over, invite, open_invitations, withdraw_invitation
from fit.casework._learning import (
    add_learning_point,
    mark_learning_point,
    open_learning,
    remove_learning_point,
    share_learning_point,
)
from fit.casework._moments import label_moment, show_excerpt, write_memory
from fit.casework._packet_work import save_packet, share_packet
from fit.casework._packets import export_packet, open_packet
from fit.casework._page import client_page
from fit.casework._patterns import open_own_patterns, open_patterns
from fit.casework._permission import check_episode
from fit.casework._reading import open_reading
from fit.casework._record_edit import edit_turn
from fit.casework._record_import import check_transcript, import_transcript, keep_transcript
from fit.casework._record_page import export_transcript, open_record, open_transcript, remove_transcript
from fit.casework._record_search import search_record
from fit.casework._recording import (
    Marks,
    check_consent,
    method_of,
    save_rating,
    save_skip,
    session_of_day,
    session_of_episode,
    suitable,
)
from fit.casework._recordings import (
    cancel_recording,
    check_written,
    listen_recording,
    open_recordings,
    put_recording,
    remove_recording,
    retry_recording,
    take_written,
)
from fit.casework._repair_words import comment_on_plan, save_private_note, save_words, share_private_note
from fit.casework._repair_work import make_plan, record_talk, save_reading, set_plan_state
from fit.casework._repairs import open_repair, open_repair_tasks
from fit.casework._taking_back import resume_form, take_back
from fit.casework._together import open_together
from fit.casework._what_works import open_repairs
from fit.casework._wording import blank_form, open_scale
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
    from fit.casework.views import ClientPage, Receipt
    from fit.scales import Score
    from fit.store.states import SkipReason

__all__ = [
    "add_event",
    "add_goal",
    "add_learning_point",
    "add_tag",
    "begin_episode",
    "blank_form",
    "cancel_recording",
    "change_goal",
    "check_transcript",
    "check_written",
    "comment_on_plan",
    "compare_episodes",
    "edit_turn",
    "end_goal",
    "export_course",
    "export_packet",
    "export_transcript",
    "hand_over",
    "import_transcript",
    "invite",
    "keep_transcript",
    "label_moment",
    "listen_recording",
    "make_plan",
    "mark_alert",
    "mark_learning_point",
    "open_caseload",
    "open_client",
    "open_consents",
    "open_debrief",
    "open_digest",
    "open_goals",
    "open_invitations",
    "open_learning",
    "open_own_patterns",
    "open_packet",
    "open_patterns",
    "open_reading",
    "open_record",
    "open_recordings",
    "open_repair",
    "open_repair_tasks",
    "open_repairs",
    "open_scale",
    "open_together",
    "open_transcript",
    "open_urgent",
    "put_recording",
    "rate_goal",
    "read_digest",
    "record_consent",
    "record_in_room",
    "record_talk",
    "remove_event",
    "remove_learning_point",
    "remove_recording",
    "remove_tag",
    "remove_transcript",
    "remove_view",
    "resume_form",
    "retry_recording",
    "save_debrief",
    "save_packet",
    "save_private_note",
    "save_reading",
    "save_view",
    "save_words",
    "search_record",
    "set_language",
    "set_plan_state",
    "share_learning_point",
    "share_packet",
    "share_private_note",
    "show_excerpt",
    "skip_in_room",
    "snooze_alert",
    "start_session",
    "supersede_rating",
    "take_back",
    "take_written",
    "wake_alert",
    "withdraw_consent",
    "withdraw_invitation",
    "write_memory",
]


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

    return doing(clinic, actor, "record_in_room", work, episode_id=episode_id)


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
        check_episode(deed.connection, actor, "supersede_rating", shown(row.episode_id))
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
