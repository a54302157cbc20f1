"""Who may do what with whose client: one table, asked by every use case."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from fit.casework._refusal_words import not_for_role
from fit.casework.actor import Actor, Role
from fit.errors import AccessDeniedError, NotFoundError
from fit.store import accounts, care, openings
from fit.store.ids import read_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fit.store.types import Connection, Record


class Relation(StrEnum):
    """How a person stands to the client in question."""

    NONE_NEEDED = "none needed"
    """The use case is about no single client."""
    OWN = "own client"
    SUPERVISEE = "client of a supervisee"
    OTHER = "another clinician's client"
    OPENED = "another clinician's client, opened with a reason for a while"
    ELSEWHERE = "client of another clinic"


HERE = frozenset({Relation.NONE_NEEDED})
OWN = frozenset({Relation.OWN})
CARE = frozenset({Relation.OWN, Relation.SUPERVISEE})
NOT_IN_CARE = frozenset({Relation.OTHER, Relation.OPENED})
WITH_A_REASON = frozenset({Relation.OPENED})
"""What may be read of a colleague's client in an emergency, docs/decisions/0016: nothing is written or taken out."""
WHOLE_CLINIC = frozenset({Relation.OWN, Relation.SUPERVISEE, Relation.OTHER})

CLINICIAN, SUPERVISOR = Role.CLINICIAN, Role.SUPERVISOR
DIRECTOR, ADMINISTRATOR = Role.DIRECTOR, Role.ADMINISTRATOR
EVERYBODY = dict.fromkeys(Role, HERE)
BY_TOKEN: Mapping[Role, frozenset[Relation]] = {}
"""Nobody's role opens these: they ask for a token, a passphrase or a PIN of their own."""

GRANTS: Mapping[str, Mapping[Role, frozenset[Relation]]] = {
    # access
    "sign_in": BY_TOKEN,
    "actor_of": BY_TOKEN,
    "sign_out": BY_TOKEN,
    "sign_in_elsewhere": BY_TOKEN,
    "note_broken_sign_on": BY_TOKEN,
    "half_way": BY_TOKEN,
    "leave_sign_in": BY_TOKEN,
    "choose_passphrase": BY_TOKEN,
    "give_code": BY_TOKEN,
    "begin_enrolment": BY_TOKEN,
    "confirm_enrolment": BY_TOKEN,
    "session_left": BY_TOKEN,
    "keep_draft": BY_TOKEN,
    "find_draft": BY_TOKEN,
    "drop_draft": BY_TOKEN,
    "ask_enrolment": EVERYBODY,
    "list_sessions": EVERYBODY,
    "end_session": EVERYBODY,  # one's own, by the query itself
    "end_other_sessions": EVERYBODY,
    "open_account": EVERYBODY,
    "change_passphrase": EVERYBODY,
    "set_pin": EVERYBODY,
    "set_shortcuts": EVERYBODY,
    "has_shortcuts": EVERYBODY,
    "revoke_all": EVERYBODY,  # one's own; only the administrator those of others
    # client
    "open_form": BY_TOKEN,
    "begin_form": BY_TOKEN,
    "redeem_code": BY_TOKEN,
    "record_rating": BY_TOKEN,
    "skip_rating": BY_TOKEN,
    # clinician
    "take_back": BY_TOKEN,
    "resume_form": BY_TOKEN,
    "begin_episode": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "open_caseload": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "find_in_care": {CLINICIAN: HERE, SUPERVISOR: HERE},  # one's own and supervisees', by the query itself
    "open_client": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "open_together": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "set_language": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "change_client": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "transfer_episode": {CLINICIAN: OWN, SUPERVISOR: CARE, ADMINISTRATOR: WHOLE_CLINIC},
    "list_colleagues": {CLINICIAN: HERE, SUPERVISOR: HERE, ADMINISTRATOR: HERE},
    "list_handed_over": {CLINICIAN: HERE, SUPERVISOR: HERE},  # to oneself, by the query itself
    "acknowledge_transfer": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "list_programmes": {CLINICIAN: HERE, SUPERVISOR: HERE, ADMINISTRATOR: HERE},
    "set_programme": {CLINICIAN: OWN, SUPERVISOR: OWN, ADMINISTRATOR: WHOLE_CLINIC},
    "start_session": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "hand_over": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "invite": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "withdraw_invitation": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "open_invitations": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "skip_in_room": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "record_in_room": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "supersede_rating": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "mark_alert": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "open_scale": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "blank_form": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "snooze_alert": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "wake_alert": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "add_tag": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "remove_tag": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "save_view": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "remove_view": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "open_digest": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "open_urgent": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "read_digest": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "add_event": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "remove_event": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "compare_episodes": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "export_course": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "export_client": {CLINICIAN: OWN, SUPERVISOR: OWN, ADMINISTRATOR: WHOLE_CLINIC},
    "export_own_report": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "open_documentation": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "export_documentation": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "export_progress_report": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "open_record": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "check_transcript": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "import_transcript": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "keep_transcript": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "open_transcript": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "edit_turn": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "remove_transcript": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "export_transcript": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "search_record": {CLINICIAN: OWN, SUPERVISOR: CARE},  # without a client: all of these, by the query itself
    "put_recording": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "open_recordings": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "cancel_recording": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "retry_recording": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "remove_recording": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "check_written": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "take_written": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "listen_recording": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "open_reading": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "show_excerpt": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "write_memory": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "label_moment": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "open_patterns": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "open_own_patterns": {CLINICIAN: HERE, SUPERVISOR: HERE},  # of a caseload: one's own, or a supervisee's
    "open_repair": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "open_repair_tasks": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "save_reading": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "save_words": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "save_private_note": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "share_private_note": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "make_plan": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "record_talk": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "set_plan_state": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "comment_on_alert": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "comment_on_plan": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "open_notes": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "open_note": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "save_note": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "bring_back_note": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "take_back_comment": {CLINICIAN: OWN, SUPERVISOR: CARE},  # of what one wrote, by the use case itself
    "open_formulation": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "save_statement": {CLINICIAN: OWN, SUPERVISOR: CARE},  # the supervisor thinks along, in their own name
    "set_aside_statement": {CLINICIAN: OWN, SUPERVISOR: CARE},
    "open_packet": {CLINICIAN: OWN, SUPERVISOR: CARE},  # of a supervisee: what is shared
    "save_packet": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "export_packet": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "share_packet": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "open_goals": {CLINICIAN: OWN | WITH_A_REASON, SUPERVISOR: CARE | WITH_A_REASON},
    "add_goal": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "change_goal": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "rate_goal": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "end_goal": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "open_debrief": {CLINICIAN: OWN, SUPERVISOR: OWN},  # of what is written, the query itself finds one's own alone
    "save_debrief": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "open_learning": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "add_learning_point": {CLINICIAN: OWN, SUPERVISOR: OWN},  # without a client: on one's own list
    "mark_learning_point": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "share_learning_point": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "remove_learning_point": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "open_repairs": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "open_outcomes": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "open_with_a_reason": {CLINICIAN: NOT_IN_CARE, SUPERVISOR: NOT_IN_CARE},
    "list_openings": {CLINICIAN: HERE, SUPERVISOR: HERE},  # of clients in one's care, and of supervisees
    "acknowledge_opening": {CLINICIAN: HERE, SUPERVISOR: HERE},  # of what one was told, by the use case itself
    "who_looked": {CLINICIAN: OWN, SUPERVISOR: OWN, ADMINISTRATOR: WHOLE_CLINIC},
    # supervisor
    "open_shared_packets": {SUPERVISOR: HERE},
    "open_supervised_plans": {SUPERVISOR: HERE},
    "open_supervision": {SUPERVISOR: HERE},
    "open_team_repairs": {SUPERVISOR: HERE},
    "open_team_outcomes": {SUPERVISOR: HERE},
    "open_team_board": {SUPERVISOR: HERE},
    "open_flagged_sessions": {SUPERVISOR: HERE},  # of a supervisee or of one's own, by the use case itself
    # director
    "open_overview": {DIRECTOR: HERE},
    "open_clinic_repairs": {DIRECTOR: HERE},
    "open_clinic_outcomes": {DIRECTOR: HERE},
    "open_board": {DIRECTOR: HERE},
    "open_service_report": {DIRECTOR: HERE},
    "make_service_report": {DIRECTOR: HERE},
    "ask_for_service_report": {DIRECTOR: HERE},
    "list_service_reports": {DIRECTOR: HERE},  # what one asked for oneself
    "take_service_report": {DIRECTOR: HERE},  # what one asked for oneself, by the use case itself
    "extract_records": {DIRECTOR: HERE},
    "export_alliance": {CLINICIAN: HERE, SUPERVISOR: HERE, DIRECTOR: HERE},
    "open_alliance_grid": {CLINICIAN: HERE, SUPERVISOR: HERE, DIRECTOR: HERE},  # of whom: by the use case itself
    # administrator
    "create_clinic": BY_TOKEN,  # by whoever holds the machine: on the command line, before there is anybody
    "list_users": {ADMINISTRATOR: HERE},
    "add_user": {ADMINISTRATOR: HERE},
    "change_person": {ADMINISTRATOR: HERE},
    "set_active": {ADMINISTRATOR: HERE},
    "reset_passphrase": {ADMINISTRATOR: HERE},
    "reset_second_factor": {ADMINISTRATOR: HERE},
    "link_sign_on": {ADMINISTRATOR: HERE},
    "add_supervision": {ADMINISTRATOR: HERE},
    "end_supervision": {ADMINISTRATOR: HERE},
    "add_programme": {ADMINISTRATOR: HERE},
    "rename_programme": {ADMINISTRATOR: HERE},
    "set_programme_active": {ADMINISTRATOR: HERE},
    "check_import": {ADMINISTRATOR: HERE},
    "import_ratings": {ADMINISTRATOR: HERE},
    "list_unassigned": {ADMINISTRATOR: HERE},
    "assign_episode": {ADMINISTRATOR: WHOLE_CLINIC},
    "find_episode": {ADMINISTRATOR: HERE},
    "open_audit": {ADMINISTRATOR: HERE},
    "verify_audit": {ADMINISTRATOR: HERE},
    "export_audit": {ADMINISTRATOR: HERE},
    "last_audit_check": {ADMINISTRATOR: HERE},
    "open_wording": {ADMINISTRATOR: HERE},
    "confirm_licence": {ADMINISTRATOR: HERE},
    "find_client": {ADMINISTRATOR: HERE},
    "open_keeping": {ADMINISTRATOR: WHOLE_CLINIC},
    "set_hold": {ADMINISTRATOR: WHOLE_CLINIC},
    "lift_hold": {ADMINISTRATOR: WHOLE_CLINIC},
    "erase_client": {ADMINISTRATOR: WHOLE_CLINIC},
    "open_retention": {ADMINISTRATOR: HERE},
    "apply_retention": {ADMINISTRATOR: HERE},
    "add_client": {CLINICIAN: HERE, SUPERVISOR: HERE, ADMINISTRATOR: HERE},
    "open_consents": {CLINICIAN: OWN, SUPERVISOR: OWN, ADMINISTRATOR: WHOLE_CLINIC},
    "record_consent": {CLINICIAN: OWN, SUPERVISOR: OWN, ADMINISTRATOR: WHOLE_CLINIC},
    "withdraw_consent": {CLINICIAN: OWN, SUPERVISOR: OWN, ADMINISTRATOR: WHOLE_CLINIC},
    "open_shared_cases": {CLINICIAN: HERE, SUPERVISOR: HERE},
    "open_shared_case": {CLINICIAN: OWN, SUPERVISOR: CARE},  # of its people, those: by the use case itself
    "begin_shared_case": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "join_shared_case": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "leave_shared_case": {CLINICIAN: OWN, SUPERVISOR: OWN},
    "rename_shared_case": {CLINICIAN: OWN, SUPERVISOR: OWN},  # of one of its people, by the use case itself
    "list_held": {ADMINISTRATOR: HERE},
    "open_closing": {CLINICIAN: OWN, SUPERVISOR: OWN, ADMINISTRATOR: WHOLE_CLINIC},
    "reopen_episode": {CLINICIAN: OWN, SUPERVISOR: OWN, ADMINISTRATOR: WHOLE_CLINIC},
    "close_episode": {CLINICIAN: OWN, SUPERVISOR: OWN, ADMINISTRATOR: WHOLE_CLINIC},
}


def check_role(actor: Actor, use_case: str) -> None:
    """Refuse a use case that is not for this role.

    Raises
    ------
    AccessDeniedError
        when no relation to a client would allow it.
    """
    if not GRANTS[use_case].get(actor.role):
        raise AccessDeniedError(not_for_role(use_case, actor.role, GRANTS[use_case]))


def check_episode(
    connection: Connection, actor: Actor, use_case: str, episode_id: str, *, now: datetime | None = None
) -> Record:
    """Return the episode when this person may do this with it; what was opened with a reason counts at `now` alone.

    Raises
    ------
    NotFoundError
        when there is no such episode in the actor's clinic.
    AccessDeniedError
        when it is there but not for this person.
    """
    check_role(actor, use_case)
    episode = care.episode_facts(connection, read_id(actor.clinic_id), read_id(episode_id))
    if episode is None:
        raise NotFoundError("There is no such client in this clinic. Open it from your list.")
    allowed = GRANTS[use_case][actor.role]
    if relation_to(connection, actor, episode, now=now) not in allowed:
        if allowed == NOT_IN_CARE:
            raise AccessDeniedError("This client is in your care already. Open the client from your list.")
        raise AccessDeniedError("This is not one of your clients. Ask the clinician in charge or your administrator.")
    return episode


CARING = frozenset({CLINICIAN, SUPERVISOR})
"""Only they can open somebody else's client with a reason: a director or an administrator cares for nobody."""


def relation_to(connection: Connection, actor: Actor, episode: Record, *, now: datetime | None = None) -> Relation:
    """How this person stands to an episode of the same clinic.

    Without a moment nothing counts as opened with a reason: that is for reading, and never for writing.
    """
    user_id = read_id(actor.user_id)
    if episode.clinician_id == user_id:
        return Relation.OWN
    supervising = episode.clinician_id is not None and actor.role is Role.SUPERVISOR
    if supervising and accounts.supervises(connection, episode.clinic_id, user_id, episode.clinician_id):
        return Relation.SUPERVISEE
    place = (connection, episode.clinic_id, episode.client_id, user_id)
    if now is not None and actor.role in CARING and openings.open_until(*place, now) is not None:
        return Relation.OPENED
    return Relation.OTHER
