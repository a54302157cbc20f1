"""Possible moments: the stretches of a session that are worth a look first, with the reasons. Never "rupture detected".

On the located labels that can be had, everything tried ranked the bad moment at chance (docs/dialogue.md). So these are
a few places to begin with, ranked by strength and against this client's own usual level; the clinician decides.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.own_usual import own_usual
from fit.dialogue.responses import DEFENSIVE, SURE_ENOUGH, after_complaint
from fit.transcripts import Role
from fit.wording import any_of, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._said import Said
    from fit.dialogue.own_usual import OwnUsual
    from fit.dialogue.responses import Response
    from fit.dialogue.signs import Sign
    from fit.wording import AnyOf

__all__ = ["MOST_MOMENTS", "Moment", "moments_of"]

MOST_MOMENTS = 5
"""More would be a list to work off, and not places to begin with."""

BEFORE, AFTER = 3, 5
# Turns of a window before and after its strongest turn: what led to it, and what was made of it.

DIM = 0.7
# Share of a sign that counts for its neighbours' window: three faint signs weigh about as much as one clear one.

FAINTEST = 0.4
# Score from which a window is shown: one clear sign, or two faint ones near each other.

SHORTER, SHORTER_POINTS = 0.7, 0.12
DEFENDED_POINTS = 0.25
UNTHANKED_POINTS = 0.1
# Points for: turns much shorter than usual, an answer that may be heard as defence, no appreciation after the turn
# where there was some before. Ours; small beside a clear sign.

_APPRECIATING = """
thank you
thanks|helpful|helped|useful|grateful
(i'm|i am) ~ (really)? glad
(i|i've) ~ (really)? (appreciate|like|liked|enjoyed|look forward)
(that|it) makes sense
(good|nice|lovely|great) ~ (to|that|point|question|idea|talking|coming)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A stretch of turns that may be worth a look: its strongest turn, kind, score (0 to 1) and the reasons."""

    turn: int
    first_turn: int
    last_turn: int
    kind: RuptureKind
    score: float
    signs: tuple[Sign, ...]
    reasons: tuple[str, ...]


def moments_of(turns: Sequence[Said], signs: Sequence[Sign], responses: Sequence[Response]) -> tuple[Moment, ...]:
    """Find at most five possible moments, strongest first; they do not overlap."""
    by_turn = defaultdict(list)
    for sign in signs:
        by_turn[sign.turn].append(sign)
    beside = _Beside(turns=turns, usual=own_usual(turns), thanked=_last_thanked(turns), responses=responses)
    reasons = {turn: beside.of(turn) for turn in by_turn}
    strength = {turn: _together([one.confidence for one in by_turn[turn]], reasons[turn]) for turn in by_turn}
    windows = [_window(turns, turn, by_turn, strength, reasons) for turn in by_turn]
    return _best([one for one in windows if one.score >= FAINTEST])


def _best(windows: Sequence[Moment]) -> tuple[Moment, ...]:
    kept: list[Moment] = []
    for one in sorted(windows, key=lambda one: (-one.score, one.turn)):
        if len(kept) < MOST_MOMENTS and all(
            one.last_turn < other.first_turn or other.last_turn < one.first_turn for other in kept
        ):
            kept.append(one)
    return tuple(kept)


def _window(
    turns: Sequence[Said],
    turn: int,
    by_turn: dict[int, list[Sign]],
    strength: dict[int, float],
    reasons: dict[int, list[tuple[float, str]]],
) -> Moment:
    first, last = max(0, turn - BEFORE), min(len(turns) - 1, turn + AFTER)
    near = [index for index in by_turn if first <= index <= last]
    others = [DIM * strength[index] for index in near if index != turn]
    found = sorted((sign for index in near for sign in by_turn[index]), key=lambda one: (-one.confidence, one.turn))
    return Moment(
        turn=turn,
        first_turn=first,
        last_turn=last,
        kind=_kind(found),
        score=round(1 - (1 - strength[turn]) * prod(1 - one for one in others), 3),
        signs=tuple(found),
        reasons=tuple(dict.fromkeys(text for index in near for _, text in reasons[index])),
    )


def _kind(signs: Sequence[Sign]) -> RuptureKind:
    weights = {kind: sum(one.confidence for one in signs if one.kind is kind) for kind in RuptureKind}
    return max(weights, key=lambda kind: weights[kind])


def _together(confidences: Sequence[float], beside: Sequence[tuple[float, str]]) -> float:
    """Chance that at least one holds, if they were independent; what stands beside adds its points."""
    return min(0.99, 1 - prod(1 - one for one in confidences) + sum(points for points, _ in beside))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What is to be seen beside the words of a sign, with its points."""

    turns: Sequence[Said]
    usual: OwnUsual
    thanked: int | None
    responses: Sequence[Response]

    def of(self, turn: int) -> list[tuple[float, str]]:
        found = []
        said = self.turns[turn]
        if said.role is Role.CLIENT and self.usual.shortness(said.word_count) >= SHORTER:
            found.append((SHORTER_POINTS, "much shorter than this client's usual turn"))
        if self._defended(turn):
            found.append((DEFENDED_POINTS, "one of the next three answers may be heard as defence"))
        if self.thanked is not None and self.thanked < turn:
            found.append((UNTHANKED_POINTS, "words of appreciation before it, none after it"))
        return found

    def _defended(self, turn: int) -> bool:
        near = after_complaint(self.turns, turn)
        return any(
            one.turn in near and one.kind in DEFENSIVE and one.confidence >= SURE_ENOUGH for one in self.responses
        )


def _last_thanked(turns: Sequence[Said]) -> int | None:
    client = (one for one in reversed(turns) if one.role is Role.CLIENT)
    return next((one.index for one in client if _appreciating().search(one.shadow.text)), None)


@cache
def _appreciating() -> AnyOf:
    return any_of(listed(_APPRECIATING))
