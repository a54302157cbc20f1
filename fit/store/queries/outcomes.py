"""Episodes of clinicians with what the record knows of them, for the figures of a service."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from fit.store.tables import AllianceCell, Episode, EpisodeTag, Session, Standing, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["episodes_of", "first_days", "tagged", "weeks_of"]

AT_ONCE = 10_000
"""Episodes that are asked for in one query."""
standing = columns_of(Standing)
episode = columns_of(Episode)
session = columns_of(Session)
tag = columns_of(EpisodeTag)
cell = columns_of(AllianceCell)


def episodes_of(connection: Connection, clinic_id: int, clinician_ids: Sequence[int]) -> Sequence[Record]:
    """These clinicians' episodes, open and closed, by id, with what changes whenever a rating does."""
    if not clinician_ids:
        return ()
    theirs = and_(standing.c.clinic_id == clinic_id, standing.c.clinician_id.in_(clinician_ids))
    own = and_(episode.c.clinic_id == standing.c.clinic_id, episode.c.id == standing.c.episode_id)
    query = select(
        episode.c.id,
        episode.c.client_id,
        standing.c.clinician_id,
        episode.c.age_band,
        episode.c.opened_on,
        episode.c.closed_on,
        episode.c.ending,
        standing.c.sessions,
        standing.c.last_session_on,
        standing.c.updated_at,
        standing.c.outcome_latest,
        standing.c.alliance_latest,
        standing.c.gain,
        standing.c.unrated_lately,
    ).join(episode, own)
    # Sorted here: asked for the order of the key, SQLite may read all episodes of the clinic.
    return sorted(connection.execute(query.where(theirs)), key=lambda row: row.id)


def first_days(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> dict[int, date | None]:
    """The day of each episode's first session whose day was noted."""
    found: dict[int, date | None] = {}
    for first in range(0, len(episode_ids), AT_ONCE):
        some = and_(session.c.clinic_id == clinic_id, session.c.episode_id.in_(episode_ids[first : first + AT_ONCE]))
        query = select(session.c.episode_id, func.min(session.c.occurred_on)).where(some)
        found |= {row[0]: row[1] for row in connection.execute(query.group_by(session.c.episode_id))}
    return found


def tagged(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> dict[str, set[int]]:
    """Which of these episodes bear each tag."""
    found: dict[str, set[int]] = defaultdict(set)
    for first in range(0, len(episode_ids), AT_ONCE):
        some = and_(tag.c.clinic_id == clinic_id, tag.c.episode_id.in_(episode_ids[first : first + AT_ONCE]))
        for row in connection.execute(select(tag.c.episode_id, tag.c.tag).where(some)):
            found[row.tag].add(row.episode_id)
    return dict(found)


def weeks_of(connection: Connection, clinic_id: int, clinician_ids: Sequence[int], since: date) -> Sequence[Record]:
    """Sessions held and sessions with a session rating of these clinicians, by clinician and week since a Monday."""
    if not clinician_ids:
        return ()
    theirs = and_(cell.c.clinic_id == clinic_id, cell.c.clinician_id.in_(clinician_ids), cell.c.week >= since)
    query = select(cell.c.clinician_id, cell.c.week, cell.c.sessions, cell.c.with_alliance).where(theirs)
    return sorted(connection.execute(query.where(cell.c.sessions > 0)), key=lambda row: (row.clinician_id, row.week))
