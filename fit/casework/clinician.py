"""What a clinician does: look at the caseload and at a client, hold a session, hand the tablet over, answer alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._about_client import change_client, set_language
from fit.casework._alert_work import mark_alert, snooze_alert, wake_alert
from fit.casework._audit import who_looked
from fit.casework._beginning import begin_episode
from fit.casework._caseload import add_tag, open_caseload, remove_tag, remove_view, save_view
from fit.casework._client_export import export_client
from fit.casework._closing import close_episode, open_closing, reopen_episode
from fit.casework._comments import comment_on_alert, comment_on_plan, take_back_comment
from fit.casework._consents import open_consents, record_consent, withdraw_consent
from fit.casework._course_export import compare_episodes, export_course
from fit.casework._debrief import open_debrief, save_debrief
from fit.casework._deed import looking
from fit.casework._digest import open_digest, open_urgent, read_digest
from fit.casework._documentation import export_documentation, open_documentation
from fit.casework._documents import export_own_report, export_progress_report
from fit.casework._events import add_event, remove_event
from fit.casework._finding import find_in_care
from fit.casework._formulation import open_formulation, save_statement, set_aside_statement
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
from fit.casework._notes import bring_back_note, open_note, open_notes, save_note
from fit.casework._openings import acknowledge_opening, list_openings, open_with_a_reason
from fit.casework._outcomes import open_outcomes
from fit.casework._packet_work import save_packet, share_packet
from fit.casework._packets import export_packet, open_packet
from fit.casework._page import client_page
from fit.casework._patterns import open_own_patterns, open_patterns
from fit.casework._programmes import list_programmes, set_programme
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
from fit.casework._repair_words import save_private_note, save_words, share_private_note
from fit.casework._repair_work import make_plan, record_talk, save_reading, set_plan_state
from fit.casework._repairs import open_repair, open_repair_tasks
from fit.casework._shared_cases import begin_shared_case, join_shared_case, leave_shared_case, rename_shared_case
from fit.casework._shared_page import open_shared_case, open_shared_cases
from fit.casework._taken_in import hold_what_comes_in
from fit.casework._taking_back import resume_form, take_back
from fit.casework._together import open_together
from fit.casework._transfers import acknowledge_transfer, list_colleagues, list_handed_over, transfer_episode
from fit.casework._what_works import open_repairs
from fit.casework._wording import blank_form, open_scale

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import ClientPage

__all__ = [
    "acknowledge_opening",
    "acknowledge_transfer",
    "add_event",
    "add_goal",
    "add_learning_point",
    "add_tag",
    "begin_episode",
    "begin_shared_case",
    "blank_form",
    "bring_back_note",
    "cancel_recording",
    "change_client",
    "change_goal",
    "check_transcript",
    "check_written",
    "close_episode",
    "comment_on_alert",
    "comment_on_plan",
    "compare_episodes",
    "edit_turn",
    "end_goal",
    "export_client",
    "export_course",
    "export_documentation",
    "export_own_report",
    "export_packet",
    "export_progress_report",
    "export_transcript",
    "find_in_care",
    "hand_over",
    "import_transcript",
    "invite",
    "join_shared_case",
    "keep_transcript",
    "label_moment",
    "leave_shared_case",
    "list_colleagues",
    "list_handed_over",
    "list_openings",
    "list_programmes",
    "listen_recording",
    "make_plan",
    "mark_alert",
    "mark_learning_point",
    "open_caseload",
    "open_client",
    "open_closing",
    "open_consents",
    "open_debrief",
    "open_digest",
    "open_documentation",
    "open_formulation",
    "open_goals",
    "open_invitations",
    "open_learning",
    "open_note",
    "open_notes",
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
    "open_shared_case",
    "open_shared_cases",
    "open_together",
    "open_transcript",
    "open_urgent",
    "open_with_a_reason",
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
    "rename_shared_case",
    "reopen_episode",
    "resume_form",
    "retry_recording",
    "save_debrief",
    "save_note",
    "save_packet",
    "save_private_note",
    "save_reading",
    "save_statement",
    "save_view",
    "save_words",
    "search_record",
    "set_aside_statement",
    "set_language",
    "set_plan_state",
    "set_programme",
    "share_learning_point",
    "share_packet",
    "share_private_note",
    "show_excerpt",
    "skip_in_room",
    "snooze_alert",
    "start_session",
    "supersede_rating",
    "take_back",
    "take_back_comment",
    "take_written",
    "transfer_episode",
    "wake_alert",
    "who_looked",
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


hold_what_comes_in(__name__)
