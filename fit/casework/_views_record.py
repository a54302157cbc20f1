"""What pages see of the record: consents, transcripts, turns, and what a search found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.casework._views_care import RatingRow
    from fit.store.states import ConsentKind
    from fit.transcripts import Level, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """Something that a client agreed to; `withdrawn_on` is None while it stands."""

    kind: ConsentKind
    given_on: date
    recorded_by: str
    """Name of who noted it; empty where nobody kept that."""
    withdrawn_on: date | None
    withdrawn_by: str
    form_version: str = ""
    """The clinic's own name of the form that was agreed to; empty where nobody noted it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How much of the record was removed for good."""

    transcripts: int
    recordings: int
    withheld: bool = False
    """Nothing was removed, because of a legal hold; nobody reads it, and it goes when the hold is lifted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptFacts:
    """A transcript, and which session it is of."""

    transcript_id: str
    session_id: str
    meeting: int
    occurred_on: date | None
    format: str
    level: Level
    from_audio: bool
    language: str | None
    turns: int
    words: int
    imported_by: str
    imported_at: datetime
    made_by: str
    """Recogniser and model of a recording that was written down here; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSession:
    """A session with the transcripts that there are of it."""

    session_id: str
    meeting: int
    occurred_on: date | None
    transcripts: tuple[TranscriptFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """What the page of a client's record draws; sessions the newest first."""

    client_label: str
    episode_id: str
    consents: tuple[ConsentRow, ...]
    """To recording and transcript, the oldest first; also those that were withdrawn."""
    stands: Mapping[ConsentKind, bool]
    """Whether consent stands today. A kind that was never asked is not here."""
    sessions: tuple[RecordSession, ...]
    can_change: bool
    as_of: date
    held: bool = False
    """Under a legal hold: nothing is removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFound:
    """Somebody who speaks in a file that is about to come in. `guess` is a suggestion, to be confirmed."""

    label: str
    turns: int
    words: int
    first_words: str
    guess: Role | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptCheck:
    """What a file holds, before anything of it is stored."""

    format: str
    title: str
    level: Level
    turns: int
    words: int
    speakers: tuple[SpeakerFound, ...]
    unlabelled: int
    """Turns of which the file does not say who spoke."""
    why: str
    """What the guess of the clinician rests on."""
    sure: float
    """How sure that guess is: 0.5 as good as chance, 1 certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerChoice:
    """Who can be said to have spoken a turn: a label of the transcript (empty: none) with its role."""

    label: str
    role: Role | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEditRow:
    """What stood in a turn before somebody changed it."""

    text: str
    label: str
    role: Role | None
    edited_by: str
    edited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """What one person said; times [ms] from the beginning, None where unknown."""

    turn_id: str
    place: int
    start: int | None
    end: int | None
    label: str
    role: Role | None
    text: str
    doubtful: tuple[tuple[int, int], ...]
    """Where in the text words stand that the recogniser was not sure of: from, to."""
    version: int
    edits: tuple[TurnEditRow, ...]
    """The oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptPage:
    """A slice of a transcript with what it belongs to."""

    client_label: str
    episode_id: str
    facts: TranscriptFacts
    turns: tuple[TurnRow, ...]
    first: int
    """Place of the first turn of the slice."""
    speakers: tuple[SpeakerChoice, ...]
    ratings: tuple[RatingRow, ...]
    """Of this session, also those that no longer count."""
    can_change: bool
    has_sound: bool
    """Whether the recording is kept and can be listened to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A turn in which everything was found, with what was said around it."""

    episode_id: str
    client_label: str
    transcript_id: str
    meeting: int
    occurred_on: date | None
    turn_id: str
    start: int | None
    label: str
    role: Role | None
    text: str
    marks: tuple[tuple[int, int], ...]
    """Where in the text the words stand: from, to."""
    before: str
    """The turn before, and `after` the next one; empty where there is none."""
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFound:
    """What a search found, the transcript taken in last first; `more` when there are others."""

    hits: tuple[SearchHit, ...]
    more: bool
