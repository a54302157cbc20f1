"""Tables of what a client wants from the work: goals in the client's own words, and how near each one is."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  SQLModel reads the annotations
from typing import ClassVar

from sqlalchemy import Index, SmallInteger
from sqlmodel import Field

from fit.store._base import Base, key, link, refers, text


class ClientGoal(Base, table=True):
    """A goal as the client said it. Its words are never edited: a renegotiated one names the goal that it replaces.

    `plan_id` is the repair plan in which it was renegotiated, where there was one.
    """

    __tablename__: ClassVar[str] = "client_goal"
    __table_args__ = (
        refers("episode_id", "episode"),
        refers("replaces", "client_goal"),
        refers("created_by", "clinic_user"),
        Index("ix_client_goal_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    words: str = text(300)
    agreed_on: date
    state: str = text(20)
    ended_on: date | None = None
    reason: str = text(300)
    replaces: int | None = link(optional=True)
    plan_id: int | None = link(optional=True)
    created_by: int = link()
    created_at: datetime


class GoalRating(Base, table=True):
    """How near a goal is, by the client, in whole numbers from 0 to 10. A second one of a day takes the first's place.

    What was put right stays, with the time at which it ceased to count.
    """

    __tablename__: ClassVar[str] = "goal_rating"
    __table_args__ = (
        refers("goal_id", "client_goal"),
        refers("recorded_by", "clinic_user"),
        Index("ix_goal_rating_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    id: int = key()
    goal_id: int = link()
    episode_id: int = link()
    rated_on: date
    mark: int = Field(sa_type=SmallInteger)
    recorded_by: int = link()
    recorded_at: datetime
    superseded_at: datetime | None = None
