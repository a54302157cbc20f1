"""Imported episodes that nobody holds yet: no ratings' content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from fit.store.tables import Client, Episode, Standing, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

episode = columns_of(Episode)
client = columns_of(Client)
standing = columns_of(Standing)


def unassigned(connection: Connection, clinic_id: int) -> Sequence[Record]:
    """Episodes without a clinician, by client code."""
    query = (
        select(episode.c.id, episode.c.age_band, client.c.code, standing.c.sessions)
        .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
        .join(standing, and_(standing.c.clinic_id == episode.c.clinic_id, standing.c.episode_id == episode.c.id))
        .where(episode.c.clinic_id == clinic_id, episode.c.clinician_id.is_(None))
        .order_by(client.c.code)
    )
    return connection.execute(query).all()
