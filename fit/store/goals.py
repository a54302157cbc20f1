"""Goals and their ratings as rows: added, ended, put right; words and marks are never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

from fit.store.asked import of_episode
from fit.store.tables import ClientGoal, GoalRating, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["add_goal", "add_rating", "end_goal", "goal_by_id", "goals_of", "ratings_of", "supersede_rating_of_day"]

goal = columns_of(ClientGoal)
rating = columns_of(GoalRating)
GOALS = select(goal).where(of_episode(goal))
RATINGS = select(rating).where(of_episode(rating), rating.c.superseded_at.is_(None))


def add_goal(connection: Connection, row: dict[str, Any]) -> None:
    """Add a goal that is worked on from now on."""
    connection.execute(insert(goal), row | {"state": "current", "ended_on": None, "reason": ""})


def goals_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """All goals of an episode, in the order in which they were noted."""
    # Sorted here: asked for the order of the key, SQLite reads all of the clinic instead of sorting a few.
    return sorted(connection.execute(GOALS, {"clinic": clinic_id, "episode": episode_id}), key=lambda row: row.id)


def goal_by_id(connection: Connection, clinic_id: int, goal_id: int) -> Record | None:
    """The goal of that id."""
    return connection.execute(select(goal).where(goal.c.clinic_id == clinic_id, goal.c.id == goal_id)).first()


def end_goal(connection: Connection, clinic_id: int, goal_id: int, *, state: str, ended_on: date, reason: str) -> None:
    """Note that a goal is not worked on any more, and how that came about."""
    one = and_(goal.c.clinic_id == clinic_id, goal.c.id == goal_id)
    connection.execute(update(goal).where(one), {"state": state, "ended_on": ended_on, "reason": reason})


def add_rating(connection: Connection, row: dict[str, Any]) -> None:
    """Add a rating of a goal."""
    connection.execute(insert(rating), row | {"superseded_at": None})


def ratings_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """The ratings that count of all goals of an episode, by day."""
    return sorted(
        connection.execute(RATINGS, {"clinic": clinic_id, "episode": episode_id}),
        key=lambda row: (row.rated_on, row.id),
    )


def supersede_rating_of_day(
    connection: Connection, clinic_id: int, episode_id: int, goal_id: int, day: date, at: datetime
) -> None:
    """Take the rating of that goal on that day, if there is one, out of what counts."""
    mine = and_(rating.c.clinic_id == clinic_id, rating.c.episode_id == episode_id, rating.c.goal_id == goal_id)
    standing = and_(mine, rating.c.rated_on == day, rating.c.superseded_at.is_(None))
    connection.execute(update(rating).where(standing), {"superseded_at": at})
