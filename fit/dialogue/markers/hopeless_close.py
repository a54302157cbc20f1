"""Self-criticism or hopelessness that closes the talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
i'm ~ (just|a|such a|so|completely|beyond)? (hopeless|useless|worthless|pathetic|broken|a failure|a lost cause|a waste of space|an idiot|stupid|a burden|a mess|beyond help|beyond hope|hopeless case|too far gone|the problem)
(nothing|nobody|no one) ~ (will|can|is going to|ever|would) ~ (ever)? (help|change|helps|work|fix|understand) ~ (me|this|anyway|it)
(nothing|nobody|no one) ~ (will|can) ~ ever (help|change|work)
(there's|there is|i see|it's|what's) ~ (no|the|all|just)? (point|use|pointless|hopeless) ~ (in|of)? ~ (any of it|anything|trying|me trying|to any|even)
(there's|there is) (no|not any) (point|use|hope)
it's (hopeless|pointless|no use|too late) ~ (for me|anyway|really)
i (always|only ever|just) ~ (seem to)? (mess|screw|ruin|fail|spoil|get everything wrong|let everybody down|let everyone down)
(i can't|i'll never) ~ (ever|even)? (do anything right|get it right|get anything right|change|get better|be normal|manage)
i ~ (just)? give up
i'm never going to (get better|change|be|manage)
(it's|that's) just ~ (how|who|the way) i am
what's wrong with me
i don't deserve
""",
    perhaps="""
what's the (point|use) $
""",
    unless="""
you're
(work|office|job|traffic|weather|team|game|cooking|directions|maths|math|with names)
used to (say|think|be)
gran|grandma
""",
    others_too=True,
)


@marker(
    kind=RuptureKind.WITHDRAWAL,
    definition='The client turns against themselves, or gives everything up, so that nothing more can be said.',
    examples=(
        "I'm just hopeless, forget it.",
        "There's no point, nothing will ever help me.",
        'I always mess everything up.',
    ),
    fine_examples=(
        "Sometimes I think I'm going mad.",
        'The situation at work is hopeless.',
    ),
)
def hopeless_close(scene: Scene) -> Hit | None:
    """Self-criticism or hopelessness that closes the talk."""
    return HEARD.hear(scene.said)
