"""Clients that somebody outside their care has opened with a reason, and who is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, select, update

from fit.store.tables import LONGEST_REASON, Client, Opening, OpeningTold, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["LONGEST_REASON", "add", "mark_seen", "open_until", "unseen"]

client = columns_of(Client)
opening = columns_of(Opening)
told = columns_of(OpeningTold)
user = columns_of(User)


def add(connection: Connection, row: dict[str, Any], tell: Iterable[int]) -> None:
    """Note that somebody may read a client until then, why, and who is told of it."""
    connection.execute(insert(opening), row)
    people = [{"clinic_id": row["clinic_id"], "user_id": one, "opening_id": row["id"]} for one in sorted(set(tell))]
    if people:
        connection.execute(insert(told), people)


def open_until(connection: Connection, clinic_id: int, client_id: int, user_id: int, now: datetime) -> datetime | None:
    """Until when this person may read this client by a reason given; None when not, or not any more."""
    mine = and_(
        opening.c.clinic_id == clinic_id,
        opening.c.client_id == client_id,
        opening.c.user_id == user_id,
        opening.c.until > now,
    )
    found: datetime | None = connection.execute(select(func.max(opening.c.until)).where(mine)).scalar()
    return found


def unseen(connection: Connection, clinic_id: int, user_id: int) -> Sequence[Record]:
    """What this person was told and has not seen yet, the newest first."""
    mine = (told.c.clinic_id == clinic_id, told.c.user_id == user_id, told.c.seen_at.is_(None))
    ids = connection.execute(select(told.c.opening_id).where(*mine)).scalars().all()
    if not ids:
        return ()
    query = (
        select(
            *(opening.c[name] for name in ("id", "episode_id", "reason", "at", "until")),
            client.c.code,
            client.c.display_name,
            user.c.display_name.label("who"),
        )
        .join(client, and_(client.c.clinic_id == opening.c.clinic_id, client.c.id == opening.c.client_id))
        .join(user, and_(user.c.clinic_id == opening.c.clinic_id, user.c.id == opening.c.user_id))
        .where(opening.c.clinic_id == clinic_id, opening.c.id.in_(ids))
    )
    return connection.execute(query.order_by(opening.c.id.desc())).all()


def mark_seen(connection: Connection, clinic_id: int, opening_id: int, user_id: int, now: datetime) -> bool:
    """Note that this person has seen it; False when they were never told."""
    mine = and_(told.c.clinic_id == clinic_id, told.c.user_id == user_id, told.c.opening_id == opening_id)
    noted = update(told).where(mine).values(seen_at=func.coalesce(told.c.seen_at, now))
    return bool(connection.execute(noted).rowcount)
