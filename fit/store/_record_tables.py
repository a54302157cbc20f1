"""Tables of the record: transcripts of sessions, their turns, what was changed in a turn, and recordings."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLModel reads the annotations
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field

from fit.store._base import Base, added_mark, key, link, refers, text


class Transcript(Base, table=True):
    """What was said in one session, from one file. `content_hash` keeps the same file from coming in twice.

    `found_by` is the clinician under whom its words stand in the index: whoever holds the episode. `made_by` names the
    recogniser and model of a recording that was written down here. `withheld`: the client withdrew it while nothing
    may be erased; nobody reads it, and it goes when the hold is lifted.
    """

    __table_args__ = (
        refers("episode_id", "episode"),
        refers("session_id", "session"),
        UniqueConstraint("clinic_id", "session_id", "content_hash"),
        Index("ix_transcript_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    session_id: int = link()
    format: str = text(40)
    level: str = text(20)
    from_audio: bool
    language: str | None = text(20, optional=True)
    content_hash: str = text(64)
    turns: int
    words: int
    found_by: int | None = link(optional=True)
    imported_by: int = link()
    imported_at: datetime
    made_by: str | None = text(500, optional=True)
    withheld: bool = added_mark()


class Turn(Base, table=True):
    """What one person said without another speaking; times [ms] from the beginning, empty where unknown.

    `role` is empty where nobody told the speakers apart. `confidence` is that of its least certain word, and `words`
    holds text, start, end and confidence of each, where the file had them. `version` grows with every change.
    """

    __table_args__ = (
        refers("transcript_id", "transcript"),
        UniqueConstraint("clinic_id", "transcript_id", "place"),
    )

    clinic_id: int = key()
    id: int = key()
    transcript_id: int = link()
    place: int
    start_ms: int | None = None
    end_ms: int | None = None
    role: str | None = text(20, optional=True)
    label: str = text(200)
    text: str = Field(sa_type=Text)
    confidence: float | None = None
    words: list[Any] | None = Field(default=None, sa_type=JSON)
    version: int


class TurnEdit(Base, table=True):
    """What stood in a turn before somebody changed it."""

    __tablename__: ClassVar[str] = "turn_edit"
    __table_args__ = (
        refers("turn_id", "turn"),
        refers("transcript_id", "transcript"),
        Index("ix_turn_edit_clinic_id_turn_id", "clinic_id", "turn_id"),
        Index("ix_turn_edit_clinic_id_transcript_id", "clinic_id", "transcript_id"),
    )

    clinic_id: int = key()
    id: int = key()
    transcript_id: int = link()
    turn_id: int = link()
    version: int
    text_before: str = Field(sa_type=Text)
    label_before: str = text(200)
    role_before: str | None = text(20, optional=True)
    edited_by: int = link()
    edited_at: datetime


class Recording(Base, table=True):
    """A recording of a session that waits to be written down, or is kept: its sound lies in a file of that number.

    The row is there before the file, so that a file whose number no row knows is a leftover. `transcript_id` is set
    when its words were taken over and the sound is kept; `withheld` is as in a transcript.
    """

    __table_args__ = (
        refers("episode_id", "episode"),
        refers("session_id", "session"),
        refers("transcript_id", "transcript"),
        UniqueConstraint("number"),
        Index("ix_recording_clinic_id_episode_id", "clinic_id", "episode_id"),
        Index("ix_recording_clinic_id_transcript_id", "clinic_id", "transcript_id"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    session_id: int = link()
    number: str = text(32)
    put_by: int = link()
    put_at: datetime
    transcript_id: int | None = link(optional=True)
    withheld: bool = added_mark()
