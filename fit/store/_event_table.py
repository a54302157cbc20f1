"""The table of what happened beside the ratings: medication, life, a change of clinician, a note."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from fit.store._base import Base, key, link, refers, text


class EpisodeEvent(Base, table=True):
    """Something to read a course by, on a day or at a session. Never edited: a wrong one is removed with a reason."""

    __tablename__: ClassVar[str] = "episode_event"
    __table_args__ = (
        refers("episode_id", "episode"),
        refers("created_by", "clinic_user"),
        Index("ix_episode_event_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    occurred_on: date | None = None
    meeting: int | None = Field(default=None)
    kind: str = text(30)
    said: str = text(200)
    created_by: int = link()
    created_at: datetime
    removed_at: datetime | None = None
    removed_reason: str = text(200)
