"""What was read in transcripts, what clinicians made of moments, and how they remember them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, select, update

from fit.store.tables import (
    Client,
    Episode,
    Memory,
    MomentLabel,
    Reading,
    Session,
    Standing,
    Transcript,
    Turn,
    columns_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Select

    from fit.store.types import Record

__all__ = [
    "add_memory",
    "forget_excerpts",
    "forget_reading",
    "label_counts",
    "labels_of",
    "memories_of",
    "patterns_of",
    "patterns_of_holder",
    "put_label",
    "put_reading",
    "reading_of",
]

reading = columns_of(Reading)
label = columns_of(MomentLabel)
memory = columns_of(Memory)
transcript = columns_of(Transcript)
session = columns_of(Session)
turn = columns_of(Turn)
episode = columns_of(Episode)
standing = columns_of(Standing)
client = columns_of(Client)

PATTERNS = (
    select(
        transcript.c.id.label("transcript_id"),
        transcript.c.episode_id,
        transcript.c.session_id,
        session.c.meeting,
        session.c.occurred_on,
        client.c.code,
        client.c.display_name,
        reading.c.version,
        reading.c.pattern,
    )
    .join(session, and_(session.c.clinic_id == transcript.c.clinic_id, session.c.id == transcript.c.session_id))
    .join(episode, and_(episode.c.clinic_id == transcript.c.clinic_id, episode.c.id == transcript.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .outerjoin(reading, and_(reading.c.clinic_id == transcript.c.clinic_id, reading.c.transcript_id == transcript.c.id))
)


def reading_of(connection: Connection, clinic_id: int, transcript_id: int) -> Record | None:
    """What was read in a transcript, by whichever version."""
    one = and_(reading.c.clinic_id == clinic_id, reading.c.transcript_id == transcript_id)
    return connection.execute(select(reading).where(one)).first()


def put_reading(connection: Connection, row: dict[str, Any], as_read: Mapping[int, int]) -> None:
    """Keep what was read instead of what was read before; nothing when the turns are not those that were read.

    `as_read`: version by turn.
    """
    of_it = and_(turn.c.clinic_id == row["clinic_id"], turn.c.transcript_id == row["transcript_id"])
    if {one.id: one.version for one in connection.execute(select(turn.c.id, turn.c.version).where(of_it))} != as_read:
        return
    forget_reading(connection, row["clinic_id"], row["transcript_id"])
    connection.execute(insert(reading), row)


def forget_reading(connection: Connection, clinic_id: int, transcript_id: int) -> None:
    """Forget what was read in a transcript, because it is not what it was."""
    one = and_(reading.c.clinic_id == clinic_id, reading.c.transcript_id == transcript_id)
    connection.execute(delete(reading).where(one))


def patterns_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """The transcripts of an episode with what each adds to the patterns, by session; None where it is not read yet."""
    mine = (transcript.c.clinic_id == clinic_id, transcript.c.episode_id == episode_id)
    return _by_session(connection, PATTERNS.where(*mine, transcript.c.withheld.is_(False)))


def patterns_of_holder(connection: Connection, clinic_id: int, clinician_id: int) -> Sequence[Record]:
    """The same for all episodes that a clinician holds."""
    own = (standing.c.clinic_id == clinic_id, standing.c.clinician_id == clinician_id)
    held = select(standing.c.episode_id).where(*own)
    # asked first: joined, SQLite would read the transcripts of everybody
    ids = list(connection.execute(held).scalars())
    mine = (transcript.c.clinic_id == clinic_id, transcript.c.episode_id.in_(ids))
    return _by_session(connection, PATTERNS.where(*mine, transcript.c.withheld.is_(False)))


def _by_session(connection: Connection, query: Select[Any]) -> Sequence[Record]:
    found = connection.execute(query).all()
    return sorted(
        found, key=lambda row: (row.occurred_on is None, row.occurred_on or 0, row.meeting, row.transcript_id)
    )


def labels_of(connection: Connection, clinic_id: int, transcript_id: int, user_id: int) -> Sequence[Record]:
    """What somebody made of the moments of a transcript."""
    mine = and_(label.c.clinic_id == clinic_id, label.c.transcript_id == transcript_id, label.c.labelled_by == user_id)
    return connection.execute(select(label).where(mine)).all()


def put_label(connection: Connection, row: dict[str, Any]) -> None:
    """Keep what somebody made of a moment, instead of what they made of it before."""
    same = [label.c[name] == row[name] for name in ("clinic_id", "turn_id", "labelled_by")]
    connection.execute(delete(label).where(*same))
    connection.execute(insert(label), row)


def label_counts(connection: Connection, clinic_id: int, user_id: int) -> dict[str, int]:
    """How often somebody found moments right, wrong, or of another kind."""
    mine = and_(label.c.clinic_id == clinic_id, label.c.labelled_by == user_id)
    query = select(label.c.verdict, func.count().label("times")).where(mine).group_by(label.c.verdict)
    return {row.verdict: row.times for row in connection.execute(query)}


def memories_of(connection: Connection, clinic_id: int, session_id: int, user_id: int) -> Sequence[Record]:
    """How somebody remembers a session and its moments, the oldest first."""
    mine = and_(memory.c.clinic_id == clinic_id, memory.c.session_id == session_id, memory.c.written_by == user_id)
    return sorted(connection.execute(select(memory).where(mine)), key=lambda row: row.id)


def add_memory(connection: Connection, row: dict[str, Any]) -> None:
    """Keep how somebody remembers."""
    connection.execute(insert(memory), row)


def forget_excerpts(connection: Connection, clinic_id: int, transcript_id: int) -> None:
    """Let memories outlive the transcript, being the clinician's own words; which turn they were about is forgotten."""
    about = and_(memory.c.clinic_id == clinic_id, memory.c.transcript_id == transcript_id)
    connection.execute(delete(memory).where(about, memory.c.text == ""))
    connection.execute(update(memory).where(about), {"transcript_id": None, "turn": None})
