"""Tables of repair: plans, the clinician's own words for each step, the private note, and every move.

They are about a session and never derived from its transcript: no word of one is copied here.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index, Text
from sqlalchemy import text as sql
from sqlmodel import Field

from fit.store._base import Base, key, link, refers, text

OPEN = "ended_at IS NULL"
"""A session has at most one plan that is not ended."""


class RepairPlan(Base, table=True):
    """What is done about a strained session. `said_on` is empty for the next session; `version` grows with changes."""

    __tablename__: ClassVar[str] = "repair_plan"
    __table_args__ = (
        refers("episode_id", "episode"),
        refers("session_id", "session"),
        refers("alert_id", "alert"),
        Index("ix_repair_plan_clinic_id_episode_id", "clinic_id", "episode_id"),
        Index(
            "uq_repair_plan_open",
            "clinic_id",
            "session_id",
            unique=True,
            sqlite_where=sql(OPEN),
            postgresql_where=sql(OPEN),
        ),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    session_id: int = link()
    alert_id: int | None = link(optional=True)
    kind: str = text(20)
    dimension: str = text(30)
    state: str = text(20)
    said_on: date | None = None
    check_by: str = Field(sa_type=Text)
    agreed_change: str = Field(sa_type=Text)
    happened: str = Field(sa_type=Text)
    client_said: str = Field(sa_type=Text)
    talked_at: int | None = None
    created_by: int = link()
    created_at: datetime
    updated_by: int = link()
    updated_at: datetime
    ended_at: datetime | None = None
    version: int


class RepairWords(Base, table=True):
    """What the clinician wants to say at a step, in words of their own."""

    __tablename__: ClassVar[str] = "repair_words"
    __table_args__ = (refers("plan_id", "repair_plan"),)

    clinic_id: int = key()
    plan_id: int = key()
    step: str = Field(max_length=20, primary_key=True)
    words: str = Field(sa_type=Text)
    written_by: int = link()
    written_at: datetime
    version: int


class RepairPrivateNote(Base, table=True):
    """What a clinician felt, and what that tells: for its author's eyes, and a supervisor's where it was shared."""

    __tablename__: ClassVar[str] = "repair_private_note"
    __table_args__ = (refers("plan_id", "repair_plan"), refers("author_id", "clinic_user"))

    clinic_id: int = key()
    plan_id: int = key()
    author_id: int = key()
    felt: str = Field(sa_type=Text)
    tells: str = Field(sa_type=Text)
    shared_with_supervisor: bool
    written_at: datetime
    version: int


class RepairMove(Base, table=True):
    """A plan's step from one state to another, with the reason where one was asked for."""

    __tablename__: ClassVar[str] = "repair_move"
    __table_args__ = (
        refers("plan_id", "repair_plan"),
        Index("ix_repair_move_clinic_id_plan_id", "clinic_id", "plan_id"),
    )

    clinic_id: int = key()
    id: int = key()
    plan_id: int = link()
    state_before: str = text(20)
    state: str = text(20)
    reason: str = text(500)
    moved_by: int = link()
    moved_at: datetime
