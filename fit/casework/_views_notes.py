"""Session notes as they are read and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.casework._views_care import EpisodeFacts, SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWords:
    """What a session note says, in four short fields; together they make a DAP or SOAP note."""

    talked_about: str = ""
    """What was talked about."""
    observed: str = ""
    """What the clinician saw and heard."""
    assessment: str = ""
    """How the clinician understands it."""
    plan: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in any of them."""
        return not (self.talked_about or self.observed or self.assessment or self.plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """Words that are typed and not saved, by field."""

    words: Mapping[str, str]
    seed: Mapping[str, str]
    """What was saved when they were begun."""
    based_on: int
    """The version that whoever types has seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVersion:
    """A saved state of a note."""

    version: int
    """From 1; the newest is how many there are."""
    words: NoteWords
    written_by: str
    is_own: bool
    """Written by who reads it."""
    written_at: datetime
    brought_back: int | None
    """The older version that was made the newest again; None for what was written anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """The note of a session as it stands."""

    session_id: str
    meeting: int
    occurred_on: date | None
    newest: NoteVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesPage:
    """The notes of an episode, that of the newest session first."""

    client_label: str
    episode: EpisodeFacts
    notes: tuple[NoteRow, ...]
    without: tuple[SessionRow, ...]
    """Sessions without a note, the newest first."""
    can_write: bool
    """Own client."""
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNotePage:
    """The note of one session with all its saved states."""

    client_label: str
    episode: EpisodeFacts
    session_id: str | None
    """None for today's session, which is not begun yet: the first thing that is kept begins it."""
    meeting: int | None
    occurred_on: date | None
    versions: tuple[NoteVersion, ...]
    """The newest first; empty where nothing is written yet."""
    can_write: bool
    as_of: date

    @property
    def newest(self) -> NoteVersion | None:
        """The note as it stands."""
        return self.versions[0] if self.versions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedNote:
    """A note that was kept, and the version that the next change has to name."""

    session_id: str
    version: int
