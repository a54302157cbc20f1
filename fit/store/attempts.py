"""Limits on tries that hold for all processes together, because they are counted in the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from fit.store.tables import Attempt, columns_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

__all__ = ["Limit", "count", "forget", "forgive", "is_locked"]

attempt = columns_of(Attempt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many tries are free; each further one doubles the wait, up to the longest."""

    kind: str
    free_tries: int
    forgotten_after: timedelta
    first_wait: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(minutes=15)

    def wait(self, failures: int) -> timedelta:
        """How long to wait after so many failures."""
        beyond = failures - self.free_tries
        if beyond < 0:
            return timedelta(0)
        doubled: timedelta = self.first_wait * 2 ** min(beyond, 30)
        return min(doubled, self.longest_wait)


def count(connection: Connection, limit: Limit, subject: str, now: datetime) -> datetime | None:
    """Count a try before it is made; a time when it may not be made until then (and is not counted)."""
    hashed = _hashed(subject)
    _begin(connection, limit, hashed, now)
    row = connection.execute(
        select(attempt).where(attempt.c.kind == limit.kind, attempt.c.subject == hashed).with_for_update()
    ).one()
    if is_locked(limit, row.locked_until, now):
        until: datetime = row.locked_until
        return until
    failures = 1 if row.first_at + limit.forgotten_after < now else row.failures + 1
    wait = limit.wait(failures)
    changed = {"failures": failures, "locked_until": now + wait if wait else None}
    if failures == 1:
        changed["first_at"] = now
    connection.execute(update(attempt).where(attempt.c.kind == limit.kind, attempt.c.subject == hashed), changed)
    return None


def is_locked(limit: Limit, until: datetime | None, now: datetime) -> bool:
    """Whether a lock holds now. One further off than the longest wait is of a clock that was ahead: it does not."""
    return until is not None and now < until <= now + limit.longest_wait


def _begin(connection: Connection, limit: Limit, hashed: str, now: datetime) -> None:
    """Note that nothing was counted yet, where that is so, and hold the row.

    Of two first tries at once neither goes uncounted, and nobody's success forgets the row before this try is counted.
    """
    first = {"kind": limit.kind, "subject": hashed, "failures": 0, "first_at": now, "locked_until": None}
    new = sqlite.insert(attempt) if connection.dialect.name == "sqlite" else postgresql.insert(attempt)
    held = new.on_conflict_do_update(index_elements=["kind", "subject"], set_={"kind": limit.kind})
    connection.execute(held, first)


def forget(connection: Connection, limit: Limit, subject: str) -> None:
    """Forget the failures after a success."""
    connection.execute(delete(attempt).where(attempt.c.kind == limit.kind, attempt.c.subject == _hashed(subject)))


def forgive(connection: Connection, limit: Limit, subject: str) -> None:
    """Take back the last count: the try was a success, and says nothing of those before it."""
    same = (attempt.c.kind == limit.kind, attempt.c.subject == _hashed(subject), attempt.c.failures > 0)
    connection.execute(update(attempt).where(*same).values(failures=attempt.c.failures - 1, locked_until=None))


def _hashed(subject: str) -> str:
    return hashlib.sha256(subject.encode()).hexdigest()
