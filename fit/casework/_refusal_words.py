"""What somebody reads to whose role something is not open: for whom it is, and nothing of what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework.actor import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["not_for_role"]

CARING = frozenset({Role.CLINICIAN, Role.SUPERVISOR})
WORK_WITH_CLIENTS = "Work with clients is"
ANYTHING_ELSE = "This is"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Blank forms are": ("blank_form", "open_scale"),
    "Supervision is": (
        "open_shared_packets",
        "open_supervised_plans",
        "open_supervision",
        "open_team_repairs",
        "open_team_outcomes",
        "open_team_board",
        "open_flagged_sessions",
    ),
    "Figures of the whole clinic are": (
        "open_overview",
        "open_clinic_repairs",
        "open_clinic_outcomes",
        "open_board",
    ),
    "Service reports are": (
        "open_service_report",
        "make_service_report",
        "ask_for_service_report",
        "list_service_reports",
        "take_service_report",
    ),
    "Extracts for analysts are": ("extract_records",),
    "The alliance across caseloads is": ("export_alliance", "open_alliance_grid"),
    "Looking after people and their sign-ins is": (
        "list_users",
        "add_user",
        "change_person",
        "set_active",
        "reset_passphrase",
        "reset_second_factor",
        "link_sign_on",
        "add_supervision",
        "end_supervision",
        "list_held",
    ),
    "Looking after programmes is": ("add_programme", "rename_programme", "set_programme_active"),
    "Importing ratings is": ("check_import", "import_ratings", "find_episode"),
    "Giving clients to clinicians is": ("list_unassigned", "assign_episode"),
    "The audit is": ("open_audit", "verify_audit", "export_audit", "last_audit_check"),
    "Licences of wording are": ("open_wording", "confirm_licence"),
    "Keeping and erasing records is": (
        "find_client",
        "open_keeping",
        "set_hold",
        "lift_hold",
        "erase_client",
        "open_retention",
        "apply_retention",
    ),
}
"""How use cases are called by people, with the verb."""
SUBJECTS = {use_case: subject for subject, group in GROUPS.items() for use_case in group}


def not_for_role(use_case: str, role: Role, allowed: Collection[Role]) -> str:
    """Say for whom a use case is, to somebody of another role."""
    if not allowed:
        return "This is for nobody who is signed in. Go back to the page that you came from."
    usual = WORK_WITH_CLIENTS if CARING.issuperset(allowed) else ANYTHING_ELSE
    whom = _listed([f"{one}s" for one in Role if one in allowed])
    who = f"{'an' if role.value[0] in 'aeiou' else 'a'} {role.value}"
    return f"{SUBJECTS.get(use_case, usual)} for {whom}. You are signed in as {who}: ask one of them."


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
