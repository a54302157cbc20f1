"""What a clinician brings to supervision, as plain values, still with names: `deidentified` takes them out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from fit.deidentify import without_hidden
from fit.errors import InputError
from fit.reports._packet_texts import PUBLISHED, PacketText, texts_in
from fit.scales import ScaleKind, Score

if TYPE_CHECKING:
    from datetime import date

    from fit.transcripts import Role

__all__ = [
    "AgreedPlan",
    "BeforeAfter",
    "Comment",
    "Course",
    "CoursePoint",
    "FollowedUp",
    "HeldTalk",
    "NamedValue",
    "Packet",
    "PacketExcerpt",
    "PacketTurn",
    "ReferenceLine",
    "ScriptWords",
    "StrainRead",
    "WhyFlagged",
]

MOST_EXCERPTS: Final = 3
MOST_COURSES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePoint:
    """A session and its score; None where none was given."""

    meeting: int
    total: Score | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceLine:
    """A level line that scores are read against, such as the client's own usual level."""

    name: str
    at: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One scale over the sessions, with everything it is read against, and the verdict in a sentence."""

    name: str
    kind: ScaleKind
    highest: Score
    points: tuple[CoursePoint, ...]
    verdict: str
    cutoff: Score | None = None
    lines: tuple[ReferenceLine, ...] = ()
    path: tuple[CoursePoint, ...] = ()
    """The expected path."""

    def __post_init__(self) -> None:
        for points in (self.points, self.path):
            meetings = [point.meeting for point in points]
            if meetings != sorted(set(meetings)):
                raise InputError(f"The sessions of {self.name} are not in order. Give each once, the first first.")
        shown = [*(one.total for one in (*self.points, *self.path)), self.cutoff, *(line.at for line in self.lines)]
        if any(score is not None and not Score(0) <= score <= self.highest for score in shown):
            raise InputError(f"A score of {self.name} is not between 0 and {self.highest}. Correct it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValue:
    """A number of the alert with its name, both in words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyFlagged:
    """The alert: what was seen, at which session, by which formula, and where that comes from.

    `formula` and `source` are the product's own texts from its registries: they name authors, never a client, and are
    left as they are. Nothing of the record may be put there.
    """

    title: str
    meeting: int
    kind: ScaleKind
    why: str
    formula: str = field(default="", metadata=PUBLISHED)
    values: tuple[NamedValue, ...] = ()
    source: str = field(default="", metadata=PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketTurn:
    """What somebody said; who by role alone; when [ms from the beginning, None where unknown]."""

    role: Role | None
    start: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketExcerpt:
    """A stretch of the record with the reason it was picked, a plain fact, and beside it what memory said."""

    meeting: int
    reason: str
    fact: str
    turns: tuple[PacketTurn, ...]
    focus: int = 0
    """The turn it is about, counted from 0 within the excerpt: the last to be left out."""
    memory: str = ""

    def __post_init__(self) -> None:
        if not self.turns or not 0 <= self.focus < len(self.turns):
            raise InputError("An excerpt needs turns, and its focus is one of them. Give both.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StrainRead:
    """How the clinician reads the strain: kind, what it is about, and what speaks for it, in words."""

    kind: str
    dimension: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptWords:
    """One step of the script and the words that the clinician wants to say."""

    step: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedPlan:
    """Where the plan stands, when it is said, the one change agreed, and how it will be checked."""

    state: str
    when: str
    agreed_change: str
    checked_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTalk:
    """How the talk went."""

    what_happened: str
    client_said: str
    change_kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """A score before and after the talk; None where none was given."""

    name: str
    before: Score | None
    after: Score | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp:
    """What the next ratings answer."""

    verdict: str
    scores: tuple[BeforeAfter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody wrote on the packet; who by role alone ("Supervisor")."""

    role: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """Everything brought to supervision, still with names. Only `deidentified` makes it ready for paper or screen."""

    made_on: date
    courses: tuple[Course, ...]
    alert: WhyFlagged | None = None
    question: str = ""
    excerpts: tuple[PacketExcerpt, ...] = ()
    strain: StrainRead | None = None
    script: tuple[ScriptWords, ...] = ()
    plan: AgreedPlan | None = None
    talk: HeldTalk | None = None
    follow_up: FollowedUp | None = None
    comments: tuple[Comment, ...] = ()
    """The oldest first."""

    def __post_init__(self) -> None:
        if len(self.excerpts) > MOST_EXCERPTS or len(self.courses) > MOST_COURSES:
            raise InputError(f"A packet holds {MOST_EXCERPTS} excerpts and {MOST_COURSES} courses at most. Choose.")

    def texts(self) -> tuple[PacketText, ...]:
        """Every text of the packet and where it stands, as it is read for identities."""
        return tuple(PacketText(where=one.where, text=without_hidden(one.text)) for one in texts_in(self))
