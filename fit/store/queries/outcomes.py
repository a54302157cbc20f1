"""Episodes of clinicians with what the record knows of them, for the figures of a service."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import and_, func, select

from fit.ratings import Ending
from fit.series import AGE_BANDS
from fit.store.queries import bulk
from fit.store.tables import AllianceCell, Episode, EpisodeTag, Standing, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["episodes_of", "has_more_than", "prints_of", "tagged", "weeks_of"]

standing = columns_of(Standing)
episode = columns_of(Episode)
tag = columns_of(EpisodeTag)
cell = columns_of(AllianceCell)


WHOLE = (
    standing.c.clinician_id,
    episode.c.id,
    episode.c.client_id,
    episode.c.programme_id,
    standing.c.sessions,
    standing.c.outcome_latest,
    standing.c.alliance_latest,
    standing.c.gain,
    standing.c.unrated_lately,
)
DAYS = (episode.c.opened_on, episode.c.closed_on, standing.c.last_session_on)
BANDS = {band.value: code for code, band in enumerate(AGE_BANDS)}
ENDINGS = {ending.value: code for code, ending in enumerate(Ending)}
NOT_NOTED = -10_000
"""No score and no key."""


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
        episode.c.programme_id,
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


def has_more_than(connection: Connection, clinic_id: int, episodes: int) -> bool:
    """Whether a clinic has more than so many episodes; they are not counted to the end."""
    query = select(standing.c.episode_id).where(standing.c.clinic_id == clinic_id).offset(episodes).limit(1)
    return connection.execute(query).first() is not None


def prints_of(connection: Connection, clinic_id: int, clinician_ids: Sequence[int]) -> NDArray[np.int64]:
    """Of each of these clinicians' episodes a row of numbers that changes whenever `episodes_of` does, by clinician.

    The first number is the clinician's key, the second the episode's.
    """
    theirs = (standing.c.clinic_id == clinic_id, standing.c.clinician_id.in_(clinician_ids))
    own = and_(episode.c.clinic_id == standing.c.clinic_id, episode.c.id == standing.c.episode_id)
    whole = (func.coalesce(column, NOT_NOTED) for column in WHOLE)
    days = (bulk.day_or_none(column) for column in DAYS)
    words = (bulk.code_of(episode.c.age_band, BANDS), bulk.code_of(episode.c.ending, ENDINGS))
    columns = (*whole, *days, *words, bulk.moment_number(standing.c.updated_at))
    found = np.stack(bulk.numbers(connection, columns, *theirs, own), axis=1)
    return found[np.lexsort((found[:, 1], found[:, 0]))]


def tagged(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> dict[str, set[int]]:
    """Which of these episodes bear each tag."""
    found: dict[str, set[int]] = defaultdict(set)
    asked = set(episode_ids)
    among = tag.c.episode_id.between(min(asked, default=0), max(asked, default=0))
    for row in connection.execute(select(tag.c.episode_id, tag.c.tag).where(tag.c.clinic_id == clinic_id, among)):
        if row.episode_id in asked:
            found[row.tag].add(row.episode_id)
    return dict(found)


def weeks_of(connection: Connection, clinic_id: int, clinician_ids: Sequence[int], since: date) -> Sequence[Record]:
    """Sessions, sessions with a session rating, and different clients of these clinicians, by week since a Monday."""
    if not clinician_ids:
        return ()
    theirs = and_(cell.c.clinic_id == clinic_id, cell.c.clinician_id.in_(clinician_ids), cell.c.week >= since)
    query = select(cell.c.clinician_id, cell.c.week, cell.c.sessions, cell.c.with_alliance, cell.c.clients).where(
        theirs
    )
    return sorted(connection.execute(query.where(cell.c.sessions > 0)), key=lambda row: (row.clinician_id, row.week))
