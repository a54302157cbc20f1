"""What is seen across clients: imports, supervision, the service in figures, people, audit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.casework._views_access import FirstPassphrase
    from fit.casework._views_care import CaseloadRow
    from fit.casework._views_comments import CommentRow
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
class Colleague:
    """Somebody who holds clients and can sign in."""

    user_id: str
    name: str
    team: str


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
    others: tuple[CaseloadRow, ...] = ()
    """Open episodes that need no look, by clinician; only where they were asked for."""
    comments: Mapping[str, tuple[CommentRow, ...]] = field(default_factory=dict)
    """What was said about the alerts of the rows, by episode id; the oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The service in aggregates, without a single client."""

    open_episodes: int | None
    closed_episodes: int | None
    by_change: Mapping[Change, int | None]
    """Open and closed episodes; None where the group is small, or nobody."""
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
    has_second_factor: bool = False
    needs_second_factor: bool = False
    linked_to: str = ""
    """E-mail or subject at the provider of the single sign-on; empty: not linked."""
    first_passphrase_until: datetime | None = None
    """Until when the passphrase that was handed over lasts; None when they chose their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser(UserRow):
    """A person who was added, with the passphrase to hand over; None for one who works here already."""

    first: FirstPassphrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a person may know of their own account."""

    sign_in_name: str
    display_name: str
    role: Role
    team: str
    has_pin: bool
    has_second_factor: bool = False
    needs_second_factor: bool = False
    codes_left: int = 0
    """Recovery codes that were not used yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnassignedEpisode:
    """An imported episode that no clinician holds yet. No ratings' content."""

    episode_id: str
    client_code: str
    age_band: AgeBand
    sessions: int
