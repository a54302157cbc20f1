"""The alliance grid: a row for each clinician and week, kept up with every session and rating.

Beside it stands what of that week belongs to each programme. Both are moved by `_change`, and by nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from fit.store._rows import write_rows
from fit.store.tables import AllianceCell, Clinic, Episode, ProgrammeCell, Session, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import BindParameter, Connection, Select, Table

    from fit.store.types import Record

    Change = tuple[int | None, int | None, date | None, tuple[int, ...]]
    """Programme, clinician, day, and by how much each of FIGURES moves."""
    Presence = frozenset[tuple[int, int, int, date]]
    """Client, programme, clinician and week, for every week in which they met."""

__all__ = [
    "FIGURES",
    "NOBODY",
    "NO_PROGRAMME",
    "Share",
    "add_sessions",
    "alone",
    "figures_of",
    "hand_to",
    "monday",
    "move_to_programme",
    "update_shares",
]

NOBODY = 0
"""Stands in the grid for sessions of episodes that no clinician holds."""
NO_PROGRAMME = 0
"""Stands in the grid for sessions of episodes in no programme."""
FIGURES = (
    "clients",
    "sessions",
    "with_alliance",
    "comparable",
    "below_line",
    "drops",
    "sum_tenths",
    "sum_squares",
    "dips",
    "followed",
    "repaired",
    "with_both",
)
ONE_CLIENT, ONE_SESSION = ((first, 1 - first, *(0 for _ in FIGURES[2:])) for first in (1, 0))
KEY = ("clinic_id", "clinician_id", "week")
AT_ONCE = 10_000
"""[episodes] in one query."""

cell = columns_of(AllianceCell)
clinic = columns_of(Clinic)
programme_cell = columns_of(ProgrammeCell)
episode = columns_of(Episode)
session = columns_of(Session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one session adds to its cell, besides itself and its client."""

    alliance_tenths: int | None = None
    comparable: bool = False
    below_line: bool = False
    dropped: bool = False
    dip: bool = False
    followed: bool = False
    repaired: bool = False
    with_both: bool = False

    @classmethod
    def of(cls, row: Record) -> Share:
        """The share that is noted at a session."""
        noted = row._mapping  # noqa: SLF001  SQLAlchemy's public name for it
        return cls(**{name: noted[name] for name in SHARE})

    @property
    def figures(self) -> tuple[int, ...]:
        """In the order of FIGURES; the session itself is counted when it is added."""
        tenths = self.alliance_tenths or 0
        rated = self.alliance_tenths is not None
        before = (0, 0, rated, self.comparable, self.below_line, self.dropped, tenths, tenths * tenths)
        return tuple(map(int, (*before, self.dip, self.followed, self.repaired, self.with_both)))


SHARE = tuple(one.name for one in fields(Share))
NEW_SHARE = (
    update(session)
    .where(session.c.clinic_id == bindparam("clinic"), session.c.id == bindparam("session"))
    .values({name: bindparam(f"new_{name}") for name in SHARE})
)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def figures_of(row: Record) -> tuple[int, ...]:
    """What a session and its share add to its cell; not its client, who may have been there in that week."""
    return tuple(map(sum, zip(ONE_SESSION, Share.of(row).figures, strict=True)))


def alone(connection: Connection, clinic_id: int) -> None:
    """Wait until nobody else moves what is summed up of this clinic; then all that they wrote is seen.

    To be called before anything is read that is summed up: two who rate at the same moment would each count without the
    other, and two who move several weeks would wait for each other. SQLite has one writer in any case.
    """
    connection.execute(select(clinic.c.id).where(clinic.c.id == clinic_id).with_for_update(key_share=True))


def add_sessions(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add sessions of one clinic, and count them in their cells."""
    if not rows:
        return
    clinic_id = rows[0]["clinic_id"]
    alone(connection, clinic_id)
    episode_ids = {row["episode_id"] for row in rows}
    with _clients_counted(connection, clinic_id, episode_ids):
        connection.execute(session.insert(), [_no_share() | row for row in rows])
    programmes = _programmes(connection, clinic_id, episode_ids)
    _change(
        connection,
        clinic_id,
        ((programmes[row["episode_id"]], row["clinician_id"], row["occurred_on"], ONE_SESSION) for row in rows),
    )


def _no_share() -> dict[str, Any]:
    return dict(zip(SHARE, astuple(Share()), strict=True))


def update_shares(connection: Connection, sessions: Iterable[tuple[Record, Share]]) -> int:
    """Note what each session of a clinic adds now, and move the cells by the difference; return of how many."""
    changed = [(row, share) for row, share in sessions if Share.of(row) != share]
    if not changed:
        return 0
    connection.execute(NEW_SHARE, [_parameters(row, share) for row, share in changed])
    clinic_id = changed[0][0].clinic_id
    programmes = _programmes(connection, clinic_id, {row.episode_id for row, _ in changed})
    moves = (
        (programmes[row.episode_id], row.clinician_id, row.occurred_on, _difference(row, share))
        for row, share in changed
    )
    _change(connection, clinic_id, moves)
    return len(changed)


def _parameters(row: Record, share: Share) -> dict[str, Any]:
    noted = {f"new_{name}": value for name, value in zip(SHARE, astuple(share), strict=True)}
    return noted | {"clinic": row.clinic_id, "session": row.id}


def _difference(row: Record, share: Share) -> tuple[int, ...]:
    return tuple(new - old for new, old in zip(share.figures, Share.of(row).figures, strict=True))


def hand_to(connection: Connection, clinic_id: int, episode_id: int, clinician_id: int) -> None:
    """Count the sessions of an episode that nobody held for this clinician from now on."""
    alone(connection, clinic_id)
    nobodys = (
        session.c.clinic_id == clinic_id,
        session.c.episode_id == episode_id,
        session.c.clinician_id.is_(None),
    )
    rows = connection.execute(select(session).where(*nobodys)).all()
    with _clients_counted(connection, clinic_id, {episode_id}):
        connection.execute(update(session).where(*nobodys).values(clinician_id=clinician_id))
    programme_id = _programmes(connection, clinic_id, {episode_id})[episode_id]
    _change(connection, clinic_id, _whole(rows, programme_id, sign=-1))
    _change(connection, clinic_id, _whole(rows, programme_id, clinician_id))


def move_to_programme(connection: Connection, clinic_id: int, episode_id: int, programme_id: int | None) -> None:
    """Let an episode belong to this programme, or to none, with all its sessions: those held before too."""
    alone(connection, clinic_id)
    rows = connection.execute(
        select(session).where(session.c.clinic_id == clinic_id, session.c.episode_id == episode_id)
    ).all()
    before = _programmes(connection, clinic_id, {episode_id})[episode_id]
    one = (episode.c.clinic_id == clinic_id, episode.c.id == episode_id)
    with _clients_counted(connection, clinic_id, {episode_id}):
        connection.execute(update(episode).where(*one).values(programme_id=programme_id))
    _change(connection, clinic_id, _whole(rows, before, sign=-1))
    _change(connection, clinic_id, _whole(rows, programme_id))


def _whole(
    rows: Sequence[Record], programme_id: int | None, clinician_id: int | None = None, *, sign: int = 1
) -> Iterator[Change]:
    """All that these sessions add to a programme, for whoever held them or for this clinician."""
    for row in rows:
        figures = tuple(sign * figure for figure in figures_of(row))
        yield programme_id, clinician_id or row.clinician_id, row.occurred_on, figures


def _programmes(connection: Connection, clinic_id: int, episode_ids: set[int]) -> dict[int, int | None]:
    """To which programme each of these episodes belongs."""
    asked = select(episode.c.clinic_id, episode.c.id, episode.c.programme_id).where(
        episode.c.id.in_(bindparam("keys", expanding=True))
    )
    return {row.id: row.programme_id for row in _in_parts(connection, asked, clinic_id, episode_ids)}


@contextmanager
def _clients_counted(connection: Connection, clinic_id: int, episode_ids: set[int]) -> Iterator[None]:
    """Change these episodes or their sessions, and count in whose weeks their clients are then and were before."""
    asked = episode.c.id.in_(bindparam("keys", expanding=True))
    clients = {row.client_id for row in _in_parts(connection, select(episode).where(asked), clinic_id, episode_ids)}
    before = _presence(connection, clinic_id, clients)
    yield
    after = _presence(connection, clinic_id, clients)
    _add(connection, programme_cell, clinic_id, _moved_clients(before, after))
    of_clinicians = (frozenset((client, *where) for client, _, *where in seen) for seen in (before, after))
    _add(connection, cell, clinic_id, _moved_clients(*of_clinicians))


def _moved_clients(before: frozenset[Any], after: frozenset[Any]) -> Iterator[tuple[tuple[Any, ...], tuple[int, ...]]]:
    left = tuple(-figure for figure in ONE_CLIENT)
    yield from ((place, left) for _, *place in before - after)
    yield from ((place, ONE_CLIENT) for _, *place in after - before)


def _presence(connection: Connection, clinic_id: int, clients: set[int]) -> Presence:
    """Where these clients were seen, in all their episodes."""
    keys: BindParameter[Any] = bindparam("keys", expanding=True)
    theirs = select(episode).where(episode.c.client_id.in_(keys))
    whose = {
        row.id: (row.client_id, row.programme_id or NO_PROGRAMME)
        for row in _in_parts(connection, theirs, clinic_id, clients)
    }
    seen = select(session.c.clinic_id, session.c.episode_id, session.c.clinician_id, session.c.occurred_on).where(
        session.c.episode_id.in_(keys), session.c.occurred_on.is_not(None)
    )
    return frozenset(
        (*whose[row.episode_id], row.clinician_id or NOBODY, monday(row.occurred_on))
        for row in _in_parts(connection, seen, clinic_id, whose)
    )


def _in_parts(connection: Connection, query: Select[Any], clinic_id: int, keys: Iterable[int]) -> Iterator[Record]:
    """Rows of a query about many keys, so many at a time as a database takes."""
    ordered = sorted(keys)
    mine = query.where(query.selected_columns.clinic_id == clinic_id)
    for first in range(0, len(ordered), AT_ONCE):
        yield from connection.execute(mine, {"keys": ordered[first : first + AT_ONCE]})


def _change(connection: Connection, clinic_id: int, changes: Iterable[Change]) -> None:
    """Move what sessions add, in the week of the clinician and in that of the programme."""
    dated = [
        ((programme or NO_PROGRAMME, clinician or NOBODY, monday(day)), figures)
        for programme, clinician, day, figures in changes
        if day is not None
    ]
    _add(connection, cell, clinic_id, ((place[1:], figures) for place, figures in dated))
    _add(connection, programme_cell, clinic_id, dated)


def _add(
    connection: Connection,
    table: Table,
    clinic_id: int,
    moves: Iterable[tuple[Sequence[Any], Sequence[int]]],
) -> None:
    """Add to the cells of a table; a place is clinician and week, of a programme's cell the programme before them."""
    moved: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * len(FIGURES))
    for place, figures in moves:
        sums = moved[tuple(place)]
        sums[:] = map(sum, zip(sums, figures, strict=True))
    key = ("clinic_id", "programme_id", "clinician_id", "week") if table is programme_cell else KEY
    rows = [
        dict(zip((*key, *FIGURES), (clinic_id, *place, *figures), strict=True))
        for place, figures in sorted(moved.items())
        if any(figures)
    ]
    write_rows(connection, table, rows, adding=FIGURES)
