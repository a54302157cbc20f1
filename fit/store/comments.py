"""Comments on alerts and on plans of repair, and those that somebody has not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, insert, or_, select, update

from fit.store.asked import CLINIC
from fit.store.tables import Alert, Client, Comment, Episode, RepairPlan, Session, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from fit.store.types import Record

__all__ = ["add_comment", "comment_by_id", "comments_on_alerts", "comments_on_plan", "said_since", "take_back"]

comment = columns_of(Comment)
alert = columns_of(Alert)
client = columns_of(Client)
episode = columns_of(Episode)
plan = columns_of(RepairPlan)
session = columns_of(Session)
user = columns_of(User)
mine = comment.alias("mine")

COMMENTS = select(comment, user.c.display_name.label("author_name"), user.c.role.label("author_role")).join(
    user, and_(user.c.clinic_id == comment.c.clinic_id, user.c.id == comment.c.author_id)
)
ON_ALERTS = COMMENTS.where(
    comment.c.clinic_id == CLINIC,
    comment.c.episode_id.in_(bindparam("episodes", expanding=True)),
    comment.c.alert_id.is_not(None),
)
NEWS = (
    COMMENTS.add_columns(
        client.c.code,
        client.c.display_name,
        episode.c.clinician_id.label("holder_id"),
        alert.c.title,
        session.c.meeting,
    )
    .join(episode, and_(episode.c.clinic_id == comment.c.clinic_id, episode.c.id == comment.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .outerjoin(alert, and_(alert.c.clinic_id == comment.c.clinic_id, alert.c.id == comment.c.alert_id))
    .outerjoin(plan, and_(plan.c.clinic_id == comment.c.clinic_id, plan.c.id == comment.c.plan_id))
    .outerjoin(
        session,
        and_(
            session.c.clinic_id == comment.c.clinic_id,
            or_(session.c.id == alert.c.session_id, session.c.id == plan.c.session_id),
        ),
    )
)


def add_comment(connection: Connection, row: dict[str, Any]) -> None:
    """Add a comment."""
    connection.execute(insert(comment), row)


def comment_by_id(connection: Connection, clinic_id: int, comment_id: int) -> Record | None:
    """The comment of that id; nobody else changes it meanwhile."""
    found = select(comment).where(comment.c.clinic_id == clinic_id, comment.c.id == comment_id)
    return connection.execute(found.with_for_update()).first()


def take_back(connection: Connection, clinic_id: int, comment_id: int, now: datetime) -> None:
    """Empty a comment, and note when its author took it back."""
    one = and_(comment.c.clinic_id == clinic_id, comment.c.id == comment_id)
    connection.execute(update(comment).where(one), {"said": "", "taken_back_at": now})


def comments_on_plan(connection: Connection, clinic_id: int, plan_id: int) -> Sequence[Record]:
    """The comments on a plan, the oldest first."""
    about = and_(comment.c.clinic_id == clinic_id, comment.c.plan_id == plan_id)
    return sorted(connection.execute(COMMENTS.where(about)), key=lambda row: row.id)


def comments_on_alerts(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> Sequence[Record]:
    """The comments on all alerts of these episodes, the oldest first."""
    found = connection.execute(ON_ALERTS, {"clinic": clinic_id, "episodes": episode_ids})
    return sorted(found, key=lambda row: row.id)


def said_since(
    connection: Connection, clinic_id: int, reader_id: int, supervisee_ids: Sequence[int], since: datetime
) -> Sequence[Record]:
    """What others said since then on the reader's clients, and in answer to the reader on those of supervisees."""
    said = and_(comment.c.clinic_id == clinic_id, comment.c.said_at > since, comment.c.taken_back_at.is_(None))
    told = episode.c.clinician_id == reader_id
    if supervisee_ids:
        told = or_(told, and_(episode.c.clinician_id.in_(supervisee_ids), _answers(reader_id)))
    query = NEWS.where(said, comment.c.author_id != reader_id, told)
    return sorted(connection.execute(query), key=lambda row: (row.said_at, row.id), reverse=True)


def _answers(reader_id: int) -> ColumnElement[bool]:
    """Whether the reader had said something about the same thing before."""
    return exists().where(
        mine.c.clinic_id == comment.c.clinic_id,
        mine.c.episode_id == comment.c.episode_id,
        mine.c.author_id == reader_id,
        mine.c.said_at < comment.c.said_at,
        or_(mine.c.alert_id == comment.c.alert_id, mine.c.plan_id == comment.c.plan_id),
    )
