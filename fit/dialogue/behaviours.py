"""Names what a clinician does in each turn: question, reflection, input or other, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.dialogue._behaviour import Behaviour
from fit.dialogue._counted import counted
from fit.dialogue.weighting import shipped_weighting
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._counted import Counted
    from fit.dialogue._said import Said
    from fit.dialogue.weighting import Weighting

__all__ = ["BehaviourNamed", "behaviours_of", "counted_turns", "named_by_rules"]

TRUST = 0.7
# Share of the trained weighting in the decision; the rest is the rules'. Compared on development videos: both
# together are better than either (docs/dialogue.md).

OWN_TRUST = 0.6
# Share of weights that a clinic trained on its own labels; the rest is what would be decided without them, which has
# seen other words. Compared on development videos: both together are better than either.

KINDS = tuple(Behaviour)


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourNamed:
    """What a clinician did in a turn, how surely (0 to 1), and the words or counts that it rests on."""

    turn: int
    kind: Behaviour
    confidence: float
    evidence: str


def behaviours_of(turns: Sequence[Said], weighting: Weighting | None = None) -> tuple[BehaviourNamed, ...]:
    """Name the behaviour of every clinician's turn, by rules, what is shipped, and a clinic's own weighting if any."""
    return tuple(_named(one, _chances(one, weighting)) for one in counted_turns(turns))


def named_by_rules(turns: Sequence[Said]) -> tuple[BehaviourNamed, ...]:
    """Name the behaviour of every clinician's turn by rules alone."""
    return tuple(_named(one, _by_rules(one)) for one in counted_turns(turns))


def counted_turns(turns: Sequence[Said]) -> tuple[Counted, ...]:
    """What is counted in every clinician's turn."""
    return tuple(counted(said, turns) for said in turns if said.role is Role.CLINICIAN)


def _chances(one: Counted, own: Weighting | None) -> np.ndarray:
    usual = TRUST * shipped_weighting("behaviour").chances(one) + (1 - TRUST) * _by_rules(one)
    return usual if own is None else OWN_TRUST * own.chances(one) + (1 - OWN_TRUST) * usual


def _by_rules(one: Counted) -> np.ndarray:
    points = np.array([one.points[kind] for kind in KINDS])
    grown = np.exp(points - points.max())
    return np.asarray(grown / grown.sum())


def _named(one: Counted, chances: np.ndarray) -> BehaviourNamed:
    best = int(chances.argmax())
    kind = KINDS[best]
    return BehaviourNamed(
        turn=one.said.index, kind=kind, confidence=round(float(chances[best]), 2), evidence=_reason(one, kind)
    )


def _reason(one: Counted, kind: Behaviour) -> str:
    heard = [
        f"{cue.cue.name}: \N{LEFT DOUBLE QUOTATION MARK}{cue.words}\N{RIGHT DOUBLE QUOTATION MARK}"
        for cue in one.heard
        if cue.cue.kind is kind
    ]
    if heard:
        return "; ".join(heard[:2])
    if one.said.is_listening:
        return "shows that somebody listens"
    if kind is Behaviour.REFLECTION and one.echo:
        return "gives back words that were just said"
    return f"{len(one.said.words)} words, by their choice"
