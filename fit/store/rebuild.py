"""Working out anew what is summed up: shares and standings by episodes, then the cells by clinicians.

Each piece is a transaction of its own that leaves things right, so that a rebuild may be broken off anywhere, and
ratings may be written meanwhile. How far it has come is noted in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, cast, delete, func, select

from fit.store._rows import write_rows
from fit.store.cells import FIGURES, NOBODY, cell, episode, monday, session
from fit.store.standing import restate
from fit.store.tables import Rebuild, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

    from fit.store._method import Method

    Counted = dict[date, dict[str, int]]

__all__ = ["begun", "clinicians_to_count", "finish", "rebuild_cells", "rebuild_next", "waiting"]

EPISODES_AT_ONCE = 4_000
"""About 30,000 sessions: within a second or two, so that whoever gives a rating meanwhile does not wait longer."""

marked = columns_of(Rebuild)


def waiting(connection: Connection) -> Sequence[int]:
    """Clinics whose rebuild is to be begun, or was broken off."""
    return connection.execute(select(marked.c.clinic_id).order_by(marked.c.clinic_id)).scalars().all()


def begun(connection: Connection, clinic_id: int) -> int:
    """Mark the clinic, unless it is marked; returns the last episode that is done."""
    found = connection.execute(select(marked.c.done_to).where(marked.c.clinic_id == clinic_id)).scalar()
    if found is None:
        _note(connection, clinic_id, 0)
    return found or 0


def finish(connection: Connection, clinic_id: int) -> None:
    """Take the mark away."""
    connection.execute(delete(marked).where(marked.c.clinic_id == clinic_id))


def _note(connection: Connection, clinic_id: int, done_to: int) -> None:
    write_rows(connection, marked, [{"clinic_id": clinic_id, "done_to": done_to}])


def rebuild_next(connection: Connection, clinic_id: int, method: Method) -> tuple[int, int]:
    """Put right the next episodes; returns how many these were, none at the end, and how many rows were wrong."""
    after = begun(connection, clinic_id)
    following = select(episode.c.id).where(episode.c.clinic_id == clinic_id, episode.c.id > after)
    ids = connection.execute(following.order_by(episode.c.id).limit(EPISODES_AT_ONCE)).scalars().all()
    if not ids:
        return 0, 0
    wrong = restate(connection, clinic_id, ids, method)
    _note(connection, clinic_id, ids[-1])
    return len(ids), wrong


def clinicians_to_count(connection: Connection, clinic_id: int, user_ids: Sequence[int]) -> Sequence[int]:
    """Whose cells are counted: everybody's, and those of nobody."""
    kept = select(cell.c.clinician_id).distinct().where(cell.c.clinic_id == clinic_id)
    return sorted({NOBODY, *user_ids, *connection.execute(kept).scalars()})


def rebuild_cells(connection: Connection, clinic_id: int, clinician_id: int) -> int:
    """Count one clinician's cells anew from the sessions; returns how many were wrong."""
    counted = _counted(connection, clinic_id, clinician_id)
    mine = and_(cell.c.clinic_id == clinic_id, cell.c.clinician_id == clinician_id)
    kept = {row.week: {name: getattr(row, name) for name in FIGURES} for row in connection.execute(_cells(mine))}
    nothing = dict.fromkeys(FIGURES, 0)
    right = {week: nothing for week, figures in kept.items() if any(figures.values())} | counted
    key = {"clinic_id": clinic_id, "clinician_id": clinician_id}
    wrong = [key | {"week": week} | figures for week, figures in right.items() if kept.get(week) != figures]
    write_rows(connection, cell, wrong)
    return len(wrong)


def _cells(mine: ColumnElement[bool]) -> Any:
    return select(cell).where(mine)


def _counted(connection: Connection, clinic_id: int, clinician_id: int) -> Counted:
    held = session.c.clinician_id.is_(None) if clinician_id == NOBODY else session.c.clinician_id == clinician_id
    mine = and_(session.c.clinic_id == clinic_id, held, session.c.occurred_on.is_not(None))
    weeks: Counted = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for day, *sums in connection.execute(
        select(session.c.occurred_on, *SUMS).where(mine).group_by(session.c.occurred_on)
    ):
        week = weeks[monday(day)]
        week |= {name: week[name] + (added or 0) for name, added in zip(FIGURES[1:], sums, strict=True)}
    both = and_(episode.c.clinic_id == session.c.clinic_id, episode.c.id == session.c.episode_id)
    seen = select(session.c.occurred_on, episode.c.client_id).join(episode, both).where(mine)
    for begins, _ in {(monday(day), client) for day, client in connection.execute(seen)}:
        weeks[begins]["clients"] += 1
    return dict(weeks)


def _how_often(name: str) -> ColumnElement[int]:
    return func.sum(cast(session.c[name], Integer))


SUMS = (
    func.count(),
    func.count(session.c.alliance_tenths),
    *(_how_often(name) for name in ("comparable", "below_line", "dropped")),
    func.sum(session.c.alliance_tenths),
    func.sum(cast(session.c.alliance_tenths, Integer) * session.c.alliance_tenths),
    *(_how_often(name) for name in ("dip", "followed", "repaired", "with_both")),
)
"""In the order of FIGURES, but for the clients."""
