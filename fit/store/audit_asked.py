"""Lines of the audit that somebody asks for: by person, action, time and client, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from fit.store.tables import Audit, Client, Episode, columns_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select

    from fit.store.types import Record

__all__ = ["Asked", "codes_of", "page"]

audit = columns_of(Audit)
client = columns_of(Client)
episode = columns_of(Episode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which lines: None asks for all. `begins` belongs to the period, `ends` does not.

    `rare` says that few lines are of these actions.
    """

    actor_id: int | None = None
    actions: Collection[str] | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    episode_ids: Collection[int] | None = None
    rare: bool = False


def page(connection: Connection, clinic_id: int, asked: Asked, *, before: int | None, count: int) -> Sequence[Record]:
    """So many lines, the newest first, from just before that sequence number on.

    Clients and rare actions are asked for one by one, each by its index: else the database may read every line there is
    in search of the few that are meant.
    """
    found: list[Record] = []
    for one in _one_by_one(asked):
        found.extend(connection.execute(_newest(clinic_id, one, before, count)))
    return sorted(found, key=lambda row: -row.sequence)[:count]


def _one_by_one(asked: Asked) -> Iterator[Asked]:
    if asked.episode_ids is not None:
        yield from (replace(asked, episode_ids=(one,)) for one in asked.episode_ids)
    elif asked.actions is not None and asked.rare:
        yield from (replace(asked, actions=(one,)) for one in asked.actions)
    else:
        yield asked


def _newest(clinic_id: int, asked: Asked, before: int | None, count: int) -> Select[*tuple[Any, ...]]:
    query = select(audit).where(audit.c.clinic_id == clinic_id, *_conditions(asked))
    if before is not None:
        query = query.where(audit.c.sequence < before)
    return query.order_by(audit.c.sequence.desc()).limit(count)


def _conditions(asked: Asked) -> Iterable[ColumnElement[bool]]:
    if asked.actor_id is not None:
        yield audit.c.actor_id == asked.actor_id
    if asked.actions is not None:
        few = sorted(asked.actions)
        yield audit.c.action == few[0] if len(few) == 1 else audit.c.action.in_(few)
    if asked.begins is not None:
        yield audit.c.at >= asked.begins
    if asked.ends is not None:
        yield audit.c.at < asked.ends
    if asked.episode_ids is not None:
        few_ids = sorted(asked.episode_ids)
        yield audit.c.episode_id == few_ids[0] if len(few_ids) == 1 else audit.c.episode_id.in_(few_ids)


def codes_of(connection: Connection, clinic_id: int, episode_ids: Collection[int]) -> Mapping[int, str]:
    """The clients' codes behind these episodes, as far as they are still there."""
    if not episode_ids:
        return {}
    query = (
        select(episode.c.id, client.c.code)
        .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
        .where(episode.c.clinic_id == clinic_id, episode.c.id.in_(sorted(episode_ids)))
    )
    return {row.id: row.code for row in connection.execute(query)}
