"""Episodes and sessions of many clinicians, for figures of a service: plain columns, read in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from fit.store.tables import Episode, Session, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fit.store.types import Record

episode = columns_of(Episode)
session = columns_of(Session)

AT_ONCE = 10_000
"""Rows asked for in one query."""
FACTS = (
    episode.c.id,
    episode.c.client_id,
    episode.c.clinician_id,
    episode.c.age_band,
    episode.c.opened_on,
    episode.c.closed_on,
    episode.c.ending,
)


def episodes_between(connection: Connection, clinic_id: int, since: date, until: date) -> Sequence[Record]:
    """Episodes of the clinic that were open at some time between two days; those of an unknown beginning too.

    Those of a client stand beside each other. Read in the order of the key, so that no query reads everybody's rows.
    """
    begun = or_(episode.c.opened_on.is_(None), episode.c.opened_on <= until)
    there = and_(begun, or_(episode.c.closed_on.is_(None), episode.c.closed_on >= since))
    return sorted(_paged(connection, clinic_id, there), key=lambda row: (row.client_id, row.id))


def _paged(connection: Connection, clinic_id: int, wanted: Any) -> Sequence[Record]:
    query = select(*FACTS).where(episode.c.clinic_id == clinic_id, wanted).order_by(episode.c.id).limit(AT_ONCE)
    found: list[Record] = []
    after = 0
    while some := connection.execute(query.where(episode.c.id > after)).all():
        found += some
        after = some[-1].id
    return found


def sessions_of(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> Sequence[Record]:
    """Id, episode, number, day and clinician of every session of these episodes."""
    query = select(session.c.id, session.c.episode_id, session.c.meeting, session.c.occurred_on, session.c.clinician_id)
    theirs = and_(session.c.clinic_id == clinic_id, session.c.episode_id.in_(episode_ids))
    return connection.execute(query.where(theirs).order_by(session.c.episode_id, session.c.meeting)).all()
