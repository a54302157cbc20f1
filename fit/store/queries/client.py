"""One client's page: sessions, ratings also when superseded, alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from fit.store.asked import of_episode
from fit.store.tables import Alert, Rating, Session, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

session = columns_of(Session)
rating = columns_of(Rating)
alert = columns_of(Alert)
answer = rating.alias("answer")
answering = session.alias("answering")
recorder = columns_of(User).alias("recorder")
remover = columns_of(User).alias("remover")

SESSIONS = select(session).where(of_episode(session)).order_by(session.c.meeting)
RATINGS = (
    select(rating, recorder.c.display_name.label("recorder_name"), remover.c.display_name.label("remover_name"))
    .outerjoin(recorder, and_(recorder.c.clinic_id == rating.c.clinic_id, recorder.c.id == rating.c.recorded_by))
    .outerjoin(remover, and_(remover.c.clinic_id == rating.c.clinic_id, remover.c.id == rating.c.taken_out_by))
    .where(of_episode(rating))
)
ALERTS = (
    select(alert, session.c.meeting, answering.c.meeting.label("answered_by_meeting"))
    .join(session, and_(session.c.clinic_id == alert.c.clinic_id, session.c.id == alert.c.session_id))
    .outerjoin(answer, and_(answer.c.clinic_id == alert.c.clinic_id, answer.c.id == alert.c.answered_by))
    .outerjoin(answering, and_(answering.c.clinic_id == answer.c.clinic_id, answering.c.id == answer.c.session_id))
    .where(of_episode(alert))
    .order_by(session.c.meeting.desc(), alert.c.id.desc())
)


def sessions(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """The sessions of an episode in order."""
    return connection.execute(SESSIONS, {"clinic": clinic_id, "episode": episode_id}).all()


def ratings(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """All ratings of an episode, in the order in which they were recorded."""
    # Sorted here: asked for the order of the key, SQLite reads all ratings of the clinic instead of sorting a few.
    return sorted(connection.execute(RATINGS, {"clinic": clinic_id, "episode": episode_id}), key=lambda row: row.id)


def alerts(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """All alerts of an episode, the newest session first."""
    return connection.execute(ALERTS, {"clinic": clinic_id, "episode": episode_id}).all()
