"""What stands in the audit, in plain words: "opened the page of client C12". Never what it said."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from fit.casework.views import AuditKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework.views import AuditRow

__all__ = ["DEED", "KIND", "deed_said", "who_said"]

KIND: Final = MappingProxyType(
    {
        AuditKind.SEEN: "Looked at",
        AuditKind.CHANGED: "Made or changed",
        AuditKind.TAKEN_OUT: "Taken out as a file",
        AuditKind.OPENED: "Opened with a reason",
        AuditKind.SIGNING_IN: "Signing in and out",
        AuditKind.RUNNING: "Running the clinic",
        AuditKind.REFUSED: "Refused",
    }
)
REFUSED: Final = MappingProxyType({"denied": "was refused", "not found": "asked for what is not there"})
ABOUT, WHOM = "{client}", "{person}"

DEED: Final[Mapping[str, str]] = MappingProxyType(
    {
        # signing in
        "sign_in": "signed in",
        "sign_in: failed": "failed to sign in: the passphrase was wrong",
        "sign_in: unknown name": "failed to sign in with a name that nobody has",
        "sign_in: made to wait": "failed to sign in: too many tries before it",
        "sign_in: sign-on refused": "failed to sign in by single sign-on: linked to nobody here, or may not sign in",
        "sign_in: sign-on broken": "failed to sign in by single sign-on: the answer did not hold",
        "sign_in: passphrase run out": "gave a passphrase that had been handed over and had run out",
        "sign_out": "signed out",
        "take_back": "took a tablet back with the PIN",
        "take_back: wrong PIN": "gave a wrong PIN on a tablet",
        "resume_form": "gave a form back to the client with the PIN",
        "revoke_all": "ended all sessions of {person}",
        "change_passphrase": "changed their own passphrase",
        "change_passphrase: wrong passphrase": "gave a wrong passphrase when changing it",
        "set_shortcuts": "switched single keys on or off for themselves",
        "set_pin": "set their own PIN",
        "set_pin: wrong passphrase": "gave a wrong passphrase when setting a PIN",
        "choose_passphrase": "chose their own passphrase in the place of the one that was handed over",
        "reset_passphrase": "made {person} a new passphrase to be handed over",
        "open_account": "looked at their own account",
        "sign_in: code asked": "gave the right passphrase and was asked for a code",
        "sign_in: passphrase asked": "was asked to choose a passphrase in the place of the one that was handed over",
        "sign_in: enrol asked": "gave the right passphrase and was asked to set up a second factor",
        "give_code: wrong code": "gave a wrong code of the second factor",
        "give_code: recovery code used": "used up a recovery code",
        "ask_enrolment": "began to set up a second factor",
        "ask_enrolment: refused": "was not let set up a second factor: passphrase or code was wrong",
        "confirm_enrolment": "set up a second factor",
        "reset_second_factor": "reset the second factor of {person}",
        "reset_second_factor: in person": "reset the second factor of {person}, whom they had met",
        "reset_second_factor: called back": "reset the second factor of {person}, whom they had called back",
        "link_sign_on": "said who {person} is at the single sign-on",
        "list_sessions": "looked at where they are signed in",
        "end_session": "ended one of their own sessions",
        "end_other_sessions": "ended all of their other sessions",
        "end_session: wrong passphrase": "gave a wrong passphrase when ending a session",
        "end_other_sessions: wrong passphrase": "gave a wrong passphrase when ending their other sessions",
        # the client's form
        "begin_form": "opened a form on a device",
        "begin_form: wrong word": "gave a wrong word for a form",
        "redeem_code": "opened a form by its code",
        "record_rating": "sent a rating of {client}",
        "skip_rating": "chose not to answer a form of {client}",
        # looking
        "find_in_care": "looked for a client among those in their care",
        "open_caseload": "looked at the caseload",
        "open_client": "opened the page of {client}",
        "open_documentation": "looked at the documentation of a session of {client}",
        "open_together": "looked at the line of {client} together with the client",
        "open_invitations": "looked at the forms given out to {client}",
        "open_scale": "looked at a form's wording",
        "open_digest": "looked at what is new",
        "open_urgent": "looked for what cannot wait",
        "compare_episodes": "compared the episodes of {client}",
        "open_record": "opened the record of {client}",
        "open_transcript": "opened a transcript of {client}",
        "check_transcript": "had a transcript of {client} checked before adding it",
        "search_record": "searched in what was said by {client}",
        "open_recordings": "looked at the recordings of {client}",
        "check_written": "looked at what was written down of a recording of {client}",
        "open_reading": "looked back at a session of {client}",
        "open_patterns": "looked at the patterns of {client}",
        "open_own_patterns": "looked at the patterns of a caseload",
        "open_repair": "opened the repair guide of {client}",
        "open_repair_tasks": "looked at the repairs under way",
        "open_notes": "looked at the session notes of {client}",
        "open_note": "opened a session note of {client}",
        "open_formulation": "looked at the case formulation of {client}",
        "open_packet": "opened a supervision packet of {client}",
        "open_goals": "looked at the goals of {client}",
        "open_debrief": "looked back on the ending of {client}",
        "open_learning": "looked at their own learning points",
        "open_repairs": "looked at what works in their own repairs",
        "open_outcomes": "looked at their own outcomes",
        "open_shared_packets": "looked at the packets shared for supervision",
        "open_supervised_plans": "looked at the plans of supervisees",
        "open_supervision": "looked at the clients of supervisees",
        "open_team_repairs": "looked at what works in the team's repairs",
        "open_team_outcomes": "looked at the team's outcomes",
        "open_team_board": "looked at where the team needs help",
        "open_flagged_sessions": "looked at the flagged sessions of {person}",
        "open_overview": "looked at the overview",
        "open_clinic_repairs": "looked at what works in the clinic's repairs",
        "open_clinic_outcomes": "looked at the clinic's outcomes",
        "open_board": "looked at where help is needed",
        "open_service_report": "looked at the choices of the service report",
        "list_service_reports": "looked at the service reports they had asked for",
        "ask_for_service_report": "asked for a service report",
        "open_alliance_grid": "looked at the alliance across caseloads",
        "open_consents": "looked at what {client} agreed to",
        "who_looked": "looked up who had looked at {client}",
        # opening with a reason
        "open_with_a_reason": "opened {client} with a reason, from outside the care",
        "list_openings": "looked for clients opened with a reason",
        "acknowledge_opening": "has seen that a client was opened with a reason",
        # making and changing
        "begin_episode": "began an episode with {client}",
        "add_client": "added {client}",
        "set_language": "set the language of {client}",
        "start_session": "began a session with {client}",
        "hand_over": "handed a tablet to {client}",
        "invite": "gave a form to {client}",
        "withdraw_invitation": "took back a form of {client}",
        "skip_in_room": "noted that {client} did not answer a form",
        "record_in_room": "noted a rating of {client}",
        "supersede_rating": "replaced a rating of {client}",
        "mark_alert": "noted what was done about an alert of {client}",
        "snooze_alert": "put off an alert of {client}",
        "wake_alert": "took up an alert of {client} again",
        "add_tag": "put a tag on {client}",
        "set_programme": "chose the programme of {client}",
        "list_programmes": "looked at the programmes",
        "add_programme": "made a programme",
        "rename_programme": "renamed a programme",
        "set_programme_active": "took a programme in or out of use",
        "remove_tag": "took a tag off {client}",
        "save_view": "kept a view of the caseload",
        "remove_view": "removed a view of the caseload",
        "read_digest": "marked what is new as read",
        "add_event": "noted an event of {client}",
        "remove_event": "took back an event of {client}",
        "import_transcript": "added a transcript of {client}",
        "keep_transcript": "kept a transcript of {client}",
        "edit_turn": "corrected a transcript of {client}",
        "remove_transcript": "removed a transcript of {client}",
        "put_recording": "sent a recording of {client}",
        "cancel_recording": "stopped the writing down of a recording of {client}",
        "retry_recording": "had a recording of {client} written down again",
        "remove_recording": "removed a recording of {client}",
        "take_written": "took over what was written down of {client}",
        "show_excerpt": "marked a stretch of a session of {client}",
        "write_memory": "wrote what they remember of a session of {client}",
        "label_moment": "judged a moment in a session of {client}",
        "save_reading": "noted how a strain with {client} is seen",
        "save_words": "wrote words for a repair with {client}",
        "save_private_note": "wrote a private note about {client}",
        "share_private_note": "shared or withdrew a private note about {client}",
        "make_plan": "made a plan of repair with {client}",
        "record_talk": "noted a talk with {client}",
        "set_plan_state": "ended or took up a plan of repair with {client}",
        "comment_on_alert": "commented on an alert of {client}",
        "take_back_comment": "took back a comment of their own about {client}",
        "comment_on_plan": "commented on a plan of repair with {client}",
        "save_note": "wrote the note of a session of {client}",
        "bring_back_note": "brought back an older version of a session note of {client}",
        "save_statement": "wrote in the case formulation of {client}",
        "set_aside_statement": "set a statement aside in the case formulation of {client}",
        "save_packet": "prepared a supervision packet of {client}",
        "share_packet": "shared or withdrew a supervision packet of {client}",
        "add_goal": "noted a goal of {client}",
        "change_goal": "changed a goal of {client}",
        "rate_goal": "noted how far a goal of {client} is reached",
        "end_goal": "ended a goal of {client}",
        "save_debrief": "wrote what they learnt from the ending of {client}",
        "add_learning_point": "noted a learning point",
        "mark_learning_point": "ticked a learning point",
        "share_learning_point": "shared or withdrew a learning point",
        "remove_learning_point": "removed a learning point",
        "record_consent": "noted that {client} agreed",
        "withdraw_consent": "noted that {client} withdrew an agreement",
        "close_episode": "closed the episode of {client}",
        "open_closing": "looked at what is still open with {client}",
        "reopen_episode": "opened the episode of {client} again",
        "transfer_episode": "handed {client} to a colleague",
        "acknowledge_transfer": "has seen that {client} was handed to them",
        "list_handed_over": "looked for clients handed to them",
        "list_colleagues": "looked at who holds clients",
        "list_held": "looked at which clients {person} holds",
        "open_shared_cases": "looked at couples, families and groups",
        "open_shared_case": "looked at the people of a couple, a family or a group",
        "begin_shared_case": "began a couple, a family or a group with {client}",
        "join_shared_case": "let {client} join a couple, a family or a group",
        "leave_shared_case": "noted that {client} left a couple, a family or a group",
        "rename_shared_case": "renamed a couple, a family or a group",
        "change_client": "set right what is known of {client}",
        # keeping and erasing
        "find_client": "looked a client up by the code",
        "open_keeping": "looked at what is kept of {client}",
        "set_hold": "set a legal hold on the record of {client}",
        "lift_hold": "lifted the legal hold on the record of {client}",
        "erase_client": "erased a client",
        "erase_client: asked_by_client": "erased a client who had asked for it",
        "erase_client: kept_long_enough": "erased a client who had been kept as long as the rule says",
        "erase_client: entered_by_mistake": "erased a client entered by mistake",
        "open_retention": "looked at what is due by the rule of keeping",
        "apply_retention": "erased what was due by the rule of keeping",
        "apply_retention: recordings": "erased recordings that were due by the rule of keeping",
        "apply_retention: lines of the audit": "let go of lines of the audit that were due by the rule of keeping",
        # taking out
        "blank_form": "took out a blank form",
        "export_alliance": "took out the alliance across caseloads",
        "export_client": "took out everything that is kept of {client}",
        "export_course": "took out the course of {client}",
        "export_documentation": "took out the documentation of a session of {client}",
        "export_own_report": "took out the plain report for {client}",
        "export_progress_report": "took out the full progress report of {client}",
        "export_transcript": "took out a transcript of {client}",
        "export_packet": "took out a supervision packet of {client}",
        "listen_recording": "listened to a recording of {client}",
        "make_service_report": "took out the service report",
        "take_service_report": "took out a service report that they had asked for",
        "extract_records": "took out an extract for analysts",
        "export_audit": "took out the audit",
        # running the clinic
        "create_clinic": "founded the clinic",
        "list_users": "looked at the people of the clinic",
        "add_user": "added {person}",
        "change_person": "changed the name, the team or the role of {person}",
        "set_active": "let {person} sign in, or no more",
        "add_supervision": "gave {person} somebody to supervise",
        "end_supervision": "ended a supervision by {person}",
        "check_import": "had a file of ratings checked",
        "import_ratings": "imported a file of ratings",
        "list_unassigned": "looked at clients whom nobody holds",
        "find_episode": "looked up an imported episode",
        "assign_episode": "gave {client} to a clinician",
        "open_wording": "looked at the wording and its licences",
        "confirm_licence": "confirmed a licence",
        "open_audit": "looked at the audit",
        "last_audit_check": "looked up when the audit was last checked",
        "verify_audit": "checked the audit",
        "restore_backup": "put the clinic back as a backup held it",
        "verify_audit: broken": "found a break in the audit",
    }
)


def deed_said(row: AuditRow) -> str:
    """Say what was done; of a refusal, what was tried. A deed that has no words yet is called by its name."""
    if row.action in DEED:
        return _filled(DEED[row.action], row)
    use_case, _, how = row.action.partition(": ")
    tried = _filled(DEED.get(use_case, use_case.replace("_", " ")), row)
    return f"{REFUSED.get(how, how)}: {tried}" if how else tried


def _filled(words: str, row: AuditRow) -> str:
    client = f"client {row.client_code}" if row.client_code else "a client"
    if row.action.startswith("search_record") and not row.client_code:
        client = "all clients whom they may see"
    return words.replace(ABOUT, client).replace(WHOM, row.about_name or "a colleague")


BY_ROLE = {"client": "A client at a form", "machine": "This machine"}


def who_said(row: AuditRow) -> str:
    """Name who did it; at a form that is a client, at the sign-in it may be nobody known."""
    if row.actor_name:
        return row.actor_name
    return BY_ROLE.get(row.role, "Nobody who is known")
