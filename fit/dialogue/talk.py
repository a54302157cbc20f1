"""How talk was shared: seconds where the file knows ends, words otherwise, and which of the two is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.transcripts import Level, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._said import Said

__all__ = ["RoleTalk", "talk_of"]

MINUTE_MS, SECOND_MS = 60_000, 1_000

SHORTEST_MS = 10_000
# Of timed speech: a pace from less than ten seconds would be a pace of one sentence.


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTalk:
    """What one role said; None is not assessable from this file."""

    words: int
    turns: int
    back_channels: int
    """Turns among them that only show that somebody listens."""
    share: float
    """Of all that was said, 0 to 1; by seconds where ends are known, by words otherwise."""
    share_by: str
    seconds: float | None = None
    words_per_minute: float | None = None


def talk_of(turns: Sequence[Said], level: Level) -> dict[Role, RoleTalk]:
    """Count who said how much, for every role that speaks."""
    timed = level in (Level.ENDS, Level.AUDIO)
    by_role = {role: [one for one in turns if one.role is role] for role in Role}
    amounts = {role: _milliseconds(said) if timed else _words(said) for role, said in by_role.items() if said}
    whole = sum(amounts.values()) or 1
    return {role: _role_talk(by_role[role], amount / whole, timed=timed) for role, amount in amounts.items()}


def _role_talk(said: Sequence[Said], share: float, *, timed: bool) -> RoleTalk:
    return RoleTalk(
        words=_words(said),
        turns=len(said),
        back_channels=sum(one.is_back_channel for one in said),
        share=round(share, 4),
        share_by="seconds" if timed else "words",
        seconds=_milliseconds(said) / SECOND_MS if timed else None,
        words_per_minute=_pace(said) if timed else None,
    )


def _pace(said: Sequence[Said]) -> float | None:
    """Words a minute in turns whose time is known."""
    known = [one for one in said if one.turn.end is not None]
    spent = _milliseconds(known)
    return round(_words(known) * MINUTE_MS / spent, 1) if spent >= SHORTEST_MS else None


def _words(said: Sequence[Said]) -> int:
    return sum(one.word_count for one in said)


def _milliseconds(said: Sequence[Said]) -> int:
    return sum(one.turn.end - one.turn.start for one in said if one.turn.start is not None and one.turn.end is not None)
