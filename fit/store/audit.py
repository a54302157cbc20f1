"""The append-only record of who did what: a chain in which a changed, removed or reordered row shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, union, update

from fit.errors import StoreError
from fit.store._rows import write_rows
from fit.store.tables import Audit, AuditHead, AuditStart, Clinic, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = [
    "BEFORE_THE_FIRST",
    "OF_NO_CLINIC",
    "Break",
    "End",
    "Entry",
    "actions_after",
    "append",
    "append_to_installation",
    "begin_chain",
    "chains",
    "end_of",
    "last_sequence",
    "let_go",
    "newest",
    "older_than",
    "rows",
    "verify",
]

BEFORE_THE_FIRST = "0" * 64
ROWS_AT_ONCE = 5_000
OF_NO_CLINIC = 0
"""The chain of what belongs to no clinic: no key of a clinic is 0."""
LONGEST_SOURCE = 64
TOO_OLD = "the note that was kept is too old to be checked: everything up to row"
HASHED_APART = frozenset({"at", "hash", "episode_id"})

audit = columns_of(Audit)
HASHED = tuple(column.name for column in audit.columns if column.name not in HASHED_APART)
clinic = columns_of(Clinic)
head = columns_of(AuditHead)
start = columns_of(AuditStart)


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
    episode_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A row of a chain and its hash: whoever keeps it elsewhere can tell later that all before it is as it was."""

    sequence: int
    hash: str


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
    last = _head(connection, entry.clinic_id, to_move=True)
    row = _row(entry, last.sequence + 1, last.hash)
    connection.execute(insert(audit), row)
    moved = {"sequence": row["sequence"], "hash": row["hash"]}
    connection.execute(update(head).where(head.c.clinic_id == entry.clinic_id), moved)
    return int(row["sequence"])


def append_to_installation(connection: Connection, entry: Entry) -> int:
    """Add a deed to the chain of no clinic, which begins with its first row."""
    if connection.execute(select(head.c.sequence).where(head.c.clinic_id == OF_NO_CLINIC)).first() is None:
        begin_chain(connection, OF_NO_CLINIC)
    return append(connection, replace(entry, clinic_id=OF_NO_CLINIC))


def chains(connection: Connection) -> tuple[int, ...]:
    """Every clinic that has rows, or a note of the end, or is there at all; the chain of no clinic too, if begun."""
    found = union(select(head.c.clinic_id), select(audit.c.clinic_id), select(clinic.c.id))
    return tuple(sorted(connection.execute(found).scalars()))


def end_of(connection: Connection, clinic_id: int) -> End:
    """Where the chain ends now."""
    last = _head(connection, clinic_id)
    return End(sequence=last.sequence, hash=last.hash)


def last_sequence(connection: Connection, clinic_id: int) -> int:
    """How many lines the audit of a clinic has: as long as it is the same, nothing was written."""
    return int(connection.execute(select(head.c.sequence).where(head.c.clinic_id == clinic_id)).scalar_one())


def actions_after(connection: Connection, clinic_id: int, sequence: int) -> set[str]:
    """What was done since that line."""
    # told apart as an expression: of the bare column SQLite reads every line of the clinic, in the index by action
    later = select(audit.c.action.concat("")).where(audit.c.clinic_id == clinic_id, audit.c.sequence > sequence)
    return set(connection.execute(later.distinct()).scalars())


def _head(connection: Connection, clinic_id: int, *, to_move: bool = False) -> Record:
    asked = select(head).where(head.c.clinic_id == clinic_id)
    # whoever only reads may be in a transaction that locks nothing
    found = connection.execute(asked.with_for_update() if to_move else asked).first()
    if found is None:
        raise StoreError(f"Clinic {clinic_id} has no audit to add to. Restore the database from a backup.")
    return found


def _row(entry: Entry, sequence: int, previous_hash: str) -> dict[str, Any]:
    row = {name: getattr(entry, name) for name in Entry.__slots__} | {"source": entry.source[:LONGEST_SOURCE]}
    row |= {"sequence": sequence, "previous_hash": previous_hash}
    return row | {"hash": _hash(row)}


def _hash(row: dict[str, Any]) -> str:
    said = [row[name] for name in HASHED]
    about = [] if row["episode_id"] is None else [row["episode_id"]]  # rows from before it was noted keep their hash
    text = json.dumps([*said, row["at"].isoformat(timespec="microseconds"), *about])
    return hashlib.sha256(text.encode()).hexdigest()


def newest(connection: Connection, clinic_id: int, count: int) -> Sequence[Record]:
    """The last deeds of a clinic, the newest first."""
    query = select(audit).where(audit.c.clinic_id == clinic_id)
    return connection.execute(query.order_by(audit.c.sequence.desc()).limit(count)).all()


def rows(connection: Connection, clinic_id: int, *, after: int | None = None) -> Iterator[Record]:
    """All deeds of a clinic, oldest first, read in pieces; also what somebody put before the first."""
    query = select(audit).where(audit.c.clinic_id == clinic_id).order_by(audit.c.sequence).limit(ROWS_AT_ONCE)
    some = connection.execute(query if after is None else query.where(audit.c.sequence > after)).all()
    while some:
        yield from some
        some = connection.execute(query.where(audit.c.sequence > some[-1].sequence)).all()


def verify(connection: Connection, clinic_id: int, kept: End | None = None) -> Break | None:
    """Walk the whole chain; None when every row is there, in order, as it was written.

    With an end that was `kept` elsewhere, the chain must also go through that very row. Rows that are added meanwhile
    are walked too: PostgreSQL shows them, and their end is noted in the same moment.
    """
    reached, after = _begin(connection, clinic_id), None
    if kept is not None and kept.sequence < reached.sequence:
        return Break(sequence=kept.sequence, what=f"{TOO_OLD} {reached.sequence} was let go by the rule of keeping")
    while True:
        began = reached
        for row in rows(connection, clinic_id, after=after):
            if (found := _broken(row, reached) or _another(row, kept)) is not None:
                return found
            reached = End(sequence=row.sequence, hash=row.hash)
        after = reached.sequence
        end = connection.execute(select(head).where(head.c.clinic_id == clinic_id)).first()
        if end is None or end.sequence <= reached.sequence or reached == began:
            return _too_short(reached, kept) or _broken_end(end, reached)


def _another(row: Record, kept: End | None) -> Break | None:
    if kept is None or row.sequence != kept.sequence or row.hash.startswith(kept.hash):
        return None
    return Break(sequence=row.sequence, what=f"row {row.sequence} is another one than the note that was kept says")


def _too_short(reached: End, kept: End | None) -> Break | None:
    return None if kept is None else _missing(reached, kept.sequence)


def _missing(reached: End, last: int) -> Break | None:
    if reached.sequence >= last:
        return None
    first = reached.sequence + 1
    return Break(sequence=first, what=f"rows {first} to {last} are missing at the end")


def _broken(row: Record, before: End) -> Break | None:
    expected = before.sequence + 1
    if row.sequence < expected:
        return Break(sequence=row.sequence, what=f"row {row.sequence} was put in")
    if row.sequence > expected:
        return Break(sequence=expected, what=f"row {expected} is missing")
    if row.previous_hash != before.hash:
        return Break(sequence=expected, what=f"row {expected} does not follow the row before it")
    if row.hash != _hash(row._asdict()):
        return Break(sequence=expected, what=f"row {expected} was changed")
    return None


def _broken_end(end: Record | None, reached: End) -> Break | None:
    if end is None:
        return Break(sequence=reached.sequence, what="the note of the end is missing")
    if end.sequence > reached.sequence:
        return _missing(reached, end.sequence)
    if end.sequence < reached.sequence or end.hash != reached.hash:
        return Break(sequence=reached.sequence, what=f"row {reached.sequence} is not the end that was noted")
    return None


def _begin(connection: Connection, clinic_id: int) -> End:
    """The last row that was let go, by number and hash; before the first when none was."""
    found = connection.execute(select(start).where(start.c.clinic_id == clinic_id)).first()
    return End(sequence=0, hash=BEFORE_THE_FIRST) if found is None else End(sequence=found.sequence, hash=found.hash)


def older_than(connection: Connection, clinic_id: int, moment: datetime) -> int:
    """How many rows at the beginning were written before a moment."""
    last = _last_before(connection, clinic_id, moment)
    return 0 if last is None else last.sequence - _begin(connection, clinic_id).sequence


def let_go(connection: Connection, clinic_id: int, moment: datetime) -> int:
    """Delete the rows written before a moment; where the chain goes on is noted, so that it can still be walked."""
    last = _last_before(connection, clinic_id, moment)
    if last is None:
        return 0
    gone = older_than(connection, clinic_id, moment)
    write_rows(connection, start, [{"clinic_id": clinic_id, "sequence": last.sequence, "hash": last.hash}])
    connection.execute(delete(audit).where(audit.c.clinic_id == clinic_id, audit.c.sequence <= last.sequence))
    return gone


def _last_before(connection: Connection, clinic_id: int, moment: datetime) -> Record | None:
    """The last row before the first one that is to be kept."""
    kept = select(func.min(audit.c.sequence)).where(audit.c.clinic_id == clinic_id, audit.c.at >= moment)
    first_kept = connection.execute(kept).scalar()
    before = audit.c.sequence < first_kept if first_kept is not None else audit.c.sequence.is_not(None)
    query = select(audit).where(audit.c.clinic_id == clinic_id, before)
    return connection.execute(query.order_by(audit.c.sequence.desc()).limit(1)).first()
