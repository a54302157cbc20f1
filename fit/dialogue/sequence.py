"""What came after what: complaint and answer, challenge and empathy, how long until something was validated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.dialogue._behaviour import Behaviour
from fit.dialogue._rupture import RuptureKind
from fit.dialogue.responses import DEFENSIVE, EMPATHIC, RECEIVING, SURE_ENOUGH, after_complaint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fit.dialogue._said import Said
    from fit.dialogue.behaviours import BehaviourNamed
    from fit.dialogue.responses import Response
    from fit.dialogue.signs import Sign

__all__ = ["Answered", "SequenceFacts", "sequence_of"]

CHALLENGES = frozenset(("interpret_early", "rebut", "blame"))
# Kinds that put the client's own view in question.


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A complaint and what came within the clinician's next three turns: kinds with their turns, in order."""

    turn: int
    answers: tuple[tuple[int, str], ...]

    @property
    def first(self) -> str | None:
        """Kind of the first answer; None when no known kind was heard."""
        return self.answers[0][1] if self.answers else None

    @property
    def received(self) -> bool | None:
        """Whether it was received before anything else; None when no known kind was heard."""
        return self.first in RECEIVING if self.first else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceFacts:
    """Order of things in a session; None where a thing did not happen, times [ms] None where the file has none."""

    complaints: tuple[Answered, ...]
    first_challenge: int | None
    first_empathic: int | None
    first_validation: int | None
    first_validation_at: int | None

    @property
    def challenge_before_empathy(self) -> bool | None:
        """Whether a challenge came before the first empathic answer; None when there was no challenge."""
        if self.first_challenge is None:
            return None
        return self.first_empathic is None or self.first_challenge < self.first_empathic


def sequence_of(
    turns: Sequence[Said],
    signs: Sequence[Sign],
    responses: Sequence[Response],
    behaviours: Sequence[BehaviourNamed],
) -> SequenceFacts:
    """Put signs, answers and behaviours in order."""
    validated = _first(one.turn for one in responses if one.kind == "validate")
    challenged = [one.turn for one in responses if one.kind in CHALLENGES]
    reflected = [
        one.turn
        for one in behaviours
        if one.kind is Behaviour.REFLECTION and one.confidence >= SURE_ENOUGH and one.turn not in challenged
    ]
    return SequenceFacts(
        complaints=tuple(_answered(turns, turn, responses) for turn in _complaints(signs)),
        first_challenge=_first(challenged),
        first_empathic=_first([*(one.turn for one in responses if one.kind in EMPATHIC), *reflected]),
        first_validation=validated,
        first_validation_at=None if validated is None else turns[validated].turn.start,
    )


def _complaints(signs: Sequence[Sign]) -> list[int]:
    against = (one for one in signs if one.kind is RuptureKind.CONFRONTATION and one.confidence >= SURE_ENOUGH)
    return sorted({one.turn for one in against})


def _answered(turns: Sequence[Said], turn: int, responses: Sequence[Response]) -> Answered:
    near = after_complaint(turns, turn)
    known = [(one.turn, one.kind) for one in responses if one.turn in near and one.kind in RECEIVING | DEFENSIVE]
    return Answered(turn=turn, answers=tuple(sorted(known, key=lambda pair: pair[0])))


def _first(turns: Iterable[int]) -> int | None:
    return min(turns, default=None)
