"""What happened beside the ratings, as rows: added, removed with a reason, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store.asked import of_episode
from fit.store.tables import EpisodeEvent, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["add_event", "event_by_id", "events_of", "remove_event"]

event = columns_of(EpisodeEvent)
EVENTS = select(event).where(of_episode(event), event.c.removed_at.is_(None))


def add_event(connection: Connection, row: dict[str, Any]) -> None:
    """Add one."""
    connection.execute(insert(event), row | {"removed_at": None, "removed_reason": ""})


def events_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """Those of an episode that were not removed, in the order in which they were noted."""
    # Sorted here: asked for the order of the key, SQLite reads all of the clinic instead of sorting a few.
    return sorted(connection.execute(EVENTS, {"clinic": clinic_id, "episode": episode_id}), key=lambda row: row.id)


def event_by_id(connection: Connection, clinic_id: int, event_id: int) -> Record | None:
    """The one of that id, removed or not."""
    return connection.execute(select(event).where(event.c.clinic_id == clinic_id, event.c.id == event_id)).first()


def remove_event(connection: Connection, clinic_id: int, event_id: int, *, at: datetime, reason: str) -> None:
    """Take one off the course, with the reason."""
    one = and_(event.c.clinic_id == clinic_id, event.c.id == event_id)
    connection.execute(update(event).where(one), {"removed_at": at, "removed_reason": reason})
