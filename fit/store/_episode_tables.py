"""Tables of what becomes of an episode: handed to a colleague, opened again, and shared with other people's.

Notes and reasons are words of a person and may tell of the client: they stand here, for those who care for the client,
and never in the audit.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index

from fit.store._base import Base, key, link, refers, text

LONGEST_NOTE = 1_000


class EpisodeTransfer(Base, table=True):
    """From whom to whom an episode went, and what the one told the other. `seen_at` is empty until it was opened.

    `from_id` is empty where nobody held the episode before.
    """

    __tablename__: ClassVar[str] = "episode_transfer"
    __table_args__ = (
        refers("episode_id", "episode"),
        refers("from_id", "clinic_user"),
        refers("to_id", "clinic_user"),
        refers("made_by", "clinic_user"),
        Index("ix_episode_transfer_clinic_id_episode_id", "clinic_id", "episode_id"),
        Index("ix_episode_transfer_clinic_id_to_id_seen_at", "clinic_id", "to_id", "seen_at"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    from_id: int | None = link(optional=True)
    to_id: int = link()
    note: str = text(LONGEST_NOTE)
    made_by: int = link()
    made_at: datetime
    seen_at: datetime | None = None


class EpisodeReopening(Base, table=True):
    """That an episode was opened again, why, and how it had been closed."""

    __tablename__: ClassVar[str] = "episode_reopening"
    __table_args__ = (
        refers("episode_id", "episode"),
        refers("reopened_by", "clinic_user"),
        Index("ix_episode_reopening_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    closed_on: date
    ending: str = text(20)
    reason: str = text(500)
    reopened_by: int = link()
    reopened_at: datetime


class SharedCase(Base, table=True):
    """A couple, a family or a group that is seen together. Each person rates for themselves; nothing is averaged."""

    __tablename__: ClassVar[str] = "shared_case"
    __table_args__ = (refers("created_by", "clinic_user"),)

    clinic_id: int = key()
    id: int = key()
    kind: str = text(20)
    name: str = text(100)
    created_by: int = link()
    created_at: datetime


class SharedMember(Base, table=True):
    """Whose episode belongs to a shared case, from when, and until when."""

    __tablename__: ClassVar[str] = "shared_member"
    __table_args__ = (
        refers("case_id", "shared_case"),
        refers("episode_id", "episode"),
        Index("ix_shared_member_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    case_id: int = key()
    episode_id: int = key()
    joined_on: date
    left_on: date | None = None
