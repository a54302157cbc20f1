"""The alliance grid: a row for each clinician and week, kept up with every session and rating."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from fit.store._rows import write_rows
from fit.store.tables import AllianceCell, Episode, Session, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select

    from fit.store.types import Record

    Change = tuple[int | None, date | None, tuple[int, ...]]
    """Clinician, day, and by how much each of FIGURES moves."""
    Presence = frozenset[tuple[int, int, date]]
    """Client, clinician and week, for every week in which they met."""

__all__ = ["FIGURES", "NOBODY", "Share", "add_sessions", "figures_of", "hand_to", "monday", "update_shares"]

NOBODY = 0
"""Stands in the grid for sessions of episodes that no clinician holds."""
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
AT_ONCE = 10_000
"""[episodes] in one query."""

cell = columns_of(AllianceCell)
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


def add_sessions(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add sessions of one clinic, and count them in their cells."""
    if not rows:
        return
    clinic_id = rows[0]["clinic_id"]
    with _clients_counted(connection, clinic_id, {row["episode_id"] for row in rows}):
        connection.execute(session.insert(), [_no_share() | row for row in rows])
    _change(connection, clinic_id, ((row["clinician_id"], row["occurred_on"], ONE_SESSION) for row in rows))


def _no_share() -> dict[str, Any]:
    return dict(zip(SHARE, astuple(Share()), strict=True))


def update_shares(connection: Connection, sessions: Iterable[tuple[Record, Share]]) -> int:
    """Note what each session of a clinic adds now, and move the cells by the difference; return of how many."""
    changed = [(row, share) for row, share in sessions if Share.of(row) != share]
    if not changed:
        return 0
    connection.execute(NEW_SHARE, [_parameters(row, share) for row, share in changed])
    moves = ((row.clinician_id, row.occurred_on, _difference(row, share)) for row, share in changed)
    _change(connection, changed[0][0].clinic_id, moves)
    return len(changed)


def _parameters(row: Record, share: Share) -> dict[str, Any]:
    noted = {f"new_{name}": value for name, value in zip(SHARE, astuple(share), strict=True)}
    return noted | {"clinic": row.clinic_id, "session": row.id}


def _difference(row: Record, share: Share) -> tuple[int, ...]:
    return tuple(new - old for new, old in zip(share.figures, Share.of(row).figures, strict=True))


def hand_to(connection: Connection, clinic_id: int, episode_id: int, clinician_id: int) -> None:
    """Count the sessions of an episode that nobody held for this clinician from now on."""
    nobodys = (
        session.c.clinic_id == clinic_id,
        session.c.episode_id == episode_id,
        session.c.clinician_id.is_(None),
    )
    rows = connection.execute(select(session).where(*nobodys)).all()
    with _clients_counted(connection, clinic_id, {episode_id}):
        connection.execute(update(session).where(*nobodys).values(clinician_id=clinician_id))
    whole = [(row.occurred_on, figures_of(row)) for row in rows]
    _change(connection, clinic_id, ((None, day, tuple(-figure for figure in figures)) for day, figures in whole))
    _change(connection, clinic_id, ((clinician_id, day, figures) for day, figures in whole))


@contextmanager
def _clients_counted(connection: Connection, clinic_id: int, episode_ids: set[int]) -> Iterator[None]:
    """Change sessions of these episodes, and count in whose weeks their clients are then and were before."""
    asked = episode.c.id.in_(bindparam("keys", expanding=True))
    clients = {row.client_id for row in _in_parts(connection, select(episode).where(asked), clinic_id, episode_ids)}
    theirs = select(episode).where(episode.c.client_id.in_(bindparam("keys", expanding=True)))
    client_of = {row.id: row.client_id for row in _in_parts(connection, theirs, clinic_id, clients)}
    before = _presence(connection, clinic_id, client_of)
    yield
    after = _presence(connection, clinic_id, client_of)
    left = tuple(-figure for figure in ONE_CLIENT)
    _change(connection, clinic_id, ((clinician, week, left) for _, clinician, week in before - after))
    _change(connection, clinic_id, ((clinician, week, ONE_CLIENT) for _, clinician, week in after - before))


def _presence(connection: Connection, clinic_id: int, client_of: Mapping[int, int]) -> Presence:
    """Where these clients were seen, in all their episodes."""
    theirs = select(session.c.clinic_id, session.c.episode_id, session.c.clinician_id, session.c.occurred_on).where(
        session.c.episode_id.in_(bindparam("keys", expanding=True)), session.c.occurred_on.is_not(None)
    )
    return frozenset(
        (client_of[row.episode_id], row.clinician_id or NOBODY, monday(row.occurred_on))
        for row in _in_parts(connection, theirs, clinic_id, client_of)
    )


def _in_parts(connection: Connection, query: Select[Any], clinic_id: int, keys: Iterable[int]) -> Iterator[Record]:
    """Rows of a query about many keys, so many at a time as a database takes."""
    ordered = sorted(keys)
    mine = query.where(query.selected_columns.clinic_id == clinic_id)
    for first in range(0, len(ordered), AT_ONCE):
        yield from connection.execute(mine, {"keys": ordered[first : first + AT_ONCE]})


def _change(connection: Connection, clinic_id: int, changes: Iterable[Change]) -> None:
    moved: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0] * len(FIGURES))
    for clinician_id, day, figures in changes:
        if day is None:
            continue
        place = moved[clinician_id or NOBODY, monday(day)]
        place[:] = map(sum, zip(place, figures, strict=True))
    rows = [
        dict(zip(("clinic_id", "clinician_id", "week", *FIGURES), (clinic_id, *place, *figures), strict=True))
        for place, figures in sorted(moved.items())
    ]
    write_rows(connection, cell, rows, adding=FIGURES)
