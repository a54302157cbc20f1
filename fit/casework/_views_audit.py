"""What is seen of the audit, and of clients that were opened with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class AuditKind(StrEnum):
    """What sort of deed a line of the audit tells of."""

    SEEN = "seen"
    """Somebody looked at something."""
    CHANGED = "made or changed"
    TAKEN_OUT = "taken out"
    """It left Mendline as a file or on paper."""
    OPENED = "opened with a reason"
    """By somebody outside the care relation."""
    SIGNING_IN = "signing in and out"
    RUNNING = "running the clinic"
    """People, roles, supervision, imports, wording, and the audit itself."""
    REFUSED = "refused"
    """Somebody asked for what is not theirs, or is not there, or could not sign in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAsked:
    """Which lines of the audit; what is None or empty asks for all. Both days belong to the period."""

    user_id: str | None = None
    kind: AuditKind | None = None
    begins: date | None = None
    ends: date | None = None
    client_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One line of the audit: who did what to which record, when and from where. Never what it said."""

    sequence: int
    at: datetime
    actor_name: str
    """Empty where nobody was signed in: a client at a form, a name that nobody has."""
    role: str
    action: str
    subject_kind: str
    subject_id: str
    source: str = ""
    """Network address; empty for what was done on the machine itself, and in lines from before it was noted."""
    client_code: str = ""
    """Whose record it was, as far as the client is still here."""
    about_name: str = ""
    """The colleague whom it was about."""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCheck:
    """What a walk through the whole audit found."""

    rows: int
    """How many lines there are; 0 where it is broken."""
    broken_at: int | None
    """The first line that is not as it was written; None when all are."""
    what: str
    """What is wrong with it; empty when nothing is."""
    end: str
    """A note to keep elsewhere, with number and code of the last line: with it, a later walk finds a shortened or
    rewritten audit. Empty where it is broken."""

    @property
    def is_whole(self) -> bool:
        """Whether every line is there, in order, as it was written."""
        return self.broken_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCheck:
    """When somebody of the clinic last walked through the audit, and whether it was broken."""

    at: datetime
    who: str
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A client that may now be read for a while."""

    episode_id: str
    until: datetime
    told: tuple[str, ...]
    """Names of those who learn of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningNews:
    """Somebody outside the care relation has opened a client of this person, or of a supervisee."""

    opening_id: str
    episode_id: str
    client_label: str
    who: str
    reason: str
    at: datetime
    until: datetime
