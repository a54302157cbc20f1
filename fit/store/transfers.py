"""Episodes that went from one clinician to another, and those that were opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store.asked import CLINIC, PERSON, of_episode
from fit.store.tables import (
    LONGEST_NOTE,
    Client,
    Episode,
    EpisodeReopening,
    EpisodeTransfer,
    Standing,
    User,
    columns_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = [
    "LONGEST_NOTE",
    "add",
    "add_reopening",
    "held_by",
    "mark_seen",
    "new_to",
    "reopenings_of",
    "transfers_of",
]

client = columns_of(Client)
episode = columns_of(Episode)
reopening = columns_of(EpisodeReopening)
standing = columns_of(Standing)
transfer = columns_of(EpisodeTransfer)
user = columns_of(User)
giver, taker, maker = (user.alias(name) for name in ("giver", "taker", "maker"))

WITH_NAMES = (
    select(
        transfer,
        giver.c.display_name.label("from_name"),
        taker.c.display_name.label("to_name"),
        maker.c.display_name.label("maker_name"),
    )
    .outerjoin(giver, and_(giver.c.clinic_id == transfer.c.clinic_id, giver.c.id == transfer.c.from_id))
    .join(taker, and_(taker.c.clinic_id == transfer.c.clinic_id, taker.c.id == transfer.c.to_id))
    .join(maker, and_(maker.c.clinic_id == transfer.c.clinic_id, maker.c.id == transfer.c.made_by))
)
OF_EPISODE = WITH_NAMES.where(of_episode(transfer))
NEW_TO = (
    WITH_NAMES.add_columns(client.c.code, client.c.display_name)
    .join(episode, and_(episode.c.clinic_id == transfer.c.clinic_id, episode.c.id == transfer.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .where(
        transfer.c.clinic_id == CLINIC,
        transfer.c.to_id == PERSON,
        transfer.c.seen_at.is_(None),
        episode.c.clinician_id == PERSON,
    )
)
REOPENINGS = (
    select(reopening, user.c.display_name.label("who"))
    .join(user, and_(user.c.clinic_id == reopening.c.clinic_id, user.c.id == reopening.c.reopened_by))
    .where(of_episode(reopening))
)


def add(connection: Connection, row: dict[str, Any]) -> None:
    """Note that an episode went to a colleague."""
    connection.execute(insert(transfer), row)


def transfers_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """From whom to whom an episode went, the newest first."""
    return _newest_first(connection.execute(OF_EPISODE, {"clinic": clinic_id, "episode": episode_id}).all())


def new_to(connection: Connection, clinic_id: int, user_id: int) -> Sequence[Record]:
    """Episodes that were handed to this person, who holds them and has not opened them yet; the newest first."""
    return _newest_first(connection.execute(NEW_TO, {"clinic": clinic_id, "person": user_id}).all())


def mark_seen(connection: Connection, clinic_id: int, episode_id: int, user_id: int, now: datetime) -> int:
    """Note that this person has seen what was handed to them; returns how much of it was new."""
    mine = and_(
        transfer.c.clinic_id == clinic_id,
        transfer.c.episode_id == episode_id,
        transfer.c.to_id == user_id,
        transfer.c.seen_at.is_(None),
    )
    return connection.execute(update(transfer).where(mine), {"seen_at": now}).rowcount


def held_by(connection: Connection, clinic_id: int, user_id: int) -> Sequence[Record]:
    """Open episodes of one clinician, by client code; no ratings."""
    mine = and_(standing.c.clinic_id == clinic_id, standing.c.clinician_id == user_id, standing.c.active)
    query = (
        select(episode.c.id, episode.c.age_band, client.c.code, standing.c.sessions)
        .join(episode, and_(episode.c.clinic_id == standing.c.clinic_id, episode.c.id == standing.c.episode_id))
        .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
        .where(mine)
    )
    return connection.execute(query.order_by(client.c.code)).all()


def add_reopening(connection: Connection, row: dict[str, Any]) -> None:
    """Open an episode again, and note how it had been closed and why it is open now."""
    connection.execute(insert(reopening), row)
    one = and_(episode.c.clinic_id == row["clinic_id"], episode.c.id == row["episode_id"])
    connection.execute(update(episode).where(one), {"closed_on": None, "ending": None})
    mine = and_(standing.c.clinic_id == row["clinic_id"], standing.c.episode_id == row["episode_id"])
    connection.execute(update(standing).where(mine), {"active": True})


def reopenings_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """When an episode was opened again, by whom and why; the newest first."""
    return _newest_first(connection.execute(REOPENINGS, {"clinic": clinic_id, "episode": episode_id}).all())


def _newest_first(rows: Sequence[Record]) -> Sequence[Record]:
    """Sorted here: asked for the order of the key, SQLite reads all of the clinic instead of sorting a few."""
    return sorted(rows, key=lambda row: row.id, reverse=True)
