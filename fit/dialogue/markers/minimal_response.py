"""Minimal response to an open question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import Hit, marker
from fit.dialogue.questions import asks_openly

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Scene

FEW = 4
# Words. An open question can hardly be answered in fewer than five.

SHORTER = 0.6
# Share by which the answer must be shorter than this client's usual turn: who always speaks in few words gives no sign.

UNKNOWN_USUAL = 0.3
# Confidence where the client spoke too little to know what is usual.


@marker(
    kind=RuptureKind.WITHDRAWAL,
    definition="An open question gets a few words only, far fewer than this client usually says.",
    source="Kuensch 2023 (pauses and minimal responses); Eubanks, Muran and Safran 2015; wording our own",
)
def minimal_response(scene: Scene) -> Hit | None:
    """Minimal response to an open question."""
    said, before = scene.said, scene.before
    if before is None or said.word_count > FEW or said.asks or not asks_openly(before):
        return None
    if scene.usual.words is None:
        return Hit(confidence=UNKNOWN_USUAL, evidence=said.turn.text)
    shorter = scene.usual.shortness(said.word_count)
    if shorter < SHORTER:
        return None
    counted = "1 word" if said.word_count == 1 else f"{said.word_count} words"
    evidence = f"{said.turn.text} ({counted}; usual for this client: {scene.usual.words:g})"
    return Hit(confidence=round(0.2 + 0.35 * shorter, 2), evidence=evidence)
