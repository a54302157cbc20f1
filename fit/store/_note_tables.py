"""Tables of what clinicians write about their work: session notes, and statements of a case formulation.

Every row of a text is one saved state of it: none is ever changed, and the newest is the one with the highest version.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from fit.store._base import Base, key, link, refers, text


class SessionNote(Base, table=True):
    """A state of the note of a session, whole. `brought_back` is the older version that was made the newest again."""

    __tablename__: ClassVar[str] = "session_note"
    __table_args__ = (
        refers("episode_id", "episode"),
        refers("session_id", "session"),
        refers("written_by", "clinic_user"),
        UniqueConstraint("clinic_id", "session_id", "version"),
        Index("ix_session_note_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    session_id: int = link()
    version: int
    talked_about: str = Field(sa_type=Text)
    observed: str = Field(sa_type=Text)
    assessment: str = Field(sa_type=Text)
    plan: str = Field(sa_type=Text)
    brought_back: int | None = None
    written_by: int = link()
    written_at: datetime


class FormulationStatement(Base, table=True):
    """A state of a clinician's statement in a case formulation: its words, on what it rests, whether it was set aside.

    What it rests on is named by kind and id without a link: the statement stays, and says so, when that has gone.
    Nothing of it is copied here.
    """

    __tablename__: ClassVar[str] = "formulation_statement"
    __table_args__ = (
        refers("episode_id", "episode"),
        refers("written_by", "clinic_user"),
        UniqueConstraint("clinic_id", "statement_id", "version"),
        Index("ix_formulation_statement_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    statement_id: int = link()
    """The same in all states of one statement: the id of the first."""
    version: int
    section: str = text(30)
    words: str = Field(sa_type=Text)
    evidence_kind: str | None = text(20, optional=True)
    evidence_id: int | None = link(optional=True)
    evidence_place: int | None = None
    """Place of the turn, where it rests on an excerpt."""
    set_aside: bool
    reason: str = text(500)
    written_by: int = link()
    written_at: datetime
