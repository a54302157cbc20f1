"""Complaint about progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
(i don't|i don't really|i do not|not sure|don't know|not convinced|can't say|i doubt|doubt|starting to doubt|wonder|wondering|hard to see|question) ~ (that|if|whether|how|think|feel|believe|like)? ~ (that|if|whether|like)? (this|it|that|therapy|any of this|all this|<therapy>|we|you|counselling) ~ (is|are|'s|has|have|will|would|can|even|really|ever|actually)? ~ (even|really|ever|actually|made|been|any|do|doing|me)? (help*|working|work|going anywhere|any use|worth|difference|doing|good|do|getting|useful|the right|for me|right)
(this|it|therapy|all this|any of this|<therapy>) (isn't|is not|'s not|aren't|doesn't|hasn't|haven't|didn't|not|won't|wasn't|never) ~ (really|been|actually|ever|even|feel|felt|seem|seemed|to|be|that|made|feel|doing)? ~ (really|all that|that|very|be|any)? (help*|working|work|useful|getting me|going anywhere|doing anything|any difference|worth|anywhere|making|any good|for me $|helpful|changing|much use|what i need|do me)
(waste of time|waste of my time|waste of money|pointless)
(going|go|round|running) ~ (round)? in circles
(we|i|we're|i'm) ~ (are|am)? (not|n't|aren't) getting (anywhere|anything|better|any better|any further)
(not|n't|don't|never) ~ (really)? (get|getting|got) ~ (anything|much|a lot|very much) out of (this|it|these|<therapy>|here)
(feel|feeling|felt|am|i'm) ~ (exactly|just|still|no|even|only|not)? (the same as|worse than|no better|no different|exactly the same|just the same|worse after|worse when) ~ (when i|after|when we|coming|i|than)? ~ (started|came|began|here|these|coming|we|talk)
(been|come|coming|came) ~ (here|in|to you|to see you|to these|to this|to therapy|doing this|every week)? ... (months|weeks|sessions|year|years|times) ... (nothing|still|not|no|same|worse|isn't|hasn't|can't|don't|didn't|any better)
(sessions|months of this|weeks of this|times here) .... (and|but) .. (still|nothing|no|not|same|worse)
(thought|hoped|expected|figured) ~ (that)? (i'd|i would|it'd|it would|things would|this would|we'd|to) ~ (be|have|feel|get|would|be feeling)? ~ (been|be|feel)? ~ (better|more|different|something|further|helped|help|over it|done|gone|doing something different) $
(thought|hoped|expected) ~ (that)? (i'd|i would|it'd|it would|things would|this would|we'd|to) ... (by now|different|faster|quicker)
(had|i'd|was) (hoped|hoping|expecting|expected) ~ (for|we'd|it|to|it'd) ... (more|different|something|quicker|faster|further)
(what's|what is|is there|where's|don't see|can't see|not see) ~ (the|any) (point|use|sense) ~ (of|in|to) ~ (even)? (coming|this|therapy|<therapy>|talking about it|it all|being here|doing this|carrying on|me coming)
(not sure|don't know|no idea|wonder|asking myself) ~ (if|whether|why|that|what)? ~ (therapy|i|i'm|this|i'm even|i even|counselling)? ~ (is|should|want|even|be|why)? ~ (to|keep|for|still|even)? (for me|come|coming|keep coming|carry on|carrying on|continue|doing here|doing this|do this anymore|do this any more|do this|be here|am here|stop coming|stay|here)
(wonder|wondering|thinking|thought|think) ~ (about|of|if|whether|i|that|maybe)? ~ (i)? ~ (should|might|better|'d better|to)? (stop|stopping|quit|quitting|leave|ending|taking a break|take a break|giving up|give up|finish) ~ (coming|from|this|here|therapy|these|the|on|with|now|altogether)
(trying|try|find|finding|see|seeing|looking for|look for|switching to|going to) (someone|somebody|another|a different|a new) (else|therapist|counsellor|counselor|psychologist|one|person)
(nothing's|nothing has|nothing is|nothing|not much|not a lot) ~ (really|ever)? (changed|different|changes|better|happens|helps|gets better) ~ (since i|when i|after|here|with|in these|at all)
leave here .... (nothing|worse|same|empty|no|heavier)
(talking|talk) ~ (about it|about this|about things|about all this)? ~ (all the time)? (doesn't|won't|isn't|never) ~ (really)? (change|help|helps|going to|fix|make|solve|do)
(nearly|almost) (didn't|did not) (come|bother)
(didn't|don't) ~ (really)? (want|feel like) ~ (to)? (come|coming|be here|being here) ~ (today|here|any more|anymore|in)
not someone therapy works for
(still|all) ~ (stuck)? in the same place
(feel|feeling|i'm|we're) ~ (a bit|so|really|just)? stuck ~ (in)? (here|with this therapy|with you|in this therapy)
(don't|won't|not sure|not) ~ (think|know|see)? ~ (i'll|i|if i'll|that i'll|i can|we)? ~ (can|should|want to|will)? (carry on|keep coming|come back|go on coming|continue)
how (long|many) ... (supposed|going|take|need|more sessions|have to come) $
how long is this
(haven't|hasn't|didn't|doesn't|don't) ~ (really|yet|even)? (helped|help|feel|felt|made|make|talked|get|got) ~ (me|much|any|that|a|about|very|all that)? ~ (much|any|at all|difference|better|useful|helpful|what i came for) $
(so far|honestly|to be honest|if i'm honest) ... (helped|useful|pointless|no better|nothing|not much|hasn't|haven't|don't feel)
(can|could|will|would|is|are) (you|this|it|therapy|that|we|any of this|talking) ~ (even|ever|actually|really)? (ever|even|actually|really|going to) ~ (going to|be able to|gonna)? (help|work|change|get better|make a difference)
do you ~ (really|actually|honestly|even)? think ~ (that)? (you|this|we|it|therapy) ~ (can|could|will|would|is|are)? ~ (actually|really|ever|even)? (help|helps|working|work|going to help|get anywhere|make a difference|helping)
(right|wrong) (person|therapist|place|thing) ~ (to help|for me|for this|to be|to talk)
(the right|a good) (thing|place|person|fit|therapist) for me
isn't what i came
(not|isn't|never) ~ (really)? going anywhere
not convinced
(don't|do not|didn't) ~ (really|actually)? feel ~ (any|much|that|a lot) (better|different)
(a bit|so|really|quite|pretty|very)? disappointed ~ (after|in|with|by) ~ (our|the|these|this|last) (last|session|sessions|talk|meeting|therapy|time|whole)
(last|these|the|our|the last few|recent) ~ (few|couple of)? (session|sessions|time|week|meeting) ... (upset me|annoyed me|bothered me|feel ~ (a bit|so)? pointless|felt ~ (a bit|so)? pointless|felt flat|missed|pushed|wasn't ~ (very|really)? (good|helpful|useful)|left me|haven't felt|hasn't felt|pointless)
(felt|feel|feeling) ~ (a bit|really|rather|quite|pretty|so)? (pushed|judged|rushed|unheard|misunderstood|lectured|told off|small|stupid|ignored) ~ (last|in here|here|by|when|in our) $
(came|come|went|go|walked|left) ~ (out of|away from|home from|out) ~ (here|the session|the last session|last week's session|our session|these sessions) ... (worse|angry|upset|empty|confused|nothing|heavier|low|in tears)
what ~ (i'm|am i|i am|we're|are we) ~ (even|actually)? doing (here|in here)
""",
    perhaps="""
(isn't|not|doesn't|hasn't|won't) ~ (really)? (helping|working|work|help) $
(isn't|not) ~ (really)? (helping|working) ~ (for)? me
doubt ~ (about)? (this|it|therapy)
""",
    unless="""
(helped|helps) ~ (me)? (a lot|on the|with the|when|to)
(job|work|office|company|boss|manager|system|computer|training|plan at|union|team|machine|engine|car|marriage|wedding|class|course|group|medication|tablets|cream|diet|boiler|phone|bus)
(not sure|don't know) where to start
what i'd do without
(ready to see|ready for)
""",
)


@marker(
    kind=RuptureKind.CONFRONTATION,
    definition='The client doubts that the work helps, or thinks of stopping.',
    examples=(
        "I don't think this is helping.",
        "I've been coming here for months and nothing has changed.",
        "What's the point of coming here?",
    ),
    fine_examples=(
        "The new computer system isn't working.",
        "I've been in that job for five years and nothing has changed.",
    ),
)
def complaint_about_progress(scene: Scene) -> Hit | None:
    """Complaint about progress."""
    return HEARD.hear(scene.said)
