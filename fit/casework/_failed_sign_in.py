"""Tries to sign in that failed, in the audit: under the person whose name it was, or as nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.store import accounts, audit
from fit.store.ids import shown

if TYPE_CHECKING:
    from datetime import datetime

    from fit.store.types import Connection, Record

LONGEST_SOURCE = 64
"""[characters] As the column of the audit."""
FAILED, UNKNOWN_NAME, MADE_TO_WAIT = "sign_in: failed", "sign_in: unknown name", "sign_in: made to wait"
RUN_OUT = "sign_in: passphrase run out"
NOT_LINKED, BROKEN_SIGN_ON = "sign_in: sign-on refused", "sign_in: sign-on broken"


def note_failed(connection: Connection, person: Record | None, source: str, now: datetime) -> None:
    """Note a wrong passphrase, or a name that nobody has."""
    if person is None:
        note_nobodys(connection, UNKNOWN_NAME, source, now)
    else:
        audit.append(connection, sign_in_entry(person, FAILED, source, now))


def note_run_out(connection: Connection, person: Record, source: str, now: datetime) -> None:
    """Note that a passphrase which was handed over came too late."""
    audit.append(connection, sign_in_entry(person, RUN_OUT, source, now))


def note_not_linked(connection: Connection, person: Record | None, source: str, now: datetime) -> None:
    """Note a single sign-on by an account that nobody here is linked to, or by somebody who left."""
    if person is None:
        note_nobodys(connection, NOT_LINKED, source, now)
    else:
        audit.append(connection, sign_in_entry(person, NOT_LINKED, source, now))


def note_waiting(connection: Connection, name: str, source: str, now: datetime) -> None:
    """Note a try that was not even made, because there were too many before it."""
    person = accounts.user_by_name(connection, name)
    if person is None:
        note_nobodys(connection, MADE_TO_WAIT, source, now)
    else:
        audit.append(connection, sign_in_entry(person, MADE_TO_WAIT, source, now))


def note_nobodys(connection: Connection, action: str, source: str, now: datetime) -> None:
    """Note a try that is nobody's. What was typed is kept nowhere: people type passphrases there.

    The only clinic of an installation has it in its own audit. Where there are several, none learns of the others:
    it stands in the chain of no clinic, which the command line reads.
    """
    clinics = accounts.clinics(connection)
    entry = audit.Entry(
        clinic_id=clinics[0].id if len(clinics) == 1 else audit.OF_NO_CLINIC,
        at=now,
        actor_id=None,
        role="",
        action=action,
        subject_kind="",
        subject_id="",
        source=source[:LONGEST_SOURCE],
    )
    if len(clinics) == 1:
        audit.append(connection, entry)
    else:
        audit.append_to_installation(connection, entry)


def sign_in_entry(person: Record, action: str, source: str, now: datetime) -> audit.Entry:
    """A line about a person's own way in; the row is the person's own, or one of a sign-in that is half done."""
    user_id = person.user_id if hasattr(person, "user_id") else person.id
    return audit.Entry(
        clinic_id=person.clinic_id,
        at=now,
        actor_id=user_id,
        role=person.role,
        action=action,
        subject_kind="user",
        subject_id=shown(user_id),
        source=source[:LONGEST_SOURCE],
    )
