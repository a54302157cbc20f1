"""Which lines of the audit are of which kind: one table, by what the use case does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._failed_sign_in import BROKEN_SIGN_ON, FAILED, MADE_TO_WAIT, NOT_LINKED, RUN_OUT, UNKNOWN_NAME
from fit.casework._permission import GRANTS
from fit.casework._views_audit import AuditKind
from fit.casework._views_keeping import ErasureReason
from fit.store.restored import RESTORED
from fit.store.states import SeenHow

if TYPE_CHECKING:
    from collections.abc import Mapping

TAKEN_OUT = {
    "blank_form",
    "export_alliance",
    "export_audit",
    "export_client",
    "export_course",
    "export_documentation",
    "export_own_report",
    "export_packet",
    "export_progress_report",
    "export_transcript",
    "extract_records",
    "listen_recording",
    "make_service_report",
    "take_service_report",
}
OPENED = {"open_with_a_reason", "acknowledge_opening"}
SIGNING_IN = {
    "ask_enrolment",
    "change_passphrase",
    "choose_passphrase",
    "confirm_enrolment",
    "end_other_sessions",
    "end_session",
    "link_sign_on",
    "list_sessions",
    "reset_second_factor",
    "reset_passphrase",
    "resume_form",
    "revoke_all",
    "set_pin",
    "sign_in",
    "sign_out",
    "take_back",
}
RUNNING = {
    "add_programme",
    "add_supervision",
    "add_user",
    "apply_retention",
    "assign_episode",
    "change_person",
    "check_import",
    "confirm_licence",
    "create_clinic",
    "end_supervision",
    "erase_client",
    "export_audit",
    "find_client",
    "find_episode",
    "import_ratings",
    "last_audit_check",
    "lift_hold",
    "list_colleagues",
    "list_held",
    "list_unassigned",
    "list_users",
    "open_audit",
    "open_keeping",
    "open_retention",
    "open_wording",
    "rename_programme",
    "set_active",
    "set_hold",
    "set_programme_active",
    "verify_audit",
}
SEEN = {
    "check_transcript",
    "check_written",
    "compare_episodes",
    "find_in_care",
    "listen_recording",
    "list_handed_over",
    "list_openings",
    "list_programmes",
    "search_record",
    "who_looked",
}
ASKED_AGAIN = ("change_passphrase", "end_other_sessions", "end_session", "set_pin")
"""What asks for the passphrase of who is signed in already."""
NOT_AUDITED: Mapping[str, str] = {
    "actor_of": "asked with every request and every message of an open page; what is done then has its own line",
    "keep_draft": "one's own words that are saved nowhere yet; opening the page and saving them have lines",
    "find_draft": "one's own words, on a page whose opening has a line",
    "drop_draft": "one's own words that are saved now, or given up",
    "session_left": "an open page asks it by itself, and it is no use of the session",
    "has_shortcuts": "a setting of one's own, read with every page; changing it has a line",
    "half_way": "which step of a sign-in is left; what is done in it has a line",
    "leave_sign_in": "a sign-in that was given up has opened nothing; what was done in it before has its lines",
    "give_code": "a code that is right ends in the line of signing in; a wrong one and a recovery code have theirs",
    "begin_enrolment": "a secret that is not in force yet; setting it in force has a line",
    "sign_in_elsewhere": "ends in the line of signing in, or in that of a failure",
    "note_broken_sign_on": "it is itself the line of a single sign-on that was broken off",
    "open_form": "the client looks at the client's own form; opening it on a device, and what is sent, have lines",
}
"""Use cases that leave no line, and why."""
BROKEN = "verify_audit: broken"
BESIDE = {
    FAILED: AuditKind.REFUSED,
    UNKNOWN_NAME: AuditKind.REFUSED,
    MADE_TO_WAIT: AuditKind.REFUSED,
    NOT_LINKED: AuditKind.REFUSED,
    RUN_OUT: AuditKind.REFUSED,
    BROKEN_SIGN_ON: AuditKind.REFUSED,
    **{f"{one}: wrong passphrase": AuditKind.REFUSED for one in ASKED_AGAIN},
    "take_back: wrong PIN": AuditKind.REFUSED,
    "begin_form: wrong word": AuditKind.REFUSED,
    "give_code: wrong code": AuditKind.REFUSED,
    **{f"reset_second_factor: {one}": AuditKind.SIGNING_IN for one in SeenHow},
    "give_code: recovery code used": AuditKind.SIGNING_IN,
    "ask_enrolment: refused": AuditKind.REFUSED,
    "sign_in: code asked": AuditKind.SIGNING_IN,
    "sign_in: passphrase asked": AuditKind.SIGNING_IN,
    "sign_in: enrol asked": AuditKind.SIGNING_IN,
    BROKEN: AuditKind.RUNNING,
    **{f"erase_client: {one}": AuditKind.RUNNING for one in ErasureReason},
    RESTORED: AuditKind.RUNNING,
    "apply_retention: recordings": AuditKind.RUNNING,
    "apply_retention: lines of the audit": AuditKind.RUNNING,
}
"""Lines that say more than that a use case was done."""
REFUSALS = ("denied", "not found")


def actions_of(kind: AuditKind) -> frozenset[str]:
    """What stands in the lines of this kind. A line may be of two kinds: whoever exports the audit takes it out."""
    beside = {action for action, of in BESIDE.items() if of is kind}
    if kind is AuditKind.REFUSED:
        return frozenset(beside | {f"{one}: {how}" for one in GRANTS for how in REFUSALS})
    return frozenset(beside | {one for one in GRANTS if kind in kinds_of(one)})


def kinds_of(use_case: str) -> frozenset[AuditKind]:
    """What kinds of deed a use case is; what opens something is seen, and all that is left changes something."""
    named = {
        AuditKind.TAKEN_OUT: TAKEN_OUT,
        AuditKind.OPENED: OPENED,
        AuditKind.SIGNING_IN: SIGNING_IN,
        AuditKind.RUNNING: RUNNING,
        AuditKind.SEEN: SEEN,
    }
    found = {kind for kind, names in named.items() if use_case in names}
    if found or use_case in NOT_AUDITED:
        return frozenset(found)
    return frozenset({AuditKind.SEEN if use_case.startswith("open_") else AuditKind.CHANGED})
