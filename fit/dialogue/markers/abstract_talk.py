"""Abstract talk."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import Hit, marker
from fit.wording import any_of, listed

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Scene
    from fit.wording import AnyOf

FEWEST_WORDS = 15
# A remark in passing is no flight into generalities.

OWN_SHARE = 0.03
# Share of I-words up to which nobody speaks of oneself; clients speak about one in ten.

_GENERAL = """
people ~ (in general|always|just|nowadays|these days|tend|are)
(in|as a) (general|theory|principle|rule|society)
society|humanity|mankind|statistically|theoretically|philosophically|generally|capitalism|politics|culture
social media
(most|some|other) people
how one
human nature
(the|modern) (human condition|system|world|times we live in|life)
it's (complicated|all relative|a question of|a matter of)
(there's|there is) (a|this) (concept|theory|idea|book|article|podcast|study)
the (concept|idea|notion|question|nature|meaning|principle|whole idea) of
"""
_I = frozenset(["i", "me", "my", "mine", "myself", "i'm", "i've", "i'd", "i'll", "we", "our", "us"])


@marker(
    kind=RuptureKind.WITHDRAWAL,
    definition="The client speaks at length about people, society or ideas, and not of what was felt or lived.",
    examples=(
        "In general people want quick answers, and society rewards that, so the whole idea of feelings gets lost.",
    ),
    fine_examples=("I think most people at work saw that I was crying, and in general I hate that.",),
)
def abstract_talk(scene: Scene) -> Hit | None:
    """Abstract talk."""
    words = scene.said.words
    if len(words) < FEWEST_WORDS or sum(word in _I for word in words) > OWN_SHARE * len(words):
        return None
    found = [one for sentence in scene.said.sentences for one in _general().finditer(sentence.text)]
    if len(found) < 2:  # noqa: PLR2004 - one general word stands in any talk
        return None
    return Hit(confidence=min(0.6, 0.3 + 0.1 * len(found)), evidence=", ".join(one[0] for one in found[:4]))


@cache
def _general() -> AnyOf:
    return any_of(listed(_GENERAL))
