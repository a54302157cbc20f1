"""Appeasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
whatever you (think|say|want|like|prefer|suggest|need)
(i'm|i am) ~ (quite)? sure ~ (that)? you're ~ (probably)? right
(i guess|i suppose|you're probably|yeah,|maybe|perhaps|no,) ~ (that)? you're ~ (probably)? right
if you (say|think) so
you ~ (would)? know best
you're the (expert|boss|doctor|one who knows)
(i don't|don't|didn't|wouldn't) ~ (want|mean|wanted) to ~ (be)? (complain|be a bother|bother you|be difficult|be rude|make a fuss|waste your time|upset you|offend you|sound ungrateful|be ungrateful|cause trouble|seem ungrateful)
(it's|it was) ~ (probably|all|just)? (my|me) ~ (own)? (fault|being (silly|stupid|difficult|oversensitive|too sensitive))
(it's|it was|that's) ~ (probably|all)? (just)? me, ~ (really|not)
it's not you, ~ (it's)
(sorry|i'm sorry) ~ (for|i'm|about) ~ (being|complaining|going on|so|wasting|such)
(no,|oh) ~ (no)? ~ (you're|it's|it was|that's|this is) ~ (doing|been|all)? (great|fine|good|really good|helpful|lovely|really helpful|brilliant|perfect)
you're doing (great|fine|a great job|your best)
i (can|could|'ll) ~ (just|try to)? do (that|it) ~ (if you|, yeah|, sure)
i'm (happy|fine) with whatever
i don't mind ~ (either way|really|what|whichever|whatever)
""",
    perhaps="""
^ ~ (yeah|sure|fine|okay|ok), ~ whatever $
i (guess|suppose) so
i'll try $
i don't mind $
if you like
""",
    unless="""
(he|she|they|him|her|them)
""",
    others_too=True,
)


@marker(
    kind=RuptureKind.WITHDRAWAL,
    definition='The client agrees, gives way or praises so that nothing stands between the two.',
    examples=(
        'Whatever you think is best.',
        "I'm sure you're right.",
        "No, no, it's fine, it's my fault, really.",
    ),
    fine_examples=(
        'You were right about the mornings.',
    ),
)
def appeasing(scene: Scene) -> Hit | None:
    """Appeasing."""
    return HEARD.hear(scene.said)
