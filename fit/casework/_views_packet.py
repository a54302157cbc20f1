"""What the page of a supervision packet sees, and what a clinician decides about one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fit.deidentify import Choices

if TYPE_CHECKING:
    from datetime import datetime

    from fit.assessment import EpisodeAssessment
    from fit.deidentify import Kind
    from fit.reports.packet import Packet


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketWritten:
    """What a clinician writes and decides for a packet."""

    question: str = ""
    excerpts: tuple[int, ...] | None = None
    """Places of the turns that the included excerpts are about; None for all that are suggested."""
    with_memory: bool = True
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptChoice:
    """An excerpt that is suggested, without its words, and whether it is in the packet."""

    turn: int
    start: int | None
    """[ms] Where it begins; None where the file has no times."""
    heading: str
    included: bool
    has_memory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketReplacement:
    """Words that were found in one place, for the clinician's eyes alone."""

    replacement_id: str
    where: str
    before: str
    """The words just before, and `after` those just after: enough to know the place again."""
    words: str
    after: str
    label: str
    kind: Kind
    why: str
    is_made: bool
    """Whether the label stands in its place."""
    is_doubtful: bool
    """A common word that may be a known name: it is replaced only when the clinician says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketPage:
    """A packet without identities. What was replaced is here for the clinician in charge alone."""

    client_label: str
    """Empty for a supervisor."""
    clinician_name: str
    episode_id: str
    session_id: str
    plan_id: str | None
    packet_id: str | None
    """None while nothing is saved: then it is as it would be made in one action."""
    meeting: int
    packet: Packet
    """Without identities."""
    assessment: EpisodeAssessment | None
    written: PacketWritten
    """As the clinician wrote it; empty for a supervisor."""
    excerpts: tuple[ExcerptChoice, ...]
    has_record: bool
    """Whether the session was written down."""
    replacements: tuple[PacketReplacement, ...]
    """In the order of the packet; doubtful ones too."""
    added: tuple[int, ...]
    """How often each of the words that the clinician added was found."""
    warnings: tuple[str, ...]
    shared_at: datetime | None
    supervisors: tuple[str, ...]
    """Names of those who would see it when it is shared."""
    version: int
    can_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPacket:
    """A packet that was written, and the version that the next change has to name."""

    packet_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPacket:
    """A packet that a supervisee shares, on the supervisor's list: without the client's name."""

    packet_id: str
    episode_id: str
    clinician_name: str
    meeting: int
    has_question: bool
    shared_at: datetime
