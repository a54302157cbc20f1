"""What an administrator does: found the clinic, look after its people, take files of past ratings, read the audit.

No ratings' content is shown here; what a client asks for goes out unread, as a file.
"""

from __future__ import annotations

from fit.casework._audit import export_audit, last_audit_check, open_audit, verify_audit, who_looked
from fit.casework._changing_people import change_person
from fit.casework._client_export import export_client
from fit.casework._closing import close_episode, open_closing, reopen_episode
from fit.casework._consents import open_consents, record_consent, withdraw_consent
from fit.casework._episodes import add_client, assign_episode, find_episode, list_unassigned
from fit.casework._erasing import erase_client, find_client, lift_hold, open_keeping, set_hold
from fit.casework._import import check_import, import_ratings
from fit.casework._people import (
    add_supervision,
    add_user,
    create_clinic,
    end_supervision,
    list_users,
    reset_passphrase,
    set_active,
)
from fit.casework._programmes import (
    add_programme,
    list_programmes,
    rename_programme,
    set_programme,
    set_programme_active,
)
from fit.casework._retention import apply_retention, open_retention
from fit.casework._second_factor import reset_second_factor
from fit.casework._sign_on import link_sign_on
from fit.casework._taken_in import hold_what_comes_in
from fit.casework._transfers import list_colleagues, list_held, transfer_episode
from fit.casework._wording import confirm_licence, open_wording

__all__ = [
    "add_client",
    "add_programme",
    "add_supervision",
    "add_user",
    "apply_retention",
    "assign_episode",
    "change_person",
    "check_import",
    "close_episode",
    "confirm_licence",
    "create_clinic",
    "end_supervision",
    "erase_client",
    "export_audit",
    "export_client",
    "find_client",
    "find_episode",
    "import_ratings",
    "last_audit_check",
    "lift_hold",
    "link_sign_on",
    "list_colleagues",
    "list_held",
    "list_programmes",
    "list_unassigned",
    "list_users",
    "open_audit",
    "open_closing",
    "open_consents",
    "open_keeping",
    "open_retention",
    "open_wording",
    "record_consent",
    "rename_programme",
    "reopen_episode",
    "reset_passphrase",
    "reset_second_factor",
    "set_active",
    "set_hold",
    "set_programme",
    "set_programme_active",
    "transfer_episode",
    "verify_audit",
    "who_looked",
    "withdraw_consent",
]

hold_what_comes_in(__name__)
