"""The table of supervision packets: the question and what was decided about it, never a word of what was said.

What a packet shows is read live from ratings, record and plan: excerpts are named by session and place of turn, and
replacements by ids in which nothing can be read. So forgetting a transcript leaves nothing of it here.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from fit.store._base import Base, key, link, refers

WITHOUT_A_PLAN = "plan_id IS NULL"
"""A session has at most one packet that belongs to no plan, and a plan has at most one."""


class Packet(Base, table=True):
    """What a clinician brings to supervision about a session. `excerpts` is empty (NULL) for all that are suggested.

    `choices` holds words that the clinician added with their labels, and ids of replacements: undone, and doubtful
    ones that were accepted. `shared_with_supervisor_at` is empty while nobody else sees it.
    """

    __table_args__ = (
        refers("episode_id", "episode"),
        refers("session_id", "session"),
        refers("plan_id", "repair_plan"),
        UniqueConstraint("clinic_id", "plan_id"),
        Index("ix_packet_clinic_id_episode_id", "clinic_id", "episode_id"),
        Index(
            "uq_packet_without_plan",
            "clinic_id",
            "session_id",
            unique=True,
            sqlite_where=sql(WITHOUT_A_PLAN),
            postgresql_where=sql(WITHOUT_A_PLAN),
        ),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    session_id: int = link()
    plan_id: int | None = link(optional=True)
    question: str = Field(sa_type=Text)
    excerpts: list[int] | None = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    with_memory: bool
    choices: dict[str, Any] = Field(sa_type=JSON)
    shared_with_supervisor_at: datetime | None = None
    updated_by: int = link()
    updated_at: datetime
    version: int
