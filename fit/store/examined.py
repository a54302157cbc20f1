"""What `mendline doctor` asks of a database: numbers over all clinics, and settings of the database itself.

No row of a client leaves this module, only how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select, text
from sqlalchemy.exc import DBAPIError

from fit.store.recordings import recording
from fit.store.tables import (
    Audit,
    AuditHead,
    Clinic,
    Consent,
    Episode,
    Licence,
    SecondFactor,
    SignOnLink,
    Transcript,
    User,
    columns_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table

__all__ = [
    "People",
    "damages",
    "families_with_licence",
    "licence_needed",
    "newest_moment",
    "people",
    "recording_numbers",
    "setting",
    "simulated",
    "without_consent",
    "work_account",
]

audit, head = columns_of(Audit), columns_of(AuditHead)
clinic, consent, episode = columns_of(Clinic), columns_of(Consent), columns_of(Episode)
factor, sign_on, user = columns_of(SecondFactor), columns_of(SignOnLink), columns_of(User)
licence, transcript = columns_of(Licence), columns_of(Transcript)

WHOLE = "ok"
MOST_DAMAGES = 5
"""So many places are told; whoever has one has to go back to a backup anyway."""


def damages(connection: Connection, *, thorough: bool) -> tuple[str, ...]:
    """Where the file is not as it was written; empty when it is whole. Thorough: every page and every link."""
    asked = ("integrity_check", "cipher_integrity_check", "foreign_key_check") if thorough else ("quick_check",)
    try:
        found = [_in_words(name, row) for name in asked for row in connection.execute(text(f"PRAGMA {name}"))]
    except DBAPIError as error:
        return (str(error.orig),)
    lines = [line for one in found for line in one.splitlines() if line != WHOLE]
    return (*lines[:MOST_DAMAGES], *([f"and {len(lines) - MOST_DAMAGES} more"] if len(lines) > MOST_DAMAGES else []))


def _in_words(check: str, row: Any) -> str:
    """A broken link is named by its table alone."""
    return f"a row of {row[0]} belongs to none of {row[2]}" if check == "foreign_key_check" else str(row[0])


def newest_moment(connection: Connection) -> datetime | None:
    """When the last line of any audit was written; None when nothing was ever done."""
    last = and_(audit.c.clinic_id == head.c.clinic_id, audit.c.sequence == head.c.sequence)
    found: datetime | None = connection.execute(select(func.max(audit.c.at)).join(head, last)).scalar()
    return found


def simulated(connection: Connection) -> tuple[int, int]:
    """How many clinics are simulated, and how many are real."""
    marks = connection.execute(select(clinic.c.simulated)).scalars().all()
    return sum(map(bool, marks)), sum(not mark for mark in marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """How people sign in, in numbers."""

    need_a_factor: int
    without_factor: int
    first_passphrase: int
    first_passphrase_over: int
    clinics_without_administrator: int


def people(connection: Connection, roles: Collection[str], now: datetime) -> People:
    """Count active people whose sign-in is not as it is meant to be; `roles` must have a second factor."""
    must = and_(user.c.active, user.c.role.in_(roles))
    waits, until = user.c.first_passphrase_until.is_not(None), user.c.first_passphrase_until
    standing = exists().where(user.c.clinic_id == clinic.c.id, user.c.active, user.c.role == "administrator")
    return People(
        need_a_factor=_count(connection, user, must),
        without_factor=_count(connection, user, and_(must, ~_of_user(factor), ~_of_user(sign_on))),
        first_passphrase=_count(connection, user, and_(user.c.active, waits, until >= now)),
        first_passphrase_over=_count(connection, user, and_(user.c.active, waits, until < now)),
        clinics_without_administrator=_count(connection, clinic, ~standing),
    )


def _of_user(table: Table) -> ColumnElement[bool]:
    return exists().where(table.c.clinic_id == user.c.clinic_id, table.c.user_id == user.c.id)


def _count(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one())


def without_consent(connection: Connection) -> dict[str, int]:
    """How many transcripts, recordings and open episodes there are of clients without the consent that each needs."""
    read = _of_episode(transcript, "transcript")
    heard = or_(_of_episode(recording, "recording"), _of_episode(recording, "transcript"))
    open_ones = and_(episode.c.closed_on.is_(None), ~_stands(episode.c, "ratings"))
    return {
        "transcripts": _count(connection, transcript, and_(transcript.c.withheld.is_(False), read)),
        "recordings": _count(connection, recording, and_(recording.c.withheld.is_(False), heard)),
        "open episodes": _count(connection, episode, open_ones),
    }


def _of_episode(table: Table, kind: str) -> ColumnElement[bool]:
    theirs = and_(episode.c.clinic_id == table.c.clinic_id, episode.c.id == table.c.episode_id)
    return ~exists().where(theirs, _stands(episode.c, kind))


def _stands(of: Any, kind: str) -> ColumnElement[bool]:
    return exists().where(
        consent.c.clinic_id == of.clinic_id,
        consent.c.client_id == of.client_id,
        consent.c.kind == kind,
        consent.c.withdrawn_on.is_(None),
    )


def recording_numbers(connection: Connection) -> frozenset[str]:
    """The numbers of all recordings that belong to a session and may be heard or written down."""
    return frozenset(connection.execute(select(recording.c.number)).scalars())


def families_with_licence(connection: Connection) -> frozenset[str]:
    """Families of scales of which some clinic said that it holds the licence."""
    return frozenset(connection.execute(select(licence.c.family).distinct()).scalars())


def licence_needed(connection: Connection, families: Collection[str]) -> int:
    """How many clinics did not say of any of these families that they hold its licence."""
    held = exists().where(licence.c.clinic_id == clinic.c.id, licence.c.family.in_(families))
    return _count(connection, clinic, ~held)


def setting(connection: Connection, name: str) -> str:
    """A setting of PostgreSQL."""
    return str(connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one())


def work_account(connection: Connection) -> tuple[bool, Sequence[str]]:
    """Whether the account of this connection is a superuser, and what it may do to the audit besides adding to it."""
    is_super = connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).scalar_one()
    may = text("SELECT has_table_privilege(current_user, 'audit', :right)")
    rights = ("UPDATE", "DELETE", "TRUNCATE")
    return bool(is_super), [one for one in rights if connection.execute(may, {"right": one}).scalar_one()]
