"""Tables of a clinician's own order: tags, saved views of the caseload, how far the digest was read."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlmodel import Field

from fit.store._base import Base, key, refers


class EpisodeTag(Base, table=True):
    """A word of the clinician's own on an episode, to find it by."""

    __tablename__: ClassVar[str] = "episode_tag"
    __table_args__ = (refers("episode_id", "episode"),)

    clinic_id: int = key()
    episode_id: int = key()
    tag: str = Field(max_length=40, primary_key=True)


class SavedView(Base, table=True):
    """A way of looking at the caseload that a clinician gave a name."""

    __tablename__: ClassVar[str] = "saved_view"
    __table_args__ = (refers("clinician_id", "clinic_user"),)

    clinic_id: int = key()
    clinician_id: int = key()
    name: str = Field(max_length=40, primary_key=True)
    filters: dict[str, Any] = Field(sa_type=JSON)
    saved_at: datetime


class DigestMark(Base, table=True):
    """Up to when a clinician has read what is new."""

    __tablename__: ClassVar[str] = "digest_mark"
    __table_args__ = (refers("clinician_id", "clinic_user"),)

    clinic_id: int = key()
    clinician_id: int = key()
    read_at: datetime
