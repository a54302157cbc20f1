"""What clinician and supervisor say to each other about an alert or a plan of repair."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations

from sqlalchemy import Index, Text
from sqlmodel import Field

from fit.store._base import Base, key, link, refers


class Comment(Base, table=True):
    """A comment on one alert or one plan. Never edited; of one that its author took back, the words are gone."""

    __table_args__ = (
        refers("episode_id", "episode"),
        refers("alert_id", "alert"),
        refers("plan_id", "repair_plan"),
        refers("author_id", "clinic_user"),
        Index("ix_comment_clinic_id_episode_id", "clinic_id", "episode_id"),
        Index("ix_comment_clinic_id_plan_id", "clinic_id", "plan_id"),
        Index("ix_comment_clinic_id_said_at", "clinic_id", "said_at"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    alert_id: int | None = link(optional=True)
    plan_id: int | None = link(optional=True)
    author_id: int = link()
    said: str = Field(sa_type=Text)
    said_at: datetime
    taken_back_at: datetime | None = None
