"""Rejection of an intervention or reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
(that's|that is|it's|this is) ~ (so|really|just|simply|not)? not ~ (really|at all|actually|quite|exactly)? (what i ~ (mean|meant|said|asked|want|wanted|was saying|am saying|came)|it $|it at all|how i ~ (see|feel|meant|experience)|true|right|fair|the (point|problem|issue|reason))
(that|this|it) (isn't|wasn't) ~ (really|at all|actually)? (what i (mean|meant|said|asked|was saying)|how i (see|feel|meant)|the (point|problem|issue)|fair|true)
i (don't|do not|can't) ~ (really|quite)? (buy|agree with|see it|accept|believe) ~ (that|this|it that way|it like that|any of that|it)
(doesn't|does not|didn't) ~ (really|quite|at all)? (fit|ring true|sound right|sound like me|feel right|make sense to me)
(nothing|anything) to do with (my|the|that|this|it|her|him|them|what)
(reading|read) too much into
putting words in(to)? my mouth
i (didn't|never) ~ (actually|ever)? (say|said) (that|so|it)
(i think|with respect|sorry, but) .. you're (wrong|mistaken|off)
you're wrong
(far-fetched|far fetched|a bit of a stretch|a stretch|nonsense|rubbish|psychobabble|too simple|ridiculous)
(your|that's a|that's your|it's your|just a) (theory|interpretation|idea|opinion|reading|diagnosis)
easy for you to say
(always|keep|keeps) ~ (on)? (bring*|com*|go*|turn*) ~ (it|this|everything|that)? ~ (all)? (back|round|around) to ~ (my|the|that)? ~ (mother|father|mum|mom|dad|parents|childhood|past|divorce|family|her|him|that)
you've got (that|it|this|me) ~ (all)? (wrong|the wrong way|backwards|mixed up)
(you|you're|you keep|you always) .. (saying|say|telling me|think) ... (i'm|i am|that i) .. (and|but|, ) ~ (i'm not|it's not|i don't|it isn't|that's not)
i (really)? don't ~ (really)? want to ~ (talk about|go into|do|get into|discuss) ~ (that|this|it) ~ (again|here|now|today|with you)
i'm not ~ (scared|afraid|angry|avoiding|depressed|jealous|punishing|running|in denial|ashamed|hiding|sabotaging) .. i'm
it's not about (my|him|her|them|that|the|you|it) .. (it's|but)
(no|look|listen|sorry), (it's|that's|i'm|you're) not
(we're|you're) (missing|not talking about) the point
missed the point
that would never work
that won't work
i'm not doing that
i don't see (it|that|what that has) ~ (that way|like that|to do)
i don't need (you to|another|a lecture|advice)
don't (tell me|analyse|analyze|psychoanalyse|therapise|patronise|patronize)
""",
    perhaps="""
^ no that's not (it|me|right|true|why|the)
that's not ~ (it|me|why|quite) $
(not|n't) ~ (what|how) i (meant|said)
i (don't|do not) think so
i (don't|wouldn't) think it's (that|about|because)
""",
    unless="""
(don't|do not) tell me you
(it's|that's) not ~ (a|an|too|so|as|very|that) ~ (bad|good|much|big|long|far)
(i|he|she) (told|said to) (him|her|them)
that's not (it|true|right) is it
""",
    others_too=True,
)


@marker(
    kind=RuptureKind.CONFRONTATION,
    definition='The client turns down what the therapist offered: an interpretation, a link, a suggestion, a summary.',
    examples=(
        "No, that's not what I meant at all.",
        "I don't think it has anything to do with my childhood.",
        "You're reading too much into it.",
    ),
    fine_examples=(
        "No, he wasn't there, it was my uncle.",
        'Not really, it comes and goes.',
    ),
)
def rejects_intervention(scene: Scene) -> Hit | None:
    """Rejection of an intervention or reading."""
    return HEARD.hear(scene.said)
