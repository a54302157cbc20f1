"""Which recording is of which session. The sound itself lies in files of the folder of recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, update

from fit.store.tables import Episode, Recording, Session, User, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from fit.store.types import Record

__all__ = [
    "add_recording",
    "every_recording_of",
    "forget_recording",
    "known_numbers",
    "put_before",
    "recording_by_id",
    "recording_of_transcript",
    "recordings_of",
    "set_transcript",
    "withhold",
]

recording = columns_of(Recording)
session = columns_of(Session)
user = columns_of(User)
episode = columns_of(Episode)

FACTS = (
    select(recording, session.c.meeting, session.c.occurred_on, user.c.display_name.label("putter_name"))
    .join(session, and_(session.c.clinic_id == recording.c.clinic_id, session.c.id == recording.c.session_id))
    .join(user, and_(user.c.clinic_id == recording.c.clinic_id, user.c.id == recording.c.put_by))
)
READABLE = recording.c.withheld.is_(False)
"""What the client withdrew while nothing may be erased is for nobody's ears."""


def add_recording(connection: Connection, row: dict[str, Any]) -> None:
    """Note whose a recording is."""
    connection.execute(insert(recording), row)


def recording_by_id(connection: Connection, clinic_id: int, recording_id: int) -> Record | None:
    """The recording of that id, with its session."""
    one = and_(recording.c.clinic_id == clinic_id, recording.c.id == recording_id)
    return connection.execute(FACTS.where(one, READABLE)).first()


def recordings_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """The recordings of an episode, the first that came first."""
    mine = and_(recording.c.clinic_id == clinic_id, recording.c.episode_id == episode_id)
    return sorted(connection.execute(FACTS.where(mine, READABLE)), key=lambda row: row.id)


def every_recording_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """The recordings of an episode, also those that are withheld."""
    mine = and_(recording.c.clinic_id == clinic_id, recording.c.episode_id == episode_id)
    return connection.execute(select(recording).where(mine)).all()


def withhold(connection: Connection, row: Record) -> None:
    """Let nobody hear a recording, or see that it is there."""
    one = and_(recording.c.clinic_id == row.clinic_id, recording.c.id == row.id)
    connection.execute(update(recording).where(one), {"withheld": True})


def put_before(connection: Connection, clinic_id: int, moment: datetime) -> Sequence[Record]:
    """Recordings of a clinic that came in before a moment, with the client that each is of."""
    both = and_(episode.c.clinic_id == recording.c.clinic_id, episode.c.id == recording.c.episode_id)
    query = select(recording, episode.c.client_id).join(episode, both)
    return connection.execute(query.where(recording.c.clinic_id == clinic_id, recording.c.put_at < moment)).all()


def recording_of_transcript(connection: Connection, clinic_id: int, transcript_id: int) -> Record | None:
    """The recording that is kept of a transcript."""
    one = and_(recording.c.clinic_id == clinic_id, recording.c.transcript_id == transcript_id)
    return connection.execute(select(recording).where(one, READABLE)).first()


def set_transcript(connection: Connection, row: Record, transcript_id: int) -> None:
    """Note that the words of a recording became a transcript and its sound is kept."""
    one = and_(recording.c.clinic_id == row.clinic_id, recording.c.id == row.id)
    connection.execute(update(recording).where(one), {"transcript_id": transcript_id})


def forget_recording(connection: Connection, row: Record) -> None:
    """Forget whose a recording is; its sound is to be erased too."""
    one = and_(recording.c.clinic_id == row.clinic_id, recording.c.id == row.id)
    connection.execute(delete(recording).where(one))


def known_numbers(connection: Connection, numbers: Iterable[str]) -> frozenset[str]:
    """Those of these numbers that belong to a session of any clinic."""
    asked = list(numbers)
    if not asked:
        return frozenset()
    found = select(recording.c.number).where(recording.c.number.in_(asked))
    return frozenset(connection.execute(found).scalars())
