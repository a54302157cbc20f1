"""Tables of what was read in the record: readings of transcripts, what clinicians made of moments, and memories."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field

from fit.store._base import Base, key, link, refers, text


class Reading(Base, table=True):
    """What the rules of one version read in a transcript. Forgotten when a turn is corrected, made anew when opened."""

    __table_args__ = (refers("transcript_id", "transcript"), UniqueConstraint("clinic_id", "transcript_id"))

    clinic_id: int = key()
    id: int = key()
    transcript_id: int = link()
    version: str = text(100)
    made_at: datetime
    pattern: dict[str, Any] = Field(sa_type=JSON)
    """The few facts that patterns over sessions need."""
    contents: dict[str, Any] = Field(sa_type=JSON)


class MomentLabel(Base, table=True):
    """What a clinician made of a possible moment: right, wrong, or of another kind. Local labels; nobody else's."""

    __tablename__: ClassVar[str] = "moment_label"
    __table_args__ = (
        refers("transcript_id", "transcript"),
        refers("turn_id", "turn"),
        UniqueConstraint("clinic_id", "turn_id", "labelled_by"),
        Index("ix_moment_label_clinic_id_transcript_id", "clinic_id", "transcript_id"),
        Index("ix_moment_label_clinic_id_labelled_by", "clinic_id", "labelled_by"),
    )

    clinic_id: int = key()
    id: int = key()
    transcript_id: int = link()
    turn_id: int = link()
    marker: str = text(60)
    kind: str = text(20)
    """As the rules had it."""
    verdict: str = text(20)
    kind_given: str | None = text(20, optional=True)
    """As the clinician has it, where that is another one."""
    labelled_by: int = link()
    labelled_at: datetime


class Memory(Base, table=True):
    """How a clinician remembers a session or a moment of it, written before the record of it was looked at.

    `text` is empty where somebody looked without writing. Without a transcript it is about the whole session.
    """

    __table_args__ = (
        refers("episode_id", "episode"),
        refers("session_id", "session"),
        refers("transcript_id", "transcript"),
        Index("ix_memory_clinic_id_session_id", "clinic_id", "session_id"),
        Index("ix_memory_clinic_id_transcript_id", "clinic_id", "transcript_id"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    session_id: int = link()
    transcript_id: int | None = link(optional=True)
    turn: int | None = None
    """Place of the turn that the excerpt is about."""
    text: str = Field(sa_type=Text)
    written_by: int = link()
    written_at: datetime
