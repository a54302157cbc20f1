"""The record as rows: transcripts with their turns, what was changed in them, and forgetting all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, select, update

from fit.store.readings import forget_excerpts, forget_reading
from fit.store.tables import MomentLabel, Reading, Recording, Session, Transcript, Turn, TurnEdit, User, columns_of
from fit.store.word_index import add_words, take_words_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from fit.store.types import Record

__all__ = [
    "OF_A_TRANSCRIPT",
    "add_transcript",
    "change_turn",
    "edits_of",
    "erase_every_transcript",
    "erase_transcript",
    "erase_transcripts_of",
    "erase_withheld",
    "hand_to",
    "labels_of_episode",
    "speakers_of",
    "transcript_by_id",
    "transcript_of_file",
    "transcripts_of",
    "turn_by_id",
    "turns_of",
    "withhold_transcripts_of",
]

transcript = columns_of(Transcript)
turn = columns_of(Turn)
edit = columns_of(TurnEdit)
recording = columns_of(Recording)
reading = columns_of(Reading)
label = columns_of(MomentLabel)
session = columns_of(Session)
user = columns_of(User)

OF_A_TRANSCRIPT = (label, edit, turn, recording, reading)
"""Tables with what belongs to a transcript or was made from it, those that refer to others first. Whatever is derived
from what was said stands here, so that forgetting a transcript forgets it too; each has a column `transcript_id`."""

FACTS = (
    select(transcript, session.c.meeting, session.c.occurred_on, user.c.display_name.label("importer_name"))
    .join(session, and_(session.c.clinic_id == transcript.c.clinic_id, session.c.id == transcript.c.session_id))
    .join(user, and_(user.c.clinic_id == transcript.c.clinic_id, user.c.id == transcript.c.imported_by))
)
READABLE = transcript.c.withheld.is_(False)
"""What the client withdrew while nothing may be erased is for nobody's eyes."""
EDITS = select(edit, user.c.display_name.label("editor_name")).join(
    user, and_(user.c.clinic_id == edit.c.clinic_id, user.c.id == edit.c.edited_by)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """As much of a turn as the index of words needs."""

    clinic_id: int
    id: int
    text: str


def add_transcript(connection: Connection, row: dict[str, Any], turns: Sequence[dict[str, Any]]) -> None:
    """Add a transcript with its turns, and let them be found by their words."""
    connection.execute(insert(transcript), row)
    connection.execute(insert(turn), list(turns))
    add_words(connection, [_spoken(one) for one in turns], row["found_by"])


def _spoken(row: dict[str, Any]) -> _Spoken:
    return _Spoken(clinic_id=row["clinic_id"], id=row["id"], text=row["text"])


def transcript_by_id(connection: Connection, clinic_id: int, transcript_id: int) -> Record | None:
    """The transcript of that id, with its session."""
    one = and_(transcript.c.clinic_id == clinic_id, transcript.c.id == transcript_id)
    return connection.execute(FACTS.where(one, READABLE)).first()


def transcript_of_file(connection: Connection, clinic_id: int, session_id: int, content_hash: str) -> Record | None:
    """The transcript that came from this file into this session."""
    one = and_(
        transcript.c.clinic_id == clinic_id,
        transcript.c.session_id == session_id,
        transcript.c.content_hash == content_hash,
    )
    return connection.execute(select(transcript.c.id).where(one)).first()


def transcripts_of(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """The transcripts of an episode in the order of its sessions."""
    mine = and_(transcript.c.clinic_id == clinic_id, transcript.c.episode_id == episode_id)
    return sorted(connection.execute(FACTS.where(mine, READABLE)), key=lambda row: (row.meeting, row.id))


def turns_of(
    connection: Connection, clinic_id: int, transcript_id: int, *, first: int = 0, count: int | None = None
) -> Sequence[Record]:
    """Turns of a transcript in order, from a place on."""
    mine = and_(turn.c.clinic_id == clinic_id, turn.c.transcript_id == transcript_id, turn.c.place >= first)
    until = mine if count is None else and_(mine, turn.c.place < first + count)
    return connection.execute(select(turn).where(until).order_by(turn.c.place)).all()


def speakers_of(connection: Connection, clinic_id: int, transcript_id: int) -> Sequence[Record]:
    """Label and role of everybody who speaks, with the number of their turns, the first speaker first."""
    mine = and_(turn.c.clinic_id == clinic_id, turn.c.transcript_id == transcript_id)
    query = select(turn.c.label, turn.c.role, func.count().label("turns"), func.min(turn.c.place).label("first"))
    rows = connection.execute(query.where(mine).group_by(turn.c.label, turn.c.role)).all()
    return sorted(rows, key=lambda row: row.first)


def labels_of_episode(connection: Connection, clinic_id: int, episode_id: int) -> Sequence[Record]:
    """Every label with its role in the transcripts of an episode, by label; turns without one are left out."""
    mine = select(transcript.c.id).where(transcript.c.clinic_id == clinic_id, transcript.c.episode_id == episode_id)
    # asked first: joined, SQLite would read the turns of everybody
    ids = list(connection.execute(mine.where(READABLE)).scalars())
    said = and_(turn.c.clinic_id == clinic_id, turn.c.transcript_id.in_(ids), turn.c.label != "")
    rows = connection.execute(select(turn.c.label, turn.c.role).where(said).distinct()).all()
    return sorted(rows, key=lambda row: (row.label, row.role or ""))


def turn_by_id(connection: Connection, clinic_id: int, turn_id: int) -> Record | None:
    """The turn of that id, with the episode that it belongs to."""
    belongs = and_(transcript.c.clinic_id == turn.c.clinic_id, transcript.c.id == turn.c.transcript_id)
    query = select(turn, transcript.c.episode_id, transcript.c.found_by).join(transcript, belongs)
    return connection.execute(query.where(turn.c.clinic_id == clinic_id, turn.c.id == turn_id, READABLE)).first()


def change_turn(connection: Connection, before: Record, changed: dict[str, Any], kept: dict[str, Any]) -> int:
    """Change a turn that still has the version of `before`, keeping what stood there; returns how many were changed."""
    same = and_(turn.c.clinic_id == before.clinic_id, turn.c.id == before.id, turn.c.version == before.version)
    done = connection.execute(update(turn).where(same), changed | {"version": before.version + 1}).rowcount
    if done:
        connection.execute(insert(edit), kept)
        forget_reading(connection, before.clinic_id, before.transcript_id)
        take_words_out(connection, [before], before.found_by)
        now = _Spoken(clinic_id=before.clinic_id, id=before.id, text=changed["text"])
        add_words(connection, [now], before.found_by)
    return done


def edits_of(connection: Connection, clinic_id: int, transcript_id: int) -> Sequence[Record]:
    """What stood in the turns of a transcript before they were changed, the oldest first."""
    mine = and_(edit.c.clinic_id == clinic_id, edit.c.transcript_id == transcript_id)
    return sorted(connection.execute(EDITS.where(mine)), key=lambda row: row.id)


def hand_to(connection: Connection, clinic_id: int, episode_id: int, holder: int) -> None:
    """Let the transcripts of an episode be found by its new holder."""
    for row in transcripts_of(connection, clinic_id, episode_id):
        turns = turns_of(connection, clinic_id, row.id)
        take_words_out(connection, turns, row.found_by)
        add_words(connection, turns, holder)
        one = and_(transcript.c.clinic_id == clinic_id, transcript.c.id == row.id)
        connection.execute(update(transcript).where(one), {"found_by": holder})


def erase_transcript(connection: Connection, row: Record) -> None:
    """Forget a transcript and all that was made from it."""
    if not row.withheld:  # else its words are out of the index already
        take_words_out(connection, turns_of(connection, row.clinic_id, row.id), row.found_by)
    forget_excerpts(connection, row.clinic_id, row.id)
    for table in OF_A_TRANSCRIPT:
        connection.execute(delete(table).where(*_of(table.c, row.clinic_id, row.id)))
    one = and_(transcript.c.clinic_id == row.clinic_id, transcript.c.id == row.id)
    connection.execute(delete(transcript).where(one))


def _of(columns: Any, clinic_id: int, transcript_id: int) -> tuple[ColumnElement[bool], ...]:
    return columns.clinic_id == clinic_id, columns.transcript_id == transcript_id


def erase_transcripts_of(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> int:
    """Forget every transcript of these episodes; returns how many there were."""
    found = [row for episode_id in episode_ids for row in transcripts_of(connection, clinic_id, episode_id)]
    for row in found:
        erase_transcript(connection, row)
    return len(found)


def erase_every_transcript(connection: Connection, clinic_id: int, episode_id: int) -> int:
    """The same for one episode, with what is withheld; returns how many there were."""
    mine = and_(transcript.c.clinic_id == clinic_id, transcript.c.episode_id == episode_id)
    found = connection.execute(select(transcript).where(mine)).all()
    for row in found:
        erase_transcript(connection, row)
    return len(found)


def withhold_transcripts_of(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> int:
    """Let nobody read or find the transcripts of these episodes; what rules read in them is forgotten at once."""
    found = [row for episode_id in episode_ids for row in transcripts_of(connection, clinic_id, episode_id)]
    for row in found:
        take_words_out(connection, turns_of(connection, clinic_id, row.id), row.found_by)
        forget_reading(connection, clinic_id, row.id)
        one = and_(transcript.c.clinic_id == clinic_id, transcript.c.id == row.id)
        connection.execute(update(transcript).where(one), {"withheld": True})
    return len(found)


def erase_withheld(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> int:
    """Forget the transcripts of these episodes that were withheld; returns how many there were."""
    asked = and_(transcript.c.clinic_id == clinic_id, transcript.c.episode_id.in_(list(episode_ids)))
    found = connection.execute(select(transcript).where(asked, transcript.c.withheld.is_(True))).all()
    for row in found:
        erase_transcript(connection, row)
    return len(found)
