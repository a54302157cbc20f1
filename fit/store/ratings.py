"""Ratings as rows: added, superseded, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import and_, bindparam, func, insert, select, update

from fit.scales import scale_ids
from fit.series import AGE_BANDS, INFORMANTS, MISSING, Ratings
from fit.store.asked import CLINIC, of_episode
from fit.store.held import NO_DAY, Sessions
from fit.store.ids import shown
from fit.store.queries import bulk
from fit.store.tables import ITEM_COLUMNS, Episode, Rating, Session, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

rating = columns_of(Rating)
session = columns_of(Session)
episode = columns_of(Episode)

AT_ONCE = 10_000
"""Episodes whose histories are asked for in one query."""
Place = tuple[int, int, str, str]
"""Where a rating stands: episode, meeting, scale, informant."""
HISTORY = (
    select(
        rating.c.id,
        rating.c.episode_id,
        episode.c.age_band,
        session.c.meeting,
        rating.c.scale,
        rating.c.informant,
        rating.c.total,
        *(rating.c[name] for name in ITEM_COLUMNS),
    )
    .join(session, and_(session.c.clinic_id == rating.c.clinic_id, session.c.id == rating.c.session_id))
    .join(episode, and_(episode.c.clinic_id == rating.c.clinic_id, episode.c.id == rating.c.episode_id))
    .where(rating.c.status == "active", rating.c.total.is_not(None))
)
HISTORY_OF_ONE = HISTORY.where(of_episode(rating))
HISTORY_OF = HISTORY.where(rating.c.clinic_id == CLINIC, rating.c.episode_id.in_(bindparam("episodes", expanding=True)))
"""What is assessed: ratings that count and have a total; a face that a young child chose has none."""


def add_ratings(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add ratings."""
    if rows:
        connection.execute(insert(rating), rows)


def item_columns(answers: Iterable[int | None] = ()) -> dict[str, int | None]:
    """The item columns of a row, from the answers in tenths in the scale's order."""
    row: dict[str, int | None] = dict.fromkeys(ITEM_COLUMNS)
    return row | dict(zip(ITEM_COLUMNS, answers, strict=False))


def rating_by_id(connection: Connection, clinic_id: int, rating_id: int) -> Record | None:
    """The rating of that id."""
    return connection.execute(select(rating).where(rating.c.clinic_id == clinic_id, rating.c.id == rating_id)).first()


def rating_by_key(connection: Connection, clinic_id: int, idempotency_key: str) -> Record | None:
    """The rating that was confirmed under that key."""
    same = and_(rating.c.clinic_id == clinic_id, rating.c.idempotency_key == idempotency_key)
    return connection.execute(select(rating).where(same)).first()


def active_rating(connection: Connection, clinic_id: int, session_id: int, scale: str, informant: str) -> Record | None:
    """The rating that counts in this place."""
    same = and_(rating.c.clinic_id == clinic_id, rating.c.session_id == session_id, rating.c.scale == scale)
    counts = and_(rating.c.informant == informant, rating.c.status == "active")
    return connection.execute(select(rating).where(same, counts)).first()


def supersede(
    connection: Connection,
    clinic_id: int,
    rating_id: int,
    *,
    reason: str,
    taken_out_by: int,
    taken_out_at: datetime,
    by: int | None = None,
) -> None:
    """Mark a rating as no longer counting: why, by whom, when, and the one that takes its place."""
    one = and_(rating.c.clinic_id == clinic_id, rating.c.id == rating_id)
    changed: dict[str, Any] = {"status": "superseded", "superseded_reason": reason, "superseded_by": by}
    changed |= {"taken_out_by": taken_out_by, "taken_out_at": taken_out_at}
    connection.execute(update(rating).where(one), changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The ratings that count, as the engine's columns, and which row each of them is."""

    ratings: Ratings
    ids: Mapping[Place, int]


def history(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> History:
    """All ratings that count of these episodes; `episode` codes into `episode_ids`."""
    found = counted(connection, clinic_id, episode_ids)
    ids = {(row[1], row[3], row[4], row[5]): row[0] for row in found}
    return History(ratings=_columns(found, episode_ids), ids=ids)


def counted(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> list[Record]:
    """The ratings that count of these episodes, each with its episode, meeting, scale, informant and items."""
    if len(episode_ids) == 1:
        return list(connection.execute(HISTORY_OF_ONE, {"clinic": clinic_id, "episode": episode_ids[0]}))
    parts = (episode_ids[first : first + AT_ONCE] for first in range(0, len(episode_ids), AT_ONCE))
    return [row for part in parts for row in connection.execute(HISTORY_OF, {"clinic": clinic_id, "episodes": part})]


def sessions_of(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> Sessions:
    """All sessions of these episodes (in ascending order), read in bulk; `episode` is a place in `episode_ids`."""
    theirs = and_(session.c.clinic_id == clinic_id, session.c.episode_id.in_(episode_ids))
    day = func.coalesce(bulk.day_number(session.c.occurred_on), NO_DAY)
    columns = (session.c.id, session.c.episode_id, session.c.meeting, day)
    keys, episode_id, meeting, days = bulk.numbers(connection, columns, theirs)
    return Sessions(id=keys, episode=np.searchsorted(episode_ids, episode_id), meeting=meeting, day=days)


def ratings_of(
    connection: Connection, clinic_id: int, episode_ids: Sequence[int], age_bands: Sequence[str], sessions: Sessions
) -> Ratings:
    """The same ratings as `history`, read in bulk, where nobody asks which row each of them is.

    Parameters
    ----------
    sessions : all sessions of these episodes
    """
    found = bulk.ratings_of(connection, clinic_id, episode_ids)
    by_id = np.argsort(sessions.id)
    at = by_id[np.searchsorted(sessions.id, found.session, sorter=by_id)] if by_id.size else by_id
    bands = {band.value: code for code, band in enumerate(AGE_BANDS)}
    return Ratings(
        episode_ids=[shown(one) for one in episode_ids],
        age_band=np.array([bands[band] for band in age_bands], np.int8),
        episode=sessions.episode[at].astype(np.int32),
        session=sessions.meeting[at].astype(np.int32),
        scale=found.scale,
        informant=found.informant,
        total=found.total,
        items=found.items,
    )


def _columns(rows: Sequence[Record], episode_ids: Sequence[int]) -> Ratings:
    code = {episode_id: place for place, episode_id in enumerate(episode_ids)}
    scale = {name: place for place, name in enumerate(scale_ids())}
    informant = {who.value: place for place, who in enumerate(INFORMANTS)}
    band_code = {band.value: place for place, band in enumerate(AGE_BANDS)}
    bands = np.zeros(len(episode_ids), np.int8)
    for row in rows:
        bands[code[row[1]]] = band_code[row[2]]
    items = [[MISSING if tenths is None else tenths for tenths in row[7:]] for row in rows]
    return Ratings(
        episode_ids=[shown(episode_id) for episode_id in episode_ids],
        age_band=bands,
        episode=np.array([code[row[1]] for row in rows], np.int32),
        session=np.array([row[3] for row in rows], np.int32),
        scale=np.array([scale[row[4]] for row in rows], np.int8),
        informant=np.array([informant[row[5]] for row in rows], np.int8),
        total=np.array([row[6] for row in rows], np.int16),
        items=np.array(items, np.int16).reshape(len(rows), len(ITEM_COLUMNS)),
    )
