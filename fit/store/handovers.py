"""Forms in clients' hands: a hand-over and its parts, one a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store.tables import Client, Episode, Handover, HandoverPart, Session, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from fit.store.types import Record

handover = columns_of(Handover)
part = columns_of(HandoverPart)
session = columns_of(Session)
episode = columns_of(Episode)
client = columns_of(Client)
user = columns_of(User)

OPEN = "open"
"""The state of a form until it is ended otherwise."""
ONE = select(handover, user.c.role, user.c.pin_hash, user.c.active, user.c.first_passphrase_until).join(
    user, and_(user.c.clinic_id == handover.c.clinic_id, user.c.id == handover.c.created_by)
)
PARTS = (
    select(
        part,
        session.c.meeting,
        session.c.occurred_on,
        episode.c.age_band,
        episode.c.client_id,
        client.c.language,
        client.c.display_name,
        client.c.code,
    )
    .join(session, and_(session.c.clinic_id == part.c.clinic_id, session.c.id == part.c.session_id))
    .join(episode, and_(episode.c.clinic_id == part.c.clinic_id, episode.c.id == part.c.episode_id))
    .join(client, and_(client.c.clinic_id == part.c.clinic_id, client.c.id == episode.c.client_id))
)
OF_EPISODE = (
    select(
        handover.c.id,
        handover.c.way,
        handover.c.state,
        handover.c.created_at,
        handover.c.expires_at,
        handover.c.used_at,
        handover.c.device_hash,
        part.c.place,
        part.c.scale,
        part.c.informant,
        part.c.answered_at,
        session.c.meeting,
    )
    .join(part, and_(part.c.clinic_id == handover.c.clinic_id, part.c.handover_id == handover.c.id))
    .join(session, and_(session.c.clinic_id == part.c.clinic_id, session.c.id == part.c.session_id))
)


def add_handover(connection: Connection, row: dict[str, Any], parts: Sequence[dict[str, Any]]) -> None:
    """Note a hand-over with its parts."""
    connection.execute(insert(handover), row)
    connection.execute(insert(part), parts)


def handover_by_token(connection: Connection, clinic_id: int, token_hash: str) -> Record | None:
    """The hand-over of that token, with what the way back needs."""
    return _one(connection, ONE.where(handover.c.clinic_id == clinic_id, handover.c.token_hash == token_hash))


def handover_by_code(connection: Connection, code_hash: str) -> Record | None:
    """The hand-over that those six digits open, of whichever clinic."""
    return _one(connection, ONE.where(handover.c.code_hash == code_hash))


def handover_by_id(connection: Connection, clinic_id: int, handover_id: int) -> Record | None:
    """The hand-over of that id."""
    return _one(connection, ONE.where(handover.c.clinic_id == clinic_id, handover.c.id == handover_id))


def _one(connection: Connection, query: Select[*tuple[Any, ...]]) -> Record | None:
    return connection.execute(query.with_for_update(of=handover)).first()


def parts(connection: Connection, clinic_id: int, handover_id: int) -> Sequence[Record]:
    """The parts of a hand-over in their order, each with whose it is."""
    mine = and_(part.c.clinic_id == clinic_id, part.c.handover_id == handover_id)
    return connection.execute(PARTS.where(mine).order_by(part.c.place)).all()


def change_handover(connection: Connection, clinic_id: int, handover_id: int, **changed: object) -> None:
    """Change where a hand-over stands."""
    one = and_(handover.c.clinic_id == clinic_id, handover.c.id == handover_id)
    connection.execute(update(handover).where(one), changed)


def answer_part(
    connection: Connection, clinic_id: int, handover_id: int, place: int, *, rating_id: int, at: datetime
) -> None:
    """Note which rating answered a part."""
    one = and_(part.c.clinic_id == clinic_id, part.c.handover_id == handover_id, part.c.place == place)
    connection.execute(update(part).where(one), {"rating_id": rating_id, "answered_at": at})


def end_open_handovers(
    connection: Connection, clinic_id: int, session_id: int, scale: str, informant: str, state: str
) -> None:
    """End earlier forms for the same session, scale and informant that were never sent."""
    same = and_(
        part.c.clinic_id == clinic_id,
        part.c.session_id == session_id,
        part.c.scale == scale,
        part.c.informant == informant,
        part.c.answered_at.is_(None),
    )
    ids = connection.execute(select(part.c.handover_id).where(same)).scalars().all()
    if ids:
        unused = and_(handover.c.clinic_id == clinic_id, handover.c.id.in_(ids), handover.c.used_at.is_(None))
        connection.execute(update(handover).where(unused), {"state": state, "code_hash": None})


def open_of_episode(connection: Connection, clinic_id: int, episode_id: int, now: datetime) -> Sequence[int]:
    """Ids of the forms about an episode that somebody may still fill in, also those shared with other people's."""
    about = select(part.c.handover_id).where(part.c.clinic_id == clinic_id, part.c.episode_id == episode_id)
    still = and_(
        handover.c.clinic_id == clinic_id,
        handover.c.id.in_(about),
        handover.c.used_at.is_(None),
        handover.c.state == OPEN,
        handover.c.expires_at > now,
    )
    return connection.execute(select(handover.c.id).where(still)).scalars().all()


def end_all(connection: Connection, clinic_id: int, ids: Sequence[int], state: str) -> None:
    """End these forms."""
    if ids:
        these = and_(handover.c.clinic_id == clinic_id, handover.c.id.in_(ids))
        connection.execute(update(handover).where(these), {"state": state, "code_hash": None})


def of_episode(connection: Connection, clinic_id: int, episode_id: int, since: datetime) -> Sequence[Record]:
    """Hand-overs of an episode made since then, a row a part, the newest first."""
    mine = and_(part.c.clinic_id == clinic_id, part.c.episode_id == episode_id, handover.c.created_at >= since)
    return connection.execute(OF_EPISODE.where(mine).order_by(handover.c.id.desc(), part.c.place)).all()
