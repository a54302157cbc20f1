"""The audits of all clinics of this machine, checked by whoever gives commands on it, beside a running server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.casework._audit_notes import note_of, read_note
from fit.casework._beside import reading_beside
from fit.casework._views_audit import AuditCheck
from fit.errors import InputError
from fit.store import accounts, audit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.settings import Settings
    from fit.store.types import Connection

NO_CLINIC, NOT_THERE = "Sign-ins of no clinic", "A clinic that is not there any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The audit of one clinic, and with how many notes it was compared."""

    name: str
    check: AuditCheck
    notes: int


def check_audits(settings: Settings, notes: Sequence[str] = ()) -> tuple[Checked, ...]:
    """Walk the audit of every clinic, and that of none; each also past the notes of it that were kept elsewhere.

    Raises
    ------
    InputError
        when a note is none, or is of a clinic that has no audit here.
    StoreError
        when the database cannot be read.
    """
    kept = [read_note(note) for note in notes]
    with reading_beside(settings) as connection:
        there = audit.chains(connection)
        if missing := [clinic_id for clinic_id, _ in kept if clinic_id not in there]:
            raise InputError(f"{len(missing)} of the notes are of a clinic that has no audit in this database.")
        names = {row.id: row.name for row in accounts.clinics(connection)} | {audit.OF_NO_CLINIC: NO_CLINIC}
        return tuple(
            _checked(connection, one, names.get(one, NOT_THERE), [end for clinic_id, end in kept if clinic_id == one])
            for one in there
        )


def _checked(connection: Connection, clinic_id: int, name: str, kept: Sequence[audit.End]) -> Checked:
    breaks = (audit.verify(connection, clinic_id, end) for end in (kept or (None,)))
    found = next((one for one in breaks if one is not None), None)
    end = None if found else audit.end_of(connection, clinic_id)
    check = AuditCheck(
        rows=end.sequence if end else 0,
        broken_at=None if found is None else found.sequence,
        what="" if found is None else found.what,
        end=note_of(clinic_id, end) if end else "",
    )
    return Checked(name=name, check=check, notes=len(kept))
