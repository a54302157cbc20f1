"""Ways of looking at a caseload, and what is new since the last look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.store.states import Attention

if TYPE_CHECKING:
    from datetime import datetime

    from fit.casework._views_care import CaseloadRow
    from fit.casework._views_comments import CommentNews
    from fit.policies import Severity
    from fit.scales import AgeBand, Informant
    from fit.store.states import AlertState


class EpisodeStatus(StrEnum):
    """Which episodes of a caseload to look at."""

    OPEN = "open"
    NEEDS_ATTENTION = "needs_attention"
    TARGET_REACHED = "target_reached"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadFilter:
    """What a row must have to be shown; what is empty lets every row through."""

    status: EpisodeStatus = EpisodeStatus.OPEN
    tags: tuple[str, ...] = ()
    """Any of them is enough."""
    age_band: AgeBand | None = None
    informant: Informant | None = None

    def fits(self, row: CaseloadRow) -> bool:
        """Whether a row is to be shown."""
        return (
            self._fits_status(row)
            and (not self.tags or not set(self.tags).isdisjoint(row.tags))
            and self.age_band in {None, row.age_band}
            and (self.informant is None or self.informant in row.informants)
        )

    def _fits_status(self, row: CaseloadRow) -> bool:
        if self.status is EpisodeStatus.CLOSED:
            return row.closed_on is not None
        wanted = {
            EpisodeStatus.OPEN: True,
            EpisodeStatus.NEEDS_ATTENTION: row.attention is not Attention.NOTHING,
            EpisodeStatus.TARGET_REACHED: row.target_reached,
        }
        return row.closed_on is None and wanted[self.status]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A filter that a clinician gave a name."""

    name: str
    filter: CaseloadFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestAlert:
    """An alert that is new, or that ratings settled since the last look."""

    episode_id: str
    client_label: str
    rule: str
    title: str
    severity: Severity
    state: AlertState
    meeting: int
    answered_by_meeting: int | None
    """The session whose rating settled it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentAlert:
    """An alert that cannot wait and that nobody has looked at."""

    alert_id: str
    episode_id: str
    client_label: str
    title: str
    raised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRating:
    """A rating that came in by link."""

    episode_id: str
    client_label: str
    scale_title: str
    informant: Informant
    meeting: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSilence:
    """An open episode without a session for long."""

    episode_id: str
    client_label: str
    days_since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is new since a clinician last marked it as read."""

    since: datetime
    first: bool
    """Nothing was ever marked as read: `since` is a fortnight ago."""
    as_of: datetime
    """What to mark as read up to: nothing newer is in here."""
    new: tuple[DigestAlert, ...]
    settled: tuple[DigestAlert, ...]
    came_in: tuple[DigestRating, ...]
    silent: tuple[DigestSilence, ...]
    comments: tuple[CommentNews, ...] = ()
    """What others said on one's own clients; for a supervisor, answers on those of supervisees; the newest first."""

    @property
    def count(self) -> int:
        """How many things are new."""
        return len(self.new) + len(self.settled) + len(self.came_in) + len(self.silent) + len(self.comments)
