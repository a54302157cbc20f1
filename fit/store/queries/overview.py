"""The service in figures, counted in the database; no row of these is a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from fit.store.states import OPEN_ALERT_STATES
from fit.store.tables import Alert, Episode, Standing, columns_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

standing = columns_of(Standing)
episode = columns_of(Episode)
alert = columns_of(Alert)


def by_change(connection: Connection, clinic_id: int) -> dict[str, int]:
    """Episodes by change since intake."""
    query = select(standing.c.change, func.count()).where(standing.c.clinic_id == clinic_id)
    return _counted(connection, query.group_by(standing.c.change))


def by_track(connection: Connection, clinic_id: int) -> dict[str, int]:
    """Open episodes by their place against the expected path."""
    query = select(standing.c.track, func.count()).where(standing.c.clinic_id == clinic_id, standing.c.active)
    return _counted(connection, query.group_by(standing.c.track))


def by_ending(connection: Connection, clinic_id: int) -> dict[str, int]:
    """Closed episodes by how they ended."""
    closed = and_(episode.c.clinic_id == clinic_id, episode.c.ending.is_not(None))
    return _counted(connection, select(episode.c.ending, func.count()).where(closed).group_by(episode.c.ending))


def open_alerts(connection: Connection, clinic_id: int) -> dict[str, int]:
    """Open alerts of open episodes by severity."""
    both = and_(episode.c.clinic_id == alert.c.clinic_id, episode.c.id == alert.c.episode_id)
    waiting = alert.c.state.in_([state.value for state in OPEN_ALERT_STATES])
    mine = and_(alert.c.clinic_id == clinic_id, waiting, episode.c.closed_on.is_(None))
    query = select(alert.c.severity, func.count()).join(episode, both).where(mine).group_by(alert.c.severity)
    return _counted(connection, query)


def _counted(connection: Connection, query: Any) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(query)}
