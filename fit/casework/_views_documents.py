"""What goes into the documents about a client: the report in plain words, and the one for the record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fit.assessment import EpisodeAssessment
    from fit.casework._views_care import ClientPage, SessionRow
    from fit.casework._views_goals import GoalRow
    from fit.casework._views_notes import NoteVersion
    from fit.casework._views_record import ConsentRow
    from fit.casework._views_repair import RepairPlanRow
    from fit.casework._views_together import Together
    from fit.change import Change


class OwnFall(StrEnum):
    """From where the newest mark of life has fallen by more than chance."""

    LAST = "last"
    """Sharply since the mark before it."""
    BEST = "best"
    """Reliably since the highest one so far, in smaller steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReport:
    """What a client may take home: what is looked at together, and the goals; no number, verdict, alert or note."""

    together: Together
    change: Change
    """Since the first mark, and only where it is more than chance."""
    fall: OwnFall | None
    """What the change since the first mark can hide; None where nothing fell by more than chance."""
    goals: tuple[GoalRow, ...]
    """Those that are worked on, and those that were reached."""
    begins: date | None
    """The first and the last session of the line whose day is known."""
    ends: date | None
    client_name: str
    client_code: str
    clinic_name: str
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRecord:
    """A client's page as it stands, with what was tried when the alliance was strained."""

    page: ClientPage
    plans: tuple[RepairPlanRow, ...]
    """The oldest first."""
    client_name: str
    """Empty where only a code is kept."""
    clinic_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """What the page beside a client's own data tells: of all episodes, what the client gave, aims at and agreed to."""

    language: str
    client_code: str
    clinic_name: str
    as_of: date
    sessions: tuple[SessionRow, ...]
    """Of all episodes, one after the other."""
    goals: tuple[GoalRow, ...]
    consents: tuple[ConsentRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientGiven:
    """What was given out of one client."""

    client_code: str
    as_of: date
    rows: Mapping[str, int]
    """By table."""
    private: Mapping[str, int]
    """Private notes that stayed, by table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documentation:
    """What is recorded of one session: facts, and the clinician's own words. `session` is None where there is none."""

    page: ClientPage
    session: SessionRow | None
    strands: tuple[EpisodeAssessment, ...]
    """As they stood after that session, by the rules of today."""
    note: NoteVersion | None
    plans: tuple[RepairPlanRow, ...]
    """Of repairs about this session, or talked about in it."""
    client_name: str
    clinic_name: str
