"""What pages see of recordings: how far each is on its way to a transcript, and the sound that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import BinaryIO


class RecordingState(StrEnum):
    """Where a recording is on its way: the states of `fit.speech`, named here without loading what it needs."""

    WAITING = "waiting"
    RUNNING = "running"
    WRITTEN = "written"
    FAILED = "failed"
    CANCELLED = "cancelled"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRow:
    """A recording of a session; `done` and `length` [ms] of it, the length None while nobody knows it."""

    recording_id: str
    session_id: str
    meeting: int
    occurred_on: date | None
    state: RecordingState
    done: int
    length: int | None
    reason: str
    """Why it failed and what to do; empty while it did not."""
    put_by: str
    put_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingsPage:
    """The recordings of an episode, the first that came first, and what stands in the way of more."""

    recordings: tuple[RecordingRow, ...]
    obstacle: str
    """Why no recording can be written down here, and what to do; empty when all is there."""
    keeps: bool
    """Whether this clinic keeps sound where the client agrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """Kept sound: a file that can be read anywhere, its media type, and its size [bytes]."""

    file: BinaryIO
    kind: str
    size: int
