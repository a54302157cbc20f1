"""What is known of episodes in which the alliance dipped, beside their ratings: endings, and what was talked about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, or_, select

from fit.store.resting import TALKED_ABOUT
from fit.store.tables import Alert, Episode, Session, Standing, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fit.store.types import Record

standing = columns_of(Standing)
episode = columns_of(Episode)
alert = columns_of(Alert)
session = columns_of(Session)

OF_ALLIANCE = "alliance"
"""The kind of alert that a talk about the working relationship answers."""


def dipped(connection: Connection, clinic_id: int, clinician_ids: Sequence[int]) -> Sequence[Record]:
    """Id, closing day and ending of these clinicians' episodes, open and closed, whose standing knows of a dip."""
    if not clinician_ids:
        return ()
    theirs = and_(standing.c.clinic_id == clinic_id, standing.c.clinician_id.in_(clinician_ids))
    own = and_(episode.c.clinic_id == standing.c.clinic_id, episode.c.id == standing.c.episode_id)
    query = select(episode.c.id, episode.c.closed_on, episode.c.ending).join(standing, own)
    return connection.execute(query.where(theirs, standing.c.dip_meeting.is_not(None))).all()


def talked_about(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> dict[int, dict[int, bool]]:
    """By episode and session whether its alliance alert was talked about with the client, or had a repair planned.

    What was over as soon as it was found, as in past ratings that came in together, was never anybody's to talk about.
    """
    talked = or_(alert.c.talked_at.is_not(None), alert.c.state.in_([state.value for state in TALKED_ABOUT]))
    was_open = or_(alert.c.closed_at.is_(None), alert.c.closed_at > alert.c.raised_at)
    theirs = and_(alert.c.clinic_id == clinic_id, alert.c.episode_id.in_(episode_ids), alert.c.kind == OF_ALLIANCE)
    both = and_(session.c.clinic_id == alert.c.clinic_id, session.c.id == alert.c.session_id)
    asked = select(alert.c.episode_id, session.c.meeting, case((talked, 1), else_=0).label("talked"))
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    for row in connection.execute(asked.join(session, both).where(theirs, was_open)):
        sessions = found[row.episode_id]
        sessions[row.meeting] = sessions.get(row.meeting, False) or bool(row.talked)
    return dict(found)
