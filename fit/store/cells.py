"""The alliance grid: a row for each clinician and week, kept up with every session and rating."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from fit.store._rows import write_rows
from fit.store.tables import AllianceCell, Session, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["NOBODY", "Share", "add_sessions", "hand_to", "monday", "update_shares"]

NOBODY = 0
"""Stands in the grid for sessions of episodes that no clinician holds."""
FIGURES = ("sessions", "with_alliance", "below_line", "drops", "sum_tenths")

cell = columns_of(AllianceCell)
session = columns_of(Session)
NEW_SHARE = (
    update(session)
    .where(session.c.clinic_id == bindparam("clinic"), session.c.id == bindparam("session"))
    .values(alliance_tenths=bindparam("tenths"), below_line=bindparam("below"), dropped=bindparam("drop"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one session adds to its cell, besides itself."""

    alliance_tenths: int | None = None
    below_line: bool = False
    dropped: bool = False

    @classmethod
    def of(cls, row: Record) -> Share:
        """The share that is noted at a session."""
        return cls(alliance_tenths=row.alliance_tenths, below_line=row.below_line, dropped=row.dropped)

    @property
    def figures(self) -> tuple[int, ...]:
        """In the order of FIGURES; the session itself is counted when it is added."""
        rated = self.alliance_tenths is not None
        return (0, int(rated), int(self.below_line), int(self.dropped), self.alliance_tenths or 0)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def add_sessions(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add sessions and count them in their cells."""
    if not rows:
        return
    connection.execute(session.insert(), list(rows))
    changes = ((row["clinic_id"], row["clinician_id"], row["occurred_on"], (1, 0, 0, 0, 0)) for row in rows)
    _change(connection, changes)


def update_shares(connection: Connection, sessions: Iterable[tuple[Record, Share]]) -> None:
    """Note what each session adds now, and move the cells by the difference."""
    changed = [(row, share) for row, share in sessions if Share.of(row) != share]
    if not changed:
        return
    connection.execute(NEW_SHARE, [_parameters(row, share) for row, share in changed])
    _change(
        connection,
        ((row.clinic_id, row.clinician_id, row.occurred_on, _difference(row, share)) for row, share in changed),
    )


def _parameters(row: Record, share: Share) -> dict[str, Any]:
    noted = {"tenths": share.alliance_tenths, "below": share.below_line, "drop": share.dropped}
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
    connection.execute(update(session).where(*nobodys).values(clinician_id=clinician_id))
    whole = [
        (row.occurred_on, tuple(map(sum, zip((1, 0, 0, 0, 0), Share.of(row).figures, strict=True)))) for row in rows
    ]
    _change(connection, ((clinic_id, None, day, tuple(-figure for figure in figures)) for day, figures in whole))
    _change(connection, ((clinic_id, clinician_id, day, figures) for day, figures in whole))


def _change(connection: Connection, changes: Iterable[tuple[int, int | None, date | None, tuple[int, ...]]]) -> None:
    moved: dict[tuple[int, int, date], list[int]] = defaultdict(lambda: [0] * len(FIGURES))
    for clinic_id, clinician_id, day, figures in changes:
        if day is None:
            continue
        place = moved[clinic_id, clinician_id or NOBODY, monday(day)]
        place[:] = map(sum, zip(place, figures, strict=True))
    rows = [
        dict(zip(("clinic_id", "clinician_id", "week", *FIGURES), (*place, *figures), strict=True))
        for place, figures in sorted(moved.items())
    ]
    write_rows(connection, cell, rows, adding=FIGURES)
