"""Supervision packets as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store.tables import Episode, Packet, Session, Standing, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["add_packet", "change_packet", "packet_by_id", "packets_of", "shared_packets_of"]

packet = columns_of(Packet)
session = columns_of(Session)
episode = columns_of(Episode)
standing = columns_of(Standing)
user = columns_of(User)

SHARED = (
    select(packet, session.c.meeting, user.c.display_name.label("clinician_name"))
    .join(session, and_(session.c.clinic_id == packet.c.clinic_id, session.c.id == packet.c.session_id))
    .join(episode, and_(episode.c.clinic_id == packet.c.clinic_id, episode.c.id == packet.c.episode_id))
    .join(user, and_(user.c.clinic_id == episode.c.clinic_id, user.c.id == episode.c.clinician_id))
)


def add_packet(connection: Connection, row: dict[str, Any]) -> None:
    """Begin a packet."""
    connection.execute(insert(packet), row)


def packet_by_id(connection: Connection, clinic_id: int, packet_id: int, *, to_change: bool = False) -> Record | None:
    """The packet of that id; nobody else changes it meanwhile when it is read to be changed."""
    found = select(packet).where(packet.c.clinic_id == clinic_id, packet.c.id == packet_id)
    return connection.execute(found.with_for_update() if to_change else found).first()


def packets_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """The packets of an episode, the oldest first."""
    mine = and_(packet.c.clinic_id == clinic_id, packet.c.episode_id == episode_id)
    return sorted(connection.execute(select(packet).where(mine)), key=lambda row: row.id)


def change_packet(connection: Connection, before: Record, changed: dict[str, Any]) -> int:
    """Change a packet that still has the version of `before`; returns how many were changed."""
    same = and_(packet.c.clinic_id == before.clinic_id, packet.c.id == before.id, packet.c.version == before.version)
    return connection.execute(update(packet).where(same), changed | {"version": before.version + 1}).rowcount


def shared_packets_of(connection: Connection, clinic_id: int, clinician_ids: Sequence[int]) -> Sequence[Record]:
    """What these clinicians share of the episodes they hold, the newest first."""
    held = select(standing.c.episode_id).where(
        standing.c.clinic_id == clinic_id, standing.c.clinician_id.in_(clinician_ids)
    )
    # asked first: joined, SQLite would read the packets of everybody
    ids = list(connection.execute(held).scalars())
    # by who holds the client now: what a predecessor shared is not shared with other people's supervisors
    shared = and_(packet.c.shared_with_supervisor_at.is_not(None), packet.c.updated_by == episode.c.clinician_id)
    found = connection.execute(SHARED.where(packet.c.clinic_id == clinic_id, packet.c.episode_id.in_(ids), shared))
    return sorted(found, key=lambda row: (row.shared_with_supervisor_at, row.id), reverse=True)
