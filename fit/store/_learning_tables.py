"""Tables of what a clinician writes for themselves after an ending. No one else's query reads them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index

from fit.store._base import Base, key, link, refers, text


class Debrief(Base, table=True):
    """What one clinician would do earlier next time, written over an ended episode; their own, one for each."""

    __table_args__ = (
        refers("episode_id", "episode"),
        refers("author_id", "clinic_user"),
        Index("ix_debrief_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    author_id: int = key()
    episode_id: int = key()
    earlier: str = text(4000)
    created_at: datetime
    updated_at: datetime


class LearningPoint(Base, table=True):
    """What a clinician takes with them. The author's alone until they share it; removing forgets the words.

    `episode_id` is where it was learnt, known to nobody but the author; empty for a point that was added by hand.
    """

    __tablename__: ClassVar[str] = "learning_point"
    __table_args__ = (
        refers("author_id", "clinic_user"),
        refers("episode_id", "episode"),
        Index("ix_learning_point_clinic_id_author_id", "clinic_id", "author_id"),
        Index("ix_learning_point_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    id: int = key()
    author_id: int = link()
    episode_id: int | None = link(optional=True)
    said: str = text(300)
    created_at: datetime
    tried_at: datetime | None = None
    shared_at: datetime | None = None
