"""Avoidant change of subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
(can|could|shall) we ~ (please|just)? (talk about|do|discuss|move on to|change to) (something|anything) else
(can|could|shall|let's) ~ (we)? ~ (please|just)? (change the subject|move on|leave (it|that|this)|drop (it|that|this)|skip (it|that|this)|not (talk|go|do)|stop there)
i'd ~ (really)? rather not ~ (talk|go into|say|get into|discuss|think)
(don't|didn't|not) ~ (really)? (want|ready|feel like) ~ (to)? (talk*|go into|get into|discuss*|go there) ~ (about)? ~ (it|that|this|him|her|them|there)
^ never mind
let's not (go|talk|get|do|dwell)
(doesn't matter|it's not important|forget it|forget i said)
(but)? anyway, ~ (how|what|the|that's|it|so|i|did|on|my|we|let's|can)
""",
    perhaps="""
^ anyway
(on|in) ~ (a)? (other|different|another) (news|note|topic|subject)
(that reminds me|by the way|speaking of)
it's a long story
""",
    unless="""
(never mind) (the|that i|my|his|her)
""",
    others_too=True,
)


@marker(
    kind=RuptureKind.WITHDRAWAL,
    definition='The client leaves what was just spoken about for something else, by their own words.',
    examples=(
        'Anyway, can we talk about something else?',
        "I'd rather not talk about that.",
        "Never mind, let's leave it.",
    ),
    fine_examples=(
        'Could we talk about the move?',
        "I'd rather not go there on my own.",
    ),
)
def topic_shift(scene: Scene) -> Hit | None:
    """Avoidant change of subject."""
    return HEARD.hear(scene.said)
