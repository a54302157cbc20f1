"""What is seen across clients: imports, supervision, the service in figures, people, audit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.casework._views_care import CaseloadRow
    from fit.casework.actor import Role
    from fit.change import Change
    from fit.errors import RowProblem
    from fit.policies import Severity
    from fit.ratings import Ending
    from fit.scales import AgeBand
    from fit.trajectory import Track


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What a file of past ratings holds, or what came of taking it."""

    file_name: str
    rows_good: int
    rows_bad: tuple[RowProblem, ...]
    """By line, the first thousand."""
    rows_bad_count: int
    new_ratings: int
    known_ratings: int
    differing_lines: tuple[int, ...]
    """Lines of known ratings whose total is another one here; what is here stays."""
    new_episodes: int
    unassigned_episodes: int
    stored: bool
    """False after a check, and when nothing was taken because of bad rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisee:
    """A clinician under supervision, with how much needs a look."""

    user_id: str
    name: str
    open_episodes: int
    flagged_episodes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """Supervisees, and their episodes that need a look, what deserves attention first on top."""

    supervisees: tuple[Supervisee, ...]
    rows: tuple[CaseloadRow, ...]
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The service in aggregates, without a single client."""

    open_episodes: int
    closed_episodes: int
    by_change: Mapping[Change, int | None]
    """Open and closed episodes; None where the group is small."""
    by_track: Mapping[Track, int | None]
    """Open episodes."""
    by_ending: Mapping[Ending, int | None]
    open_alerts: Mapping[Severity, int | None]
    smallest_group: int
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """A person who can sign in, as an administrator sees them."""

    user_id: str
    sign_in_name: str
    display_name: str
    role: Role
    team: str
    active: bool
    supervises: tuple[str, ...] = field(default=())
    """User ids of the clinicians under this person's supervision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a person may know of their own account."""

    sign_in_name: str
    display_name: str
    role: Role
    team: str
    has_pin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnassignedEpisode:
    """An imported episode that no clinician holds yet. No ratings' content."""

    episode_id: str
    client_code: str
    age_band: AgeBand
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One line of the audit: who did what to which record, when. Never what it said."""

    sequence: int
    at: datetime
    actor_name: str
    role: str
    action: str
    subject_kind: str
    subject_id: str
