"""What an import needs to know and writes: many rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from fit.store.tables import Client, Episode, ImportBatch, Rating, Session, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

    from fit.store.types import Record

AT_ONCE = 5_000

client = columns_of(Client)
episode = columns_of(Episode)
session = columns_of(Session)
rating = columns_of(Rating)
user = columns_of(User)
import_batch = columns_of(ImportBatch)


def episodes_by_key(connection: Connection, clinic_id: int, keys: Sequence[str]) -> dict[str, Record]:
    """Episodes that were imported before, by their key."""
    query = select(episode).where(episode.c.clinic_id == clinic_id)
    return {row.import_key: row for row in _among(connection, query, episode.c.import_key, keys)}


def clients_by_code(connection: Connection, clinic_id: int, codes: Sequence[str]) -> dict[str, int]:
    """Ids of clients by code."""
    query = select(client.c.code, client.c.id).where(client.c.clinic_id == clinic_id)
    return {row.code: row.id for row in _among(connection, query, client.c.code, codes)}


def sessions_of(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> dict[tuple[int, int], Record]:
    """Sessions of these episodes, by episode and meeting."""
    query = select(session).where(session.c.clinic_id == clinic_id)
    return {(row.episode_id, row.meeting): row for row in _among(connection, query, session.c.episode_id, episode_ids)}


def totals_rated(
    connection: Connection, clinic_id: int, episode_ids: Sequence[int]
) -> dict[tuple[int, int, str, str], set[int]]:
    """Totals in tenths where there is a rating already, superseded ones too: episode, meeting, scale, informant."""
    both = and_(session.c.clinic_id == rating.c.clinic_id, session.c.id == rating.c.session_id)
    query = (
        select(rating.c.episode_id, session.c.meeting, rating.c.scale, rating.c.informant, rating.c.total)
        .join(session, both)
        .where(rating.c.clinic_id == clinic_id)
    )
    totals: dict[tuple[int, int, str, str], set[int]] = {}
    for row in _among(connection, query, rating.c.episode_id, episode_ids):
        totals.setdefault((row[0], row[1], row[2], row[3]), set()).add(row[4])
    return totals


def users_by_name(connection: Connection, clinic_id: int, names: Sequence[str]) -> dict[str, Record]:
    """Active people of a clinic by sign-in name."""
    query = select(user).where(user.c.clinic_id == clinic_id, user.c.active)
    return {row.sign_in_name: row for row in _among(connection, query, user.c.sign_in_name, names)}


def _among(
    connection: Connection, query: Select[*tuple[Any, ...]], column: ColumnElement[Any], values: Sequence[Any]
) -> Iterable[Record]:
    for first in range(0, len(values), AT_ONCE):
        yield from connection.execute(query.where(column.in_(values[first : first + AT_ONCE])))
