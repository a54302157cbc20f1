"""Working out anew what is summed up: shares and standings by episodes, then the cells by clinicians.

All is looked at first, which only reads; what looks wrong is worked out once more and written in a transaction that
leaves things right. So a rebuild may be broken off anywhere, and ratings may be written meanwhile. How far it has come
is noted in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Integer, and_, cast, delete, func, select

from fit.store._restating import count_wrong, restate, wrong_among
from fit.store._rows import write_rows
from fit.store.cells import FIGURES, NO_PROGRAMME, NOBODY, alone, cell, episode, monday, programme_cell, session
from fit.store.queries import bulk
from fit.store.tables import Rebuild, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, Connection, Table

    from fit.store._method import Method

    Counted = dict[tuple[Any, ...], list[int]]
    """Sums, in the order of FIGURES, by the rest of a cell's key: the week, and of a programme's cell the programme."""

__all__ = [
    "begin",
    "clinicians_to_count",
    "finish",
    "pieces",
    "put_right",
    "rebuild_cells",
    "waiting",
    "wrong_cells",
    "wrong_clinicians",
    "wrong_episodes",
    "wrong_summaries",
]

EPISODES_AT_ONCE = 4_000
"""About 30,000 sessions: within a second or two, so that whoever gives a rating meanwhile does not wait longer."""

DAYS = 7
CLIENTS = FIGURES.index("clients")
"""The first of them: different people, which cannot be added up by days as all others are."""
marked = columns_of(Rebuild)


def waiting(connection: Connection) -> Sequence[int]:
    """Clinics whose rebuild is to be begun, or was broken off."""
    return connection.execute(select(marked.c.clinic_id).order_by(marked.c.clinic_id)).scalars().all()


def begin(connection: Connection, clinic_id: int) -> None:
    """Mark the clinic, unless it is marked."""
    if _done_to(connection, clinic_id) is None:
        _note(connection, clinic_id, 0)


def _done_to(connection: Connection, clinic_id: int) -> int | None:
    """The last episode that is done; None where nothing was begun."""
    return connection.execute(select(marked.c.done_to).where(marked.c.clinic_id == clinic_id)).scalar()


def pieces(connection: Connection, clinic_id: int) -> list[Sequence[int]]:
    """The episodes that are not done, in pieces that are looked at one by one."""
    return _pieces_after(connection, clinic_id, _done_to(connection, clinic_id) or 0)


def _pieces_after(connection: Connection, clinic_id: int, after: int) -> list[Sequence[int]]:
    following = select(episode.c.id).where(episode.c.clinic_id == clinic_id, episode.c.id > after)
    ids = connection.execute(following.order_by(episode.c.id)).scalars().all()
    return [ids[first : first + EPISODES_AT_ONCE] for first in range(0, len(ids), EPISODES_AT_ONCE)]


def wrong_episodes(connection: Connection, piece: Sequence[int], *, clinic_id: int, method: Method) -> list[int]:
    """Which episodes of a piece have summaries that look wrong; nothing is written."""
    return wrong_among(connection, clinic_id, piece, method)


def put_right(
    connection: Connection, clinic_id: int, piece: Sequence[int], looked_wrong: Sequence[int], method: Method
) -> int:
    """Put right what looked wrong, unless it was done meanwhile, and note that the piece is done.

    Returns how many rows were wrong.
    """
    alone(connection, clinic_id)
    wrong = restate(connection, clinic_id, looked_wrong, method) if looked_wrong else 0
    _note(connection, clinic_id, piece[-1])
    return wrong


def finish(connection: Connection, clinic_id: int) -> None:
    """Take the mark away."""
    connection.execute(delete(marked).where(marked.c.clinic_id == clinic_id))


def _note(connection: Connection, clinic_id: int, done_to: int) -> None:
    write_rows(connection, marked, [{"clinic_id": clinic_id, "done_to": done_to}])


def wrong_summaries(connection: Connection, clinic_id: int, method: Method) -> int:
    """How many shares and standings of a clinic a rebuild would put right; nothing is written."""
    return sum(count_wrong(connection, clinic_id, piece, method) for piece in _pieces_after(connection, clinic_id, 0))


def clinicians_to_count(connection: Connection, clinic_id: int, user_ids: Sequence[int]) -> Sequence[int]:
    """Whose cells are counted: everybody's, and those of nobody."""
    kept = [select(grid.c.clinician_id).distinct().where(grid.c.clinic_id == clinic_id) for grid in GRIDS]
    return sorted({NOBODY, *user_ids, *(one for query in kept for one in connection.execute(query).scalars())})


def rebuild_cells(connection: Connection, clinic_id: int, clinician_id: int) -> int:
    """Count one clinician's cells anew from the sessions, of every programme too; returns how many were wrong."""
    alone(connection, clinic_id)
    counted = _counted(connection, clinic_id, clinician_id)
    key = {"clinic_id": clinic_id, "clinician_id": clinician_id}
    return sum(_put_right(connection, table, key, right) for table, right in zip(GRIDS, counted, strict=True))


def wrong_clinicians(connection: Connection, clinicians: Sequence[int], *, clinic_id: int) -> list[int]:
    """Which of these clinicians have cells that look wrong; nothing is written."""
    return [one for one in clinicians if wrong_cells(connection, clinic_id, one)]


def wrong_cells(connection: Connection, clinic_id: int, clinician_id: int) -> int:
    """How many cells of a clinician a rebuild would put right; nothing is written."""
    counted = _counted(connection, clinic_id, clinician_id)
    key = {"clinic_id": clinic_id, "clinician_id": clinician_id}
    return sum(len(_wrong(connection, table, key, right)) for table, right in zip(GRIDS, counted, strict=True))


def _put_right(connection: Connection, table: Table, key: Mapping[str, int], counted: Counted) -> int:
    wrong = _wrong(connection, table, key, counted)
    write_rows(connection, table, wrong)
    return len(wrong)


def _wrong(connection: Connection, table: Table, key: Mapping[str, int], counted: Counted) -> list[dict[str, Any]]:
    """The cells as they ought to be, where other figures are noted."""
    names = [column.name for column in table.primary_key.columns if column.name not in key]
    mine = and_(*(table.c[name] == value for name, value in key.items()))
    asked = select(*(table.c[name] for name in (*names, *FIGURES))).where(mine)
    kept = {row[: len(names)]: list(row[len(names) :]) for row in map(tuple, connection.execute(asked))}
    right = {place: _no_figures() for place, figures in kept.items() if any(figures)} | counted
    return [
        {**key, **dict(zip((*names, *FIGURES), (*place, *figures), strict=True))}
        for place, figures in right.items()
        if kept.get(place) != figures
    ]


def _no_figures() -> list[int]:
    return [0] * len(FIGURES)


def _counted(connection: Connection, clinic_id: int, clinician_id: int) -> tuple[Counted, Counted]:
    """The weeks of a clinician, and those of each programme."""
    held = session.c.clinician_id.is_(None) if clinician_id == NOBODY else session.c.clinician_id == clinician_id
    mine = and_(session.c.clinic_id == clinic_id, held, session.c.occurred_on.is_not(None))
    both = and_(episode.c.clinic_id == session.c.clinic_id, episode.c.id == session.c.episode_id)
    weeks: Counted = defaultdict(_no_figures)
    of_programmes: Counted = defaultdict(_no_figures)
    sums = select(session.c.occurred_on, episode.c.programme_id, *SUMS).join(episode, both).where(mine)
    for day, programme, *added in connection.execute(sums.group_by(session.c.occurred_on, episode.c.programme_id)):
        for figures in (weeks[monday(day),], of_programmes[monday(day), programme or NO_PROGRAMME]):
            figures[CLIENTS + 1 :] = [
                one + (more or 0) for one, more in zip(figures[CLIENTS + 1 :], added, strict=True)
            ]
    programme_of = func.coalesce(episode.c.programme_id, NO_PROGRAMME)
    seen = bulk.numbers(connection, (WEEK, programme_of, episode.c.client_id), mine, both)
    for (week, programme), clients in _different(*seen):
        of_programmes[_monday_of(week), programme][CLIENTS] = clients
    for (week,), clients in _different(seen[0], seen[2]):
        weeks[_monday_of(week),][CLIENTS] = clients
    return dict(weeks), dict(of_programmes)


WEEK = (bulk.day_number(session.c.occurred_on) - 1) // DAYS
"""Weeks since the one that began on the first of January of the year 1."""
GRIDS = (cell, programme_cell)


def _different(*columns: NDArray[np.int64]) -> Iterator[tuple[tuple[int, ...], int]]:
    """How many different values of the last column each place in the others has."""
    order = np.lexsort(columns[::-1])
    ranked = np.stack([column[order] for column in columns])
    new = np.concatenate([[True], (np.diff(ranked, axis=1) != 0).any(axis=0)])[: order.size]
    places, counts = np.unique(ranked[:-1, new], axis=1, return_counts=True)
    yield from ((tuple(place), count) for place, count in zip(places.T.tolist(), counts.tolist(), strict=True))


def _monday_of(week: int) -> date:
    """Monday of a week; the first of January of the year 1 was one, and its number is 1."""
    return date.fromordinal(week * DAYS + 1)


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
