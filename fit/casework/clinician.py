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
from fit.casework._deed import looking
from fit.casework._digest import open_digest, open_urgent, read_digest
from fit.casework._events import add_event, remove_event
from fit.casework._goals import add_goal, change_goal, end_goal, open_goals, rate_goal
from fit.casework._handing_over import hand_over, invite, open_invitations, withdraw_invitation
from fit.casework._in_the_room import record_in_room, skip_in_room, start_session, supersede_rating
from fit.casework._learning import (
    add_learning_point,
    mark_learning_point,
    open_learning,
    remove_learning_point,
    share_learning_point,
)
from fit.casework._moments import label_moment, show_excerpt, write_memory
from fit.casework._outcomes import open_outcomes
from fit.casework._packet_work import save_packet, share_packet
from fit.casework._packets import export_packet, open_packet
from fit.casework._page import client_page
from fit.casework._patterns import open_own_patterns, open_patterns
from fit.casework._reading import open_reading
from fit.casework._record_edit import edit_turn
from fit.casework._record_import import check_transcript, import_transcript, keep_transcript
from fit.casework._record_page import export_transcript, open_record, open_transcript, remove_transcript
from fit.casework._record_search import search_record
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

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import ClientPage

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
    "open_outcomes",
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
