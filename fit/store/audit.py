"""The append-only record of who did what: a chain in which a changed, removed or reordered row shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from fit.errors import StoreError
from fit.store.tables import Audit, AuditHead, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["Break", "Entry", "append", "begin_chain", "last_sequence", "newest", "rows", "verify"]

BEFORE_THE_FIRST = "0" * 64
ROWS_AT_ONCE = 5_000

audit = columns_of(Audit)
head = columns_of(AuditHead)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deed. No content, no names, no scores: only which record it was."""

    clinic_id: int
    at: datetime
    actor_id: int | None
    role: str
    action: str
    subject_kind: str
    subject_id: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place where the chain does not hold."""

    sequence: int
    what: str


def begin_chain(connection: Connection, clinic_id: int) -> None:
    """Start the audit of a new clinic."""
    connection.execute(insert(head), {"clinic_id": clinic_id, "sequence": 0, "hash": BEFORE_THE_FIRST})


def append(connection: Connection, entry: Entry) -> int:
    """Add a deed to the chain, within the transaction that does it; last, so that clinics wait shortly."""
    last = _head(connection, entry.clinic_id)
    row = _row(entry, last.sequence + 1, last.hash)
    connection.execute(insert(audit), row)
    moved = {"sequence": row["sequence"], "hash": row["hash"]}
    connection.execute(update(head).where(head.c.clinic_id == entry.clinic_id), moved)
    return int(row["sequence"])


def last_sequence(connection: Connection, clinic_id: int) -> int:
    """How many lines the audit of a clinic has: as long as it is the same, nothing was written."""
    return int(connection.execute(select(head.c.sequence).where(head.c.clinic_id == clinic_id)).scalar_one())


def _head(connection: Connection, clinic_id: int) -> Record:
    found = connection.execute(select(head).where(head.c.clinic_id == clinic_id).with_for_update()).first()
    if found is None:
        raise StoreError(f"Clinic {clinic_id} has no audit to add to. Restore the database from a backup.")
    return found


def _row(entry: Entry, sequence: int, previous_hash: str) -> dict[str, Any]:
    row = {name: getattr(entry, name) for name in Entry.__slots__}
    row |= {"sequence": sequence, "previous_hash": previous_hash}
    return row | {"hash": _hash(row)}


def _hash(row: dict[str, Any]) -> str:
    said = [row[column.name] for column in audit.columns if column.name not in {"at", "hash"}]
    text = json.dumps([*said, row["at"].isoformat(timespec="microseconds")])
    return hashlib.sha256(text.encode()).hexdigest()


def newest(connection: Connection, clinic_id: int, count: int) -> Sequence[Record]:
    """The last deeds of a clinic, the newest first."""
    query = select(audit).where(audit.c.clinic_id == clinic_id)
    return connection.execute(query.order_by(audit.c.sequence.desc()).limit(count)).all()


def rows(connection: Connection, clinic_id: int) -> Iterator[Record]:
    """All deeds of a clinic, oldest first, read in pieces."""
    query = select(audit).where(audit.c.clinic_id == clinic_id).order_by(audit.c.sequence).limit(ROWS_AT_ONCE)
    after = 0
    while some := connection.execute(query.where(audit.c.sequence > after)).all():
        yield from some
        after = some[-1].sequence


def verify(connection: Connection, clinic_id: int) -> Break | None:
    """Walk the whole chain; None when every row is there, in order, as it was written."""
    sequence, previous = 0, BEFORE_THE_FIRST
    for row in rows(connection, clinic_id):
        if (found := _broken(row, sequence + 1, previous)) is not None:
            return found
        sequence, previous = row.sequence, row.hash
    return _broken_end(_head(connection, clinic_id), sequence, previous)


def _broken(row: Record, expected: int, previous: str) -> Break | None:
    if row.sequence != expected:
        return Break(sequence=expected, what=f"row {expected} is missing")
    if row.previous_hash != previous:
        return Break(sequence=expected, what=f"row {expected} does not follow the row before it")
    if row.hash != _hash(row._asdict()):
        return Break(sequence=expected, what=f"row {expected} was changed")
    return None


def _broken_end(end: Record, sequence: int, last: str) -> Break | None:
    if end.sequence > sequence:
        return Break(sequence=sequence + 1, what=f"rows {sequence + 1} to {end.sequence} are missing at the end")
    if end.sequence < sequence or end.hash != last:
        return Break(sequence=sequence, what=f"row {sequence} is not the end that was noted")
    return None
