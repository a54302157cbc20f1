"""What pages see of a session that is looked back at: excerpts, moments, memories, and patterns over sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.casework._views_care import AlertRow, RatingRow
    from fit.casework._views_record import TranscriptFacts, TurnRow
    from fit.dialogue import Dialogue, Habits, Moment, RuptureKind, SessionPattern
    from fit.excerpts import FallenItem
    from fit.repair import ItemFall
    from fit.store.states import MomentVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryRow:
    """How the clinician remembers a session, or the moment at a turn; `text` is empty where nothing was written."""

    turn: int | None
    """Place of the turn that the excerpt is about; None for the whole session."""
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptRow:
    """A stretch to look at first. Words of it are here only once it was opened."""

    turn: int
    """Place of the turn that it is about: its name."""
    first_turn: int
    last_turn: int
    start: int | None
    """[ms] Where it begins, and `end` where it ends; None where the file has no times."""
    end: int | None
    heading: str
    """What it may be, without a word of the session."""
    opened: bool
    reason: str
    fact: str
    turns: tuple[TurnRow, ...]
    memory: MemoryRow | None
    """As written before it was opened; never anybody else's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentLabelRow:
    """What a clinician made of a moment."""

    verdict: MomentVerdict
    kind_given: RuptureKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentRow:
    """A possible moment with the id of its turn, and what this person made of it so far."""

    moment: Moment
    turn_id: str
    titles: Mapping[str, str]
    """Titles of the markers, by id."""
    label: MomentLabelRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRate:
    """How often this person found possible moments right so far."""

    right: int = 0
    other_kind: int = 0
    """Worth a look, of another kind than said."""
    wrong: int = 0

    @property
    def looked_at(self) -> int:
        """How many were looked at and answered."""
        return self.right + self.other_kind + self.wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPage:
    """Everything that the page of a session draws when it is looked back at."""

    client_label: str
    episode_id: str
    session_id: str
    meeting: int
    occurred_on: date | None
    alerts: tuple[AlertRow, ...]
    """Raised at this session: what flags it."""
    ratings: tuple[RatingRow, ...]
    """Of this session, those that count."""
    fallen: tuple[ItemFall, ...]
    """Lines of the client's session rating that fell since the session before, the furthest first."""
    about: FallenItem | None
    """The line by which excerpts are ranked; None where none fell more than the others."""
    transcripts: tuple[TranscriptFacts, ...]
    facts: TranscriptFacts | None
    """Of the transcript that is shown; None where there is none."""
    dialogue: Dialogue | None
    turn_ids: tuple[str, ...]
    """By place."""
    excerpts: tuple[ExcerptRow, ...]
    moments: tuple[MomentRow, ...]
    memories: tuple[MemoryRow, ...]
    """Of the session, and of moments whose transcript is gone: those with a text."""
    hits: HitRate
    can_change: bool
    has_sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPatternRow:
    """What one session adds to the patterns."""

    episode_id: str
    session_id: str
    client_label: str
    meeting: int
    occurred_on: date | None
    pattern: SessionPattern


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternsPage:
    """Patterns over the sessions of one client, or of all clients of one clinician."""

    title: str
    """The client's label, or the clinician's name."""
    episode_id: str | None
    rows: tuple[SessionPatternRow, ...]
    """By day."""
    habits: Habits
    unread: int
    """Sessions whose transcripts are not read by today's rules yet: looking again reads on."""
    clinicians: tuple[tuple[str, str], ...] = ()
    """Id and name of all whose caseload this person may look at so."""
