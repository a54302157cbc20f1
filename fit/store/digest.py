"""What is new for a clinician since a moment, read from the episodes that changed since then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, and_, bindparam, or_, select

from fit.policies import Severity
from fit.ratings import Mode
from fit.store._rows import write_rows
from fit.store.alerts import SETTLED
from fit.store.asked import CLINIC, PERSON
from fit.store.states import AlertState, Attention, RatingStatus
from fit.store.tables import Alert, Client, DigestMark, Episode, Rating, Session, Standing, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = ["alerts_since", "came_in_since", "mark_read", "read_at", "silent_between", "urgent_now"]

alert = columns_of(Alert)
client = columns_of(Client)
episode = columns_of(Episode)
mark = columns_of(DigestMark)
rating = columns_of(Rating)
session = columns_of(Session)
standing = columns_of(Standing)

SINCE: BindParameter[Any] = bindparam("since")
answer = rating.alias("answer")
answering = session.alias("answering")

ALERTS = (
    select(
        *(alert.c[name] for name in ("episode_id", "rule", "title", "severity", "state")),
        client.c.code,
        client.c.display_name,
        session.c.meeting,
        answering.c.meeting.label("answered_by_meeting"),
        standing.c.attention,
    )
    .join(episode, and_(episode.c.clinic_id == alert.c.clinic_id, episode.c.id == alert.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .join(session, and_(session.c.clinic_id == alert.c.clinic_id, session.c.id == alert.c.session_id))
    .join(standing, and_(standing.c.clinic_id == alert.c.clinic_id, standing.c.episode_id == alert.c.episode_id))
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
MINE = and_(standing.c.clinic_id == CLINIC, standing.c.clinician_id == PERSON, standing.c.active)
CHANGED = select(standing.c.episode_id).where(MINE, standing.c.updated_at > SINCE)
"""Own open episodes that anything was written for since then: all else need not be looked at."""

NEW = and_(alert.c.raised_at > SINCE, alert.c.state == AlertState.NEW.value, alert.c.severity != Severity.NOTE.value)
SETTLED_SINCE = and_(
    alert.c.state.in_(sorted(state.value for state in SETTLED)),
    alert.c.closed_at > SINCE,
    alert.c.closed_at > alert.c.raised_at,
)
ALERTS_SINCE = ALERTS.where(
    alert.c.clinic_id == CLINIC, alert.c.episode_id.in_(CHANGED), or_(NEW, SETTLED_SINCE)
).order_by(client.c.code, session.c.meeting.desc(), alert.c.id)
URGENT = (
    ALERTS.add_columns(alert.c.id.label("alert_id"), alert.c.raised_at)
    .where(
        alert.c.clinic_id == CLINIC,
        alert.c.episode_id.in_(
            select(standing.c.episode_id).where(MINE, standing.c.attention == Attention.URGENT.value)
        ),
        alert.c.severity == Severity.URGENT.value,
        alert.c.state == AlertState.NEW.value,
    )
    .order_by(alert.c.raised_at.desc(), client.c.code)
)
"""It is asked with every look at a page, and every ten seconds by every page that is open."""

CAME_IN = RATINGS.where(
    rating.c.clinic_id == CLINIC,
    rating.c.episode_id.in_(CHANGED),
    rating.c.recorded_at > SINCE,
    rating.c.mode == Mode.REMOTE.value,
    rating.c.status == RatingStatus.ACTIVE.value,
).order_by(rating.c.recorded_at.desc(), rating.c.id.desc())
SILENT = STANDINGS.where(
    MINE, standing.c.last_session_on > bindparam("after"), standing.c.last_session_on <= bindparam("until")
).order_by(standing.c.last_session_on, client.c.code)
READ_AT = select(mark.c.read_at).where(mark.c.clinic_id == CLINIC, mark.c.clinician_id == PERSON)


def read_at(connection: Connection, clinic_id: int, clinician_id: int) -> datetime | None:
    """Up to when this clinician has read; None when never."""
    found: datetime | None = connection.execute(READ_AT, {"clinic": clinic_id, "person": clinician_id}).scalar()
    return found


def mark_read(connection: Connection, clinic_id: int, clinician_id: int, moment: datetime) -> None:
    """Note up to when this clinician has read."""
    write_rows(connection, mark, [{"clinic_id": clinic_id, "clinician_id": clinician_id, "read_at": moment}])


def alerts_since(connection: Connection, clinic_id: int, clinician_id: int, since: datetime) -> Sequence[Record]:
    """Alerts raised since then that nobody looked at, and those that ratings settled; of a client the newest first."""
    return connection.execute(ALERTS_SINCE, {"clinic": clinic_id, "person": clinician_id, "since": since}).all()


def urgent_now(connection: Connection, clinic_id: int, clinician_id: int) -> Sequence[Record]:
    """Urgent alerts that nobody has looked at, on the open episodes of one clinician, the newest first."""
    return connection.execute(URGENT, {"clinic": clinic_id, "person": clinician_id}).all()


def came_in_since(connection: Connection, clinic_id: int, clinician_id: int, since: datetime) -> Sequence[Record]:
    """Ratings that count and came in by link since then, the newest first."""
    return connection.execute(CAME_IN, {"clinic": clinic_id, "person": clinician_id, "since": since}).all()


def silent_between(
    connection: Connection, clinic_id: int, clinician_id: int, after: date, until: date
) -> Sequence[Record]:
    """Open episodes whose last session lies after the one day and not after the other."""
    days = {"after": after, "until": until}
    return connection.execute(SILENT, {"clinic": clinic_id, "person": clinician_id, **days}).all()
