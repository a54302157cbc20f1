"""Complaint about the therapist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
you ~ (never|don't|didn't|weren't|aren't|hardly) ~ (ever)? (listen*|hear*|get it|understand*|care|ask|asked|notice*|remember*|believe*|say anything|said anything|even ~ (say|said|ask|asked|look|looked|notice|noticed|hear|heard|know|listen)|see|saw)
you're not ~ (ever)? (listening|hearing|getting|understanding|taking me|interested|helping|even)
you (always|constantly|keep|kept|just keep) ~ (on)? (look*|interrupt*|ask*|tell*|say*|talk*|bring*|chang*|push*|cut*|turn*|going|doing|writing|forget*|mak*|put*|smil*|nod*|chang*|do|staring|checking)
you (forgot|forget|mixed me up|cut me off|interrupted|ignored|dismissed|laughed at|talked over|brushed|brush|took (his|her|their) side|let me down|lectured|misunderstood)
(judged|pushed|ignored|dismissed|patronised|patronized|hurt|let down|misunderstood|rushed|criticised|criticized|attacked|blamed|unheard|interrogated|analysed|analyzed) by you
you (make|made) me feel ~ (like)? (a|an)? (stupid|small|worse|bad|guilty|ashamed|like|ridiculous|child|idiot|pathetic|crazy|awful|judged)
you (sound|sounded|look|looked|talk|talked|seem|seemed|act|acted) ~ (like|just like|as if|as though|bored|annoyed|irritated|distracted|tired of) .. (mother|father|mum|mom|dad|boss|ex|teacher|robot|textbook|machine|recording|me|you|everybody|don't|didn't|of|with)
you're ~ (just)? (treating me|talking (down|over)|judging|lecturing|laughing at|ignoring|dismissing|patronising|patronizing|being (unfair|cold|rude|condescending)|like (my|all the|everyone|everybody)|bored|reading from|hiding behind|too|so (calm|cold|quiet|distant))
(angry|annoyed|upset|cross|furious|frustrated|disappointed|irritated|mad|pissed off|hurt) (with|at|by|in) (you|what you)
(hurt|upset|bothered|annoyed|stung|offended|hit) (me)? .. (when|what|that|how) you ~ (said|did|say|asked|laughed|smiled|told|forgot|looked|put)
(i|i'd) ~ (don't|do not|can't|cannot|couldn't|didn't|wouldn't|never) ~ (feel|felt|think|thought|believe)? ~ (like|that)? ~ (i)? ~ (can|could)? ~ (really)? (trust|rely on|talk to|open up to|count on|believe) (you|that you)
i don't (think|feel|believe|feel like) ~ (that)? you ~ (really|actually)? (listen|understand|get|care|hear|know|see|like|believe|realise|realize|take|do)
(you've|you have|you'd) ~ (already|never|no|got no|clearly) ~ (made up your mind|been through|idea|had|listened|decided|forgotten|asked)
you've (forgotten|mixed|got no idea|no idea)
you ~ (say|said) you (understand|care|get it|listen) ~ (but|and)
how would you know
(supposed|meant) to be on my side
you talk ~ (more|too much|so much|over|all the time)
(like|as if|as though|thought|feel|felt|feeling|sense|wonder if|wonder whether|think) ~ (that)? (you're|you were|you are) ~ (not)? (bored|laughing|judging|reading|angry|tired of|sick of|only|fed up|disappointed|somewhere else|elsewhere|interested|listening|on a clock|in a hurry)
felt like you (were|weren't|didn't|don't|had|just)
(wonder|wondered|doubt|not sure) ~ (if|whether|that)? you ~ (actually|really|even)? (care|understand|listen|like me|know|want|believe|get)
(because of|after) what you (said|did|told me)
you (weren't|were not|weren't even|were) ~ (even)? (there|late|listening|gone|away|rude|cold|on time)
it (hurt|bothered|upset|annoyed|stung) me, (what|how|that|when) you
you ~ don't (get|understand) ~ (it|me|this)
(what|how) you said (hurt|upset|bothered|annoyed|stung)
your (clock|phone|watch|notes|pen|clipboard) .. (more|instead|all the time|again)
you (checked|looked|glanced|kept looking|keep looking) .. (clock|watch|phone|screen|notes|computer)
you probably ~ (just)? think
you (mixed|confused|mistook) me
you could (at least)? have ~ (asked|told|said|called|rung|warned|noticed|listened)
i thought you'd (be on my side|understand|remember|ask|notice|know|care|at least)
you (haven't|hadn't) ~ (asked|listened|noticed|heard|said|understood|looked|even|been)
you went (straight|right) (past|on|over|to)
you ~ (just)? (don't|didn't|won't) (let|give) me
""",
    perhaps="""
(mad|crazy|furious) .. (when|that) you
you (didn't|don't|never|weren't)
you're ~ (so|not|always|never)
(with|at|by|in) you
not sure ~ (that)? you'd (understand|get|like|believe)
""",
    unless="""
you ~ (don't|didn't) ~ (have|need) to
you ~ (don't|didn't) (mind|think|want|know|like|see)
you're (right|welcome|not wrong|kidding|joking|so right|so kind|so nice|very kind|not alone|so good|always ~ (so)? (kind|nice|patient))
(you know|you see) (what|when|how|that|those|the)
you ~ (never|don't|didn't) ~ (really)? know ~ (what|when|how|if|where|who|you)
(talk|talking|talked|say|said|agree|honest|be|meet|met|share|work|working|dream|mention*|come|session|start*|spoke|safe|open|cry|sit|check|happy|okay|fine|comfortable) ~ (to|with|at|by|in|about)? you
going to laugh
(wish|hope) you
when you (don't|didn't|never|weren't|are|have|get|can't|lose)
if you (don't|didn't|never|aren't|are|weren't)
like you (said|say|told|asked)
you always (feel|think|get|hear|have|want|know|imagine|wonder)
make this stuff up
you (should see|can't)
tell me you
you ~ (don't|didn't|never|can't) ~ (even|really)? (do|go|get to|sleep|want|choose|ring|answer|eat|drink|stop|call|take|leave|move|look back|come back)
""",
    others_too=True,
)


@marker(
    kind=RuptureKind.CONFRONTATION,
    definition='The client is hurt, angry or let down by something the therapist did, said or missed.',
    examples=(
        'You never really listen to what I say.',
        'I felt judged by you last time.',
        'You forgot what I told you about my exam.',
    ),
    fine_examples=(
        'I told him, you never listen to me.',
        'You were right about the mornings.',
    ),
)
def complaint_about_therapist(scene: Scene) -> Hit | None:
    """Complaint about the therapist."""
    return HEARD.hear(scene.said)
