"""Service reports as rows: asked for, begun, made or given up, and let go of after a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, update

from fit.store.tables import AskedReport, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["ask", "count_try", "end", "file_of", "let_go", "of_person", "waiting"]

report = columns_of(AskedReport)
TOLD = [column for column in report.c if column.name != "file"]
"""What a list needs: a file is read alone."""
WAITS = report.c.ended_at.is_(None)


def ask(connection: Connection, row: dict[str, Any]) -> int:
    """Note that a report is wanted; returns its id, or that of the very same one that waits already."""
    wanted = ("clinic_id", "asked_by", "month", "team", "programme", "names")
    same = and_(WAITS, *(report.c[name] == row[name] for name in wanted))
    there = connection.execute(select(report.c.id).where(same)).scalar()
    if there is not None:
        return int(there)
    connection.execute(insert(report), row)
    return int(row["id"])


def waiting(connection: Connection) -> Sequence[Record]:
    """Whatever is still to be made, of every clinic, the first asked for first; without files."""
    return connection.execute(select(*TOLD).where(WAITS).order_by(report.c.id)).all()


def count_try(connection: Connection, row: Record, *, back: bool = False) -> bool:
    """Count a try, or take one back; no when it has ended meanwhile."""
    mine = and_(report.c.clinic_id == row.clinic_id, report.c.id == row.id, WAITS)
    tries = report.c.tries + (-1 if back else 1)
    return bool(connection.execute(update(report).where(mine).values(tries=tries)).rowcount)


def end(connection: Connection, row: Record, at: datetime, *, file: bytes | None = None, why_not: str = "") -> bool:
    """Keep what was made, or why it could not be; no when it had ended already: the first file stays."""
    mine = and_(report.c.clinic_id == row.clinic_id, report.c.id == row.id, WAITS)
    made = {"ended_at": at, "file": file, "why_not": why_not}
    return bool(connection.execute(update(report).where(mine).values(made)).rowcount)


def of_person(connection: Connection, clinic_id: int, user_id: int) -> Sequence[Record]:
    """What somebody asked for, the last first; without files."""
    mine = and_(report.c.clinic_id == clinic_id, report.c.asked_by == user_id)
    return sorted(connection.execute(select(*TOLD).where(mine)), key=lambda row: row.id, reverse=True)


def file_of(connection: Connection, clinic_id: int, user_id: int, report_id: int) -> Record | None:
    """A report that somebody asked for, with its file; None when there is none of theirs."""
    mine = and_(report.c.clinic_id == clinic_id, report.c.id == report_id, report.c.asked_by == user_id)
    return connection.execute(select(report).where(mine)).first()


def let_go(connection: Connection, clinic_id: int, before: datetime) -> int:
    """Remove what was asked for before that; returns how many."""
    old = and_(report.c.clinic_id == clinic_id, report.c.asked_at < before)
    return connection.execute(delete(report).where(old)).rowcount
