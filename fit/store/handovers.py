"""Tablets in clients' hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store.tables import Client, Episode, Handover, Session, User, columns_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from fit.store.types import Record

handover = columns_of(Handover)
session = columns_of(Session)
episode = columns_of(Episode)
client = columns_of(Client)
user = columns_of(User)

FORM = (
    select(
        handover,
        session.c.occurred_on,
        session.c.meeting,
        episode.c.age_band,
        episode.c.client_id,
        client.c.language,
        user.c.display_name.label("clinician_name"),
        user.c.role,
        user.c.pin_hash,
        user.c.active,
    )
    .join(session, and_(session.c.clinic_id == handover.c.clinic_id, session.c.id == handover.c.session_id))
    .join(episode, and_(episode.c.clinic_id == handover.c.clinic_id, episode.c.id == handover.c.episode_id))
    .join(client, and_(client.c.clinic_id == handover.c.clinic_id, client.c.id == episode.c.client_id))
    .join(user, and_(user.c.clinic_id == handover.c.clinic_id, user.c.id == handover.c.created_by))
)


def add_handover(connection: Connection, row: dict[str, Any]) -> None:
    """Note a hand-over."""
    connection.execute(insert(handover), row)


def handover_by_token(connection: Connection, clinic_id: int, token_hash: str) -> Record | None:
    """The hand-over of that token, with what the form and the way back need."""
    one = and_(handover.c.clinic_id == clinic_id, handover.c.token_hash == token_hash)
    return connection.execute(FORM.where(one).with_for_update(of=handover)).first()


def change_handover(connection: Connection, clinic_id: int, token_hash: str, **changed: object) -> None:
    """Change where a hand-over stands."""
    one = and_(handover.c.clinic_id == clinic_id, handover.c.token_hash == token_hash)
    connection.execute(update(handover).where(one), changed)


def end_open_handovers(connection: Connection, clinic_id: int, session_id: int, scale: str, state: str) -> None:
    """End earlier forms for the same session and scale that were never sent."""
    same = and_(
        handover.c.clinic_id == clinic_id,
        handover.c.session_id == session_id,
        handover.c.scale == scale,
        handover.c.used_at.is_(None),
    )
    connection.execute(update(handover).where(same), {"state": state})
