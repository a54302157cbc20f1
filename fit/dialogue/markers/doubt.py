"""Complaint or doubt, by the words of a sentence together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._doubting import doubting_of
from fit.dialogue.markers._marker import Hit, marker
from fit.dialogue.weighting import shipped_weighting

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Scene

LIKELY, SURELY = 0.55, 0.7
# Chance from which a sentence that names the therapist, the work or its frame is a sign, and from which any other is.
# Chosen on sentences that were not learned from then: rather one missed than an ordinary one taken for a complaint
# (docs/dialogue.md).

MODEST = 0.75
# Times the chance: a weighting of words knows less than a phrase that says what is complained about.

FEWEST_WORDS = 4
# "I don't know." stands in every session.


@marker(
    kind=RuptureKind.CONFRONTATION,
    definition="The words of a sentence, weighed together, are those of complaints about the work or doubts in it.",
    examples=("I keep doing what you say and I don't feel any different.",),
    fine_examples=("I keep doing what the coach says and my time gets better.",),
    source="logistic regression on sentences of our own (docs/dialogue.md)",
    tells_kind=False,
    version="2",
)
def doubt(scene: Scene) -> Hit | None:
    """Complaint or doubt."""
    trained = shipped_weighting("doubt")
    weighed = [
        (chance, start, one)
        for start, one in doubting_of(scene.said)
        if len(one.said.words) >= FEWEST_WORDS
        and not one.reports
        and (chance := float(trained.chances(one)[0])) >= (LIKELY if one.refers else SURELY)
    ]
    chance, start, one = max(weighed, key=lambda found: found[0], default=(0.0, 0, None))
    if one is None:
        return None
    evidence = scene.said.quoted(start, start + len(one.said.turn.text))
    return Hit(confidence=round(MODEST * chance, 2), evidence=evidence)
