"""Pressure or control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
(you need|you have|you've got|you've|you ought) to ~ (got to|just)? (fix|do something|help me|write|sign|call|tell me|give me|make|get me|sort|stop)
just (tell|give) me ~ (what|the|an|a|some|straight|your)
(i want|i need|i'd like|i expect|i demand) you to ~ (just)? (call|tell|write|sign|fix|give|make|do|get|sort|stop|ring|speak|promise|say)
if you (can't|won't|don't) .... (i'll|i will|i'm going|then i|someone|somebody)
(aren't|are) you ~ (not)? (supposed|meant) to ~ (be|know|help|have|tell|fix|do)
what ~ (am|do|are) (i|we) ~ (even)? (paying|pay) (you|for|this)
(straight|simple|proper|real|clear) answer
(for once|at least once)
you're the (professional|expert|therapist|doctor|psychologist|one with the)
isn't (that|it) your job
it's your job
(do your job|you tell me)
(answer|tell) me ~ (now|today|honestly|straight)
why (won't|can't|don't) you ~ (just|ever|ever just)? (tell|answer|say|give|help|do|fix)
i'll (report|complain|write to|go to|tell) ~ (you|about you|your|to your)
""",
    unless="""
(what|who) should i tell
to (be|keep) honest
for once (i|it|he|she|they|we)
(doctor|boss|manager) (said|told)
""",
    others_too=True,
)


@marker(
    kind=RuptureKind.CONFRONTATION,
    definition='The client tries to make the therapist act, answer or give in.',
    examples=(
        'Just tell me what to do.',
        "If you can't help me I'll find someone who can.",
        'What am I paying you for?',
    ),
    fine_examples=(
        "I said to the manager, aren't you supposed to be in charge?",
        'What should I tell him?',
    ),
)
def pressure(scene: Scene) -> Hit | None:
    """Pressure or control."""
    return HEARD.hear(scene.said)
