"""Every marker that is seen in a transcript, turn by turn: signs to look at, never "rupture detected"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.dialogue.markers import Scene, markers
from fit.dialogue.own_usual import own_usual
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.dialogue._rupture import RuptureKind
    from fit.dialogue._said import Said

__all__ = ["Sign", "signs_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A marker seen in a turn: which, in which version, how surely (0 to 1), and the words that it rests on."""

    turn: int
    kind: RuptureKind
    marker: str
    version: str
    confidence: float
    evidence: str


def signs_of(turns: Sequence[Said]) -> tuple[Sign, ...]:
    """See every marker in every turn, measured against what is usual for this client."""
    usual = own_usual(turns)
    return tuple(sign for one in turns for sign in _seen(Scene(said=one, turns=turns, usual=usual)))


def _seen(scene: Scene) -> Iterator[Sign]:
    said = scene.said
    unanswered = said.role is Role.CLINICIAN and said.before is not None and said.before.role is Role.CLINICIAN
    if said.role is not Role.CLIENT and not unanswered:
        return
    for one in markers():
        if one.unanswered == unanswered and (hit := one.find(scene)):
            yield Sign(
                turn=said.index,
                kind=one.kind,
                marker=one.id,
                version=one.version,
                confidence=hit.confidence,
                evidence=hit.evidence,
            )
