"""What clinicians write for themselves: every query names the author, but for points that the author has shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, update

from fit.store.tables import Debrief, LearningPoint, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = [
    "add_point",
    "change_point",
    "debrief_of",
    "own_point",
    "points_of",
    "remove_point",
    "shared_by",
    "write_debrief",
]

debrief = columns_of(Debrief)
point = columns_of(LearningPoint)
user = columns_of(User)


def debrief_of(connection: Connection, clinic_id: int, author_id: int, episode_id: int) -> Record | None:
    """What this author wrote over this episode."""
    own = and_(debrief.c.clinic_id == clinic_id, debrief.c.author_id == author_id, debrief.c.episode_id == episode_id)
    return connection.execute(select(debrief).where(own)).first()


def write_debrief(
    connection: Connection, clinic_id: int, author_id: int, episode_id: int, *, earlier: str, now: datetime
) -> None:
    """Write it, or write it anew."""
    own = and_(debrief.c.clinic_id == clinic_id, debrief.c.author_id == author_id, debrief.c.episode_id == episode_id)
    said = {"earlier": earlier, "updated_at": now}
    if not connection.execute(update(debrief).where(own), said).rowcount:
        row = {"clinic_id": clinic_id, "author_id": author_id, "episode_id": episode_id, "created_at": now}
        connection.execute(insert(debrief), row | said)


def add_point(connection: Connection, row: dict[str, Any]) -> None:
    """Add a learning point, the author's alone."""
    connection.execute(insert(point), row | {"tried_at": None, "shared_at": None})


def points_of(connection: Connection, clinic_id: int, author_id: int) -> Sequence[Record]:
    """All points of one author, the newest first."""
    own = and_(point.c.clinic_id == clinic_id, point.c.author_id == author_id)
    return sorted(connection.execute(select(point).where(own)), key=lambda row: -row.id)


def own_point(connection: Connection, clinic_id: int, author_id: int, point_id: int) -> Record | None:
    """The point of that id, if it is this author's."""
    own = and_(point.c.clinic_id == clinic_id, point.c.id == point_id, point.c.author_id == author_id)
    return connection.execute(select(point).where(own)).first()


def change_point(connection: Connection, clinic_id: int, point_id: int, **changed: datetime | None) -> None:
    """Note that it was tried or shared, or take that back."""
    connection.execute(update(point).where(point.c.clinic_id == clinic_id, point.c.id == point_id), changed)


def remove_point(connection: Connection, clinic_id: int, point_id: int) -> None:
    """Forget a point with its words."""
    connection.execute(delete(point).where(point.c.clinic_id == clinic_id, point.c.id == point_id))


def shared_by(connection: Connection, clinic_id: int, author_ids: Sequence[int]) -> Sequence[Record]:
    """What these people have chosen to share, with the author's name; the newest first."""
    if not author_ids:
        return ()
    theirs = and_(point.c.clinic_id == clinic_id, point.c.author_id.in_(author_ids), point.c.shared_at.is_not(None))
    named = and_(user.c.clinic_id == point.c.clinic_id, user.c.id == point.c.author_id)
    query = select(point.c.id, point.c.said, point.c.shared_at, user.c.display_name).join(user, named)
    return sorted(connection.execute(query.where(theirs)), key=lambda row: row.shared_at, reverse=True)
