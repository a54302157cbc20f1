"""Patterns over sessions: answers to complaints, how talk is shared, how long until something is validated.

Compared with the same people's other sessions only: none of these has a norm (docs/dialogue.md).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from fit.dialogue.responses import DEFENSIVE, RECEIVING
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.dialogue._reading import Dialogue

__all__ = ["Habits", "SessionPattern", "habits_of", "pattern_of"]

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPattern:
    """What one session adds to a pattern; None where it cannot be told, or did not happen."""

    clinician_share: float | None
    """Of all that clinician and client said, 0 to 1."""
    share_by: str
    """seconds or words; empty where the share is not known."""
    minutes_to_validation: float | None
    validated: bool
    answers: tuple[str | None, ...]
    """Kind of the first answer to each complaint, in order; None where no known kind was heard."""
    client_latency_s: float | None
    """Median [s] until the client answered."""
    longest_silence_s: float | None
    understood: bool
    """Whether the session's language is one that answers are heard in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Habitual answers after complaints, over sessions. Counts, never a score of a person."""

    sessions: int
    complaints: int
    first_answers: Mapping[str, int]
    """Kinds of the first answer, the most frequent first."""
    received: int
    defended: int
    unclear: int
    minutes_to_validation: float | None
    """Median over the sessions in which it is known."""
    timed: int
    """How many these are."""
    never_validated: int
    """Understood sessions in which nothing was validated, as far as words tell."""


def pattern_of(dialogue: Dialogue) -> SessionPattern:
    """Return what a session adds to the patterns."""
    talk, latency, sequence = dialogue.talk, dialogue.latency.get(Role.CLIENT), dialogue.sequence
    at = sequence.first_validation_at
    return SessionPattern(
        clinician_share=_share(dialogue),
        share_by=next((one.share_by for one in talk.values()), "") if _share(dialogue) is not None else "",
        minutes_to_validation=None if at is None else round(at / MINUTE_MS, 1),
        validated=sequence.first_validation is not None,
        answers=tuple(one.first for one in sequence.complaints),
        client_latency_s=None if latency is None else round(latency.median / 1_000, 2),
        longest_silence_s=max((one.length for one in dialogue.silences), default=0) / 1_000 or None,
        understood=not any(one.what == "responses" for one in dialogue.not_assessable),
    )


def _share(dialogue: Dialogue) -> float | None:
    both = [dialogue.talk.get(role) for role in (Role.CLINICIAN, Role.CLIENT)]
    clinician, client = both
    if clinician is None or client is None or not clinician.share + client.share:
        return None
    return round(clinician.share / (clinician.share + client.share), 4)


def habits_of(patterns: Sequence[SessionPattern]) -> Habits:
    """Count habits over sessions."""
    answers = [one for pattern in patterns for one in pattern.answers]
    minutes = [one.minutes_to_validation for one in patterns if one.minutes_to_validation is not None]
    return Habits(
        sessions=len(patterns),
        complaints=len(answers),
        first_answers=dict(Counter(one for one in answers if one).most_common()),
        received=sum(one in RECEIVING for one in answers),
        defended=sum(one in DEFENSIVE for one in answers),
        unclear=sum(one is None for one in answers),
        minutes_to_validation=round(median(minutes), 1) if minutes else None,
        timed=len(minutes),
        never_validated=sum(one.understood and not one.validated for one in patterns),
    )
