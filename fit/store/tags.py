"""Tags on episodes: a clinician's own words to find them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, select

from fit.store.asked import of_episode
from fit.store.tables import EpisodeTag, columns_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["add_tag", "remove_tag", "tags_on"]

tag = columns_of(EpisodeTag)
ON_EPISODE = select(tag.c.tag).where(of_episode(tag)).order_by(tag.c.tag)


def tags_on(connection: Connection, clinic_id: int, episode_id: int) -> tuple[str, ...]:
    """The tags of an episode, in order of the alphabet."""
    return tuple(connection.execute(ON_EPISODE, {"clinic": clinic_id, "episode": episode_id}).scalars())


def add_tag(connection: Connection, clinic_id: int, episode_id: int, word: str) -> None:
    """Put a tag on an episode that does not have it."""
    connection.execute(insert(tag), {"clinic_id": clinic_id, "episode_id": episode_id, "tag": word})


def remove_tag(connection: Connection, clinic_id: int, episode_id: int, word: str) -> int:
    """Take a tag off an episode; returns how many there were."""
    one = and_(tag.c.clinic_id == clinic_id, tag.c.episode_id == episode_id, tag.c.tag == word)
    return connection.execute(delete(tag).where(one)).rowcount
