"""What an administrator does: found the clinic, look after its people, take files of past ratings, read the audit.

No ratings' content is shown here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._consents import open_consents, record_consent, withdraw_consent
from fit.casework._deed import looking
from fit.casework._episodes import (
    add_client,
    assign_episode,
    close_episode,
    find_episode,
    list_unassigned,
)
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
from fit.casework._wording import confirm_licence, open_wording
from fit.casework.views import AuditRow
from fit.store import accounts, audit

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor

__all__ = [
    "add_client",
    "add_supervision",
    "add_user",
    "assign_episode",
    "check_import",
    "close_episode",
    "confirm_licence",
    "create_clinic",
    "end_supervision",
    "find_episode",
    "import_ratings",
    "list_unassigned",
    "list_users",
    "open_audit",
    "open_consents",
    "open_wording",
    "record_consent",
    "reset_passphrase",
    "set_active",
    "verify_audit",
    "withdraw_consent",
]

NEWEST_ROWS = 500


def open_audit(clinic: Clinic, actor: Actor, *, newest: int = NEWEST_ROWS) -> tuple[AuditRow, ...]:
    """Who did what to which record, the newest first."""
    with looking(clinic, actor, "open_audit") as deed:
        names = {person.id: person.display_name for person in accounts.users(deed.connection, deed.clinic_id)}
        rows = audit.newest(deed.connection, deed.clinic_id, newest)
    return tuple(
        AuditRow(
            sequence=row.sequence,
            at=row.at,
            actor_name=names.get(row.actor_id, ""),
            role=row.role,
            action=row.action,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
        )
        for row in rows
    )


def verify_audit(clinic: Clinic, actor: Actor) -> str:
    """Walk the whole audit; returns what is wrong with it, empty when every row is as it was written."""
    with looking(clinic, actor, "verify_audit") as deed:
        found = audit.verify(deed.connection, deed.clinic_id)
    return "" if found is None else found.what
