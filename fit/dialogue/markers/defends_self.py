"""Defending oneself against the therapist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
i'm not ~ (just|trying to be|being|actually)? (being difficult|difficult|awkward|being awkward|making excuses|making it up|lying|lazy|resisting|being resistant|resistant|avoiding it|stupid|a child|crazy|exaggerating|imagining|being dramatic|attention seeking|ungrateful|trying to be difficult|one of those|complaining for|a bad|blaming)
i (don't|shouldn't|didn't) (have|need) to ~ (justify|defend|explain|prove) ~ (myself|it|that|anything)
(you|you're) ~ (keep)? (make|making|made) ~ (it|me|that|this)? ~ (out|sound|seem|look) ~ (like|as if|as though|that)? ~ (it's|i'm|i was|it was|i|like)? ~ (all)? (my fault|lazy|the problem|to blame|don't|didn't|not|bad|a|the|wrong|guilty|i)
(don't|stop) ~ (make|making) out ~ (that|like)? i'm
i did ~ (actually|really)? (try|do it|do what you|tell you|say) ~ (whatever|, |you|you know|even if|actually|and|but|though)
i'm doing (my best|what i can|the best i can|everything i can)
it's not ~ (that|like|as if|because) i (don't|didn't|haven't|can't|won't|'m not) ~ (want|try|tried|care|know|trying|do|see|wanted)
(what|how) (was|am) i (supposed|meant) to (do|say|know)
that's not fair on me
why are you (attacking|blaming|having a go at|accusing)
(are you|you're) (saying|suggesting|implying|blaming|telling me) ~ (that)? (it's|i'm|i am|i was|it was) ~ (all)? (my|a|to blame|the problem|lying|lazy|fault|making|not)
i've (done|tried|told you) everything (you|i)
""",
    unless="""
know that now
to her|him|them
""",
    others_too=True,
)


@marker(
    kind=RuptureKind.CONFRONTATION,
    definition='The client defends what they did or are against a reproach that they hear.',
    examples=(
        "I'm not making excuses.",
        'I did try, whatever you think.',
        "You make it sound like it's my fault.",
    ),
    fine_examples=(
        "I'm not being fair to her, I think.",
        "It's not my fault that he left, I know that now.",
    ),
)
def defends_self(scene: Scene) -> Hit | None:
    """Defending oneself against the therapist."""
    return HEARD.hear(scene.said)
