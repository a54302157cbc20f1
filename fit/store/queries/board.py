"""Where help is needed: open episodes, and what became of the alerts of the last months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from fit.store.states import AlertState
from fit.store.tables import Alert, Episode, Session, Standing, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["alerts_of", "recent_episodes"]

AT_ONCE = 10_000
"""Episodes whose alerts are asked for in one query."""
CONCERN = ("urgent", "act", "watch")
"""Severities that ask for an answer."""
standing = columns_of(Standing)
episode = columns_of(Episode)
alert = columns_of(Alert)
session = columns_of(Session)


def recent_episodes(
    connection: Connection, clinic_id: int, clinician_ids: Sequence[int], since: date
) -> Sequence[Record]:
    """These clinicians' episodes that are open, or had a session since that day."""
    if not clinician_ids:
        return ()
    own = and_(episode.c.clinic_id == standing.c.clinic_id, episode.c.id == standing.c.episode_id)
    theirs = and_(standing.c.clinic_id == clinic_id, standing.c.clinician_id.in_(clinician_ids))
    asked = (standing.c.episode_id, standing.c.clinician_id, standing.c.active, standing.c.open_alerts)
    query = select(
        *asked, standing.c.sessions, standing.c.last_session_on, episode.c.client_id, episode.c.programme_id
    ).join(episode, own)
    there = or_(standing.c.active, standing.c.last_session_on >= since)
    return connection.execute(query.where(theirs, there)).all()


def alerts_of(connection: Connection, clinic_id: int, episode_ids: Sequence[int], since: datetime) -> Sequence[Record]:
    """Alerts of these episodes that ask for an answer, with the day on which they were talked about.

    Those that were raised before a moment only where nobody has opened them; those that were over when they were found,
    as alerts of past ratings are, not at all.
    """
    talk = and_(
        session.c.clinic_id == alert.c.clinic_id,
        session.c.episode_id == alert.c.episode_id,
        session.c.meeting == alert.c.talked_at,
    )
    asked = (alert.c.episode_id, alert.c.state, alert.c.raised_at, alert.c.closed_at)
    query = select(*asked, session.c.occurred_on.label("talked_on")).outerjoin(session, talk)
    was_open = or_(alert.c.closed_at.is_(None), alert.c.closed_at > alert.c.raised_at)
    told = and_(was_open, or_(alert.c.state == AlertState.NEW.value, alert.c.raised_at >= since))
    found: list[Record] = []
    for first in range(0, len(episode_ids), AT_ONCE):
        some = and_(alert.c.clinic_id == clinic_id, alert.c.episode_id.in_(episode_ids[first : first + AT_ONCE]))
        found.extend(connection.execute(query.where(some, told, alert.c.severity.in_(CONCERN))))
    return found
