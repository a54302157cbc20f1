"""What a restored database must be told: nobody is signed in any more, no form is open, and that it was restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from fit.store import accounts, audit
from fit.store.states import FormState
from fit.store.tables import Audit, Handover, SignInTicket, WebSession, columns_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

__all__ = ["RESTORED", "broken_audits", "end_what_was_open", "erased_since", "note_restored"]

web_session, ticket, handover = columns_of(WebSession), columns_of(SignInTicket), columns_of(Handover)
line = columns_of(Audit)
ERASED = "erase_client: %"
RESTORED, THIS_MACHINE, MACHINE = "restore_backup", "this machine", "machine"


def end_what_was_open(connection: Connection, now: datetime) -> tuple[int, int]:
    """End every session of a browser and every form that the backup held as open; returns how many of each.

    Whoever was signed out, or whose form was taken back, between the backup and now must not come back to life.
    """
    alive = update(web_session).where(web_session.c.revoked_at.is_(None))
    sessions = connection.execute(alive.values(revoked_at=now)).rowcount
    connection.execute(delete(ticket))
    still = update(handover).where(handover.c.state == FormState.OPEN.value, handover.c.used_at.is_(None))
    forms = connection.execute(still.values(state=FormState.WITHDRAWN.value, code_hash=None)).rowcount
    return sessions, forms


def note_restored(connection: Connection, made_at: datetime, now: datetime) -> None:
    """Add to the audit of every clinic that all before this line comes from a backup, and of which moment."""
    for clinic in accounts.clinics(connection):
        entry = audit.Entry(
            clinic_id=clinic.id,
            at=now,
            actor_id=None,
            role=MACHINE,
            action=RESTORED,
            subject_kind="backup",
            subject_id=made_at.isoformat(),
            source=THIS_MACHINE,
        )
        audit.append(connection, entry)


def broken_audits(connection: Connection) -> int:
    """How many audits are not as they were written."""
    return sum(audit.verify(connection, one) is not None for one in audit.chains(connection))


def erased_since(connection: Connection, moment: datetime) -> int:
    """How many clients were erased after a moment, in all clinics."""
    later = select(func.count()).select_from(line).where(line.c.action.like(ERASED), line.c.at > moment)
    return int(connection.execute(later).scalar_one())
