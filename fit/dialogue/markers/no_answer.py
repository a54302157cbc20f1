"""A pause without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import Hit, marker

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Scene

LONG_MS = 3_000
# From three seconds a pause is noticed by both; shorter ones are breath and thought.

FULL_MS = 10_000
# A pause of ten seconds or longer is no surer sign than one of ten.


@marker(
    kind=RuptureKind.WITHDRAWAL,
    definition="The therapist speaks, nobody answers, and the therapist speaks again. A silence can also be good work.",
    source="Kuensch 2023: therapist speech, pause, therapist speech (242 sessions); wording our own",
    unanswered=True,
)
def no_answer(scene: Scene) -> Hit | None:
    """A pause without an answer."""
    said, before = scene.said, scene.said.before
    if before is None or before.turn.end is None or said.turn.start is None:
        return None
    pause = said.turn.start - before.turn.end
    if pause < LONG_MS:
        return None
    confidence = 0.25 + 0.25 * min(pause, FULL_MS) / FULL_MS
    return Hit(confidence=round(confidence, 2), evidence=f"{pause / 1000:.1f} s without an answer")
