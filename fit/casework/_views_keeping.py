"""What an administrator sees of keeping and erasing: how much there is of a client, never what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.casework._views_record import ConsentRow


class ErasureReason(StrEnum):
    """Why all of a client's records are erased; one of these stands in the audit, and nothing else."""

    ASKED = "asked_by_client"
    KEPT_LONG_ENOUGH = "kept_long_enough"
    MISTAKE = "entered_by_mistake"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """A legal hold on a client's record; `lifted_at` is None while it stands."""

    episode_id: str
    client_code: str
    reason: str
    set_by: str
    set_at: datetime
    lifted_reason: str
    lifted_by: str
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEpisode:
    """One episode of a client, as far as an administrator may know of it."""

    episode_id: str
    opened_on: date | None
    closed_on: date | None
    programme_id: str | None
    """None: in no programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingPage:
    """One client: what is kept of them, what they agreed to, and whether it may be erased."""

    episode_id: str
    client_code: str
    client_name: str
    episodes: tuple[KeptEpisode, ...]
    """In the order in which they came to be known here."""
    open_episodes: int
    last_ended_on: date | None
    rows: Mapping[str, int]
    """How many rows of which table."""
    recordings: int
    consents: tuple[ConsentRow, ...]
    """Of all kinds, the oldest first; also those that were withdrawn."""
    holds: tuple[HoldRow, ...]
    """The oldest first; also those that were lifted."""
    held: bool
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeErasure:
    """What was erased for good."""

    clients: int
    rows: int
    recordings: int
    log_emptied: bool
    """False: a reader was in the way of emptying the database's log; closing the server empties it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long a clinic keeps what; None: until somebody asks for its erasure."""

    years_after_ending: int | None = None
    """[years] After the last of a client's episodes ended."""
    until_age: int | None = None
    """[years] A client's records are kept at least until the client has reached this age."""
    recordings_days: int | None = None
    """[days] Sound is kept so long after it came in."""
    audit_years: int | None = None
    """[years] Lines of the audit are kept so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionDue:
    """What the rule says is to go now."""

    rule: RetentionRule
    clients: int
    recordings: int
    audit_rows: int
    held_back: int
    """Clients whose time is over and who stay because of a legal hold."""
    holds: tuple[HoldRow, ...]
    """Those that stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionDone:
    """What went by the rule."""

    clients: int
    recordings: int
    audit_rows: int
