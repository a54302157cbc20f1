"""What is new for a clinician since a moment, read from the episodes that changed since then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from fit.policies import Severity
from fit.ratings import Mode
from fit.store._rows import write_rows
from fit.store.alerts import SETTLED
from fit.store.states import AlertState, Attention, RatingStatus
from fit.store.tables import Alert, Client, DigestMark, Episode, Rating, Session, Standing, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection, Select

    from fit.store.types import Record

__all__ = ["alerts_since", "came_in_since", "mark_read", "read_at", "silent_between", "urgent_now"]

alert = columns_of(Alert)
client = columns_of(Client)
episode = columns_of(Episode)
mark = columns_of(DigestMark)
rating = columns_of(Rating)
session = columns_of(Session)
standing = columns_of(Standing)

answer = rating.alias("answer")
answering = session.alias("answering")

ALERTS = (
    select(
        *(alert.c[name] for name in ("episode_id", "rule", "title", "severity", "state")),
        client.c.code,
        client.c.display_name,
        session.c.meeting,
        answering.c.meeting.label("answered_by_meeting"),
    )
    .join(episode, and_(episode.c.clinic_id == alert.c.clinic_id, episode.c.id == alert.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .join(session, and_(session.c.clinic_id == alert.c.clinic_id, session.c.id == alert.c.session_id))
    .outerjoin(answer, and_(answer.c.clinic_id == alert.c.clinic_id, answer.c.id == alert.c.answered_by))
    .outerjoin(answering, and_(answering.c.clinic_id == answer.c.clinic_id, answering.c.id == answer.c.session_id))
)
RATINGS = (
    select(
        *(rating.c[name] for name in ("episode_id", "scale", "informant", "recorded_at")),
        client.c.code,
        client.c.display_name,
        session.c.meeting,
    )
    .join(episode, and_(episode.c.clinic_id == rating.c.clinic_id, episode.c.id == rating.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .join(session, and_(session.c.clinic_id == rating.c.clinic_id, session.c.id == rating.c.session_id))
)
STANDINGS = (
    select(standing.c.episode_id, standing.c.last_session_on, client.c.code, client.c.display_name)
    .join(episode, and_(episode.c.clinic_id == standing.c.clinic_id, episode.c.id == standing.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
)


def read_at(connection: Connection, clinic_id: int, clinician_id: int) -> datetime | None:
    """Up to when this clinician has read; None when never."""
    mine = and_(mark.c.clinic_id == clinic_id, mark.c.clinician_id == clinician_id)
    found: datetime | None = connection.execute(select(mark.c.read_at).where(mine)).scalar()
    return found


def mark_read(connection: Connection, clinic_id: int, clinician_id: int, moment: datetime) -> None:
    """Note up to when this clinician has read."""
    write_rows(connection, mark, [{"clinic_id": clinic_id, "clinician_id": clinician_id, "read_at": moment}])


def alerts_since(connection: Connection, clinic_id: int, clinician_id: int, since: datetime) -> Sequence[Record]:
    """Alerts raised since then that nobody looked at, and those that ratings settled; of a client the newest first."""
    raised = and_(
        alert.c.raised_at > since, alert.c.state == AlertState.NEW.value, alert.c.severity != Severity.NOTE.value
    )
    by_ratings = alert.c.state.in_(sorted(state.value for state in SETTLED))
    settled = and_(by_ratings, alert.c.closed_at > since, alert.c.closed_at > alert.c.raised_at)
    query = ALERTS.where(
        alert.c.clinic_id == clinic_id,
        alert.c.episode_id.in_(_changed(clinic_id, clinician_id, since)),
        or_(raised, settled),
    )
    return connection.execute(query.order_by(client.c.code, session.c.meeting.desc(), alert.c.id)).all()


def urgent_now(connection: Connection, clinic_id: int, clinician_id: int) -> Sequence[Record]:
    """Urgent alerts that nobody has looked at, on the open episodes of one clinician, the newest first."""
    urgent = select(standing.c.episode_id).where(
        standing.c.clinic_id == clinic_id,
        standing.c.clinician_id == clinician_id,
        standing.c.active,
        standing.c.attention == Attention.URGENT.value,
    )
    query = ALERTS.add_columns(alert.c.id.label("alert_id"), alert.c.raised_at).where(
        alert.c.clinic_id == clinic_id,
        alert.c.episode_id.in_(urgent),
        alert.c.severity == Severity.URGENT.value,
        alert.c.state == AlertState.NEW.value,
    )
    return connection.execute(query.order_by(alert.c.raised_at.desc(), client.c.code)).all()


def came_in_since(connection: Connection, clinic_id: int, clinician_id: int, since: datetime) -> Sequence[Record]:
    """Ratings that count and came in by link since then, the newest first."""
    by_link = and_(
        rating.c.recorded_at > since, rating.c.mode == Mode.REMOTE.value, rating.c.status == RatingStatus.ACTIVE.value
    )
    query = RATINGS.where(
        rating.c.clinic_id == clinic_id, rating.c.episode_id.in_(_changed(clinic_id, clinician_id, since)), by_link
    )
    return connection.execute(query.order_by(rating.c.recorded_at.desc(), rating.c.id.desc())).all()


def silent_between(
    connection: Connection, clinic_id: int, clinician_id: int, after: date, until: date
) -> Sequence[Record]:
    """Open episodes whose last session lies after the one day and not after the other."""
    since_then = and_(standing.c.last_session_on > after, standing.c.last_session_on <= until)
    query = STANDINGS.where(_mine(clinic_id, clinician_id), since_then)
    return connection.execute(query.order_by(standing.c.last_session_on, client.c.code)).all()


def _mine(clinic_id: int, clinician_id: int) -> ColumnElement[bool]:
    return and_(standing.c.clinic_id == clinic_id, standing.c.clinician_id == clinician_id, standing.c.active)


def _changed(clinic_id: int, clinician_id: int, since: datetime) -> Select[tuple[int]]:
    """Own open episodes that anything was written for: all else need not be looked at."""
    return select(standing.c.episode_id).where(_mine(clinic_id, clinician_id), standing.c.updated_at > since)
