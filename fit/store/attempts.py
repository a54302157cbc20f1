"""Limits on tries that hold for all processes together, because they are counted in the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from fit.store.tables import Attempt, columns_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

__all__ = ["Limit", "count", "forget", "forgive"]

attempt = columns_of(Attempt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many tries are free; each further one doubles the wait, up to the longest."""

    kind: str
    free_tries: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta

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
    row = connection.execute(
        select(attempt).where(attempt.c.kind == limit.kind, attempt.c.subject == hashed).with_for_update()
    ).first()
    if row is None:
        connection.execute(insert(attempt), _first(limit, hashed, now))
        return None
    if row.locked_until is not None and row.locked_until > now:
        until: datetime = row.locked_until
        return until
    failures = 1 if row.first_at + limit.forgotten_after < now else row.failures + 1
    wait = limit.wait(failures)
    changed = {"failures": failures, "locked_until": now + wait if wait else None}
    if failures == 1:
        changed["first_at"] = now
    connection.execute(update(attempt).where(attempt.c.kind == limit.kind, attempt.c.subject == hashed), changed)
    return None


def _first(limit: Limit, hashed: str, now: datetime) -> dict[str, object]:
    return {"kind": limit.kind, "subject": hashed, "failures": 1, "first_at": now, "locked_until": None}


def forget(connection: Connection, limit: Limit, subject: str) -> None:
    """Forget the failures after a success."""
    connection.execute(delete(attempt).where(attempt.c.kind == limit.kind, attempt.c.subject == _hashed(subject)))


def forgive(connection: Connection, limit: Limit, subject: str) -> None:
    """Take back the last count: the try was a success, and says nothing of those before it."""
    same = (attempt.c.kind == limit.kind, attempt.c.subject == _hashed(subject), attempt.c.failures > 0)
    connection.execute(update(attempt).where(*same).values(failures=attempt.c.failures - 1, locked_until=None))


def _hashed(subject: str) -> str:
    return hashlib.sha256(subject.encode()).hexdigest()
