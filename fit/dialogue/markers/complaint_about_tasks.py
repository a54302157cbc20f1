"""Complaint about tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
(don't|didn't|can't|couldn't) (see|get|understand) ~ (the)? (point|use|sense|purpose|why) .... (<task>|this|we're|writing|talking|it)
(what's|where's|what is) the (point|use|sense|purpose) ~ (of|in) .... (<task>|writing|rating|talking|doing|counting|going over|this)
(the|this|that|these|those|your|another|any more|more|all this|some|his) .. <task> ... (doesn't|don't|didn't|won't|isn't|aren't|wasn't|weren't|never|made|makes|make|felt|feels|is|was|are|were) ~ (really|just|a|so|any|me|it|do|feel|things)? ~ (anything|feel|do|help*|work*|stupid|silly|pointless|worse|useless|ridiculous|childish|too much|not for me|much|good|me|annoying|rubbish|for me|boring|patronising|a waste|any good)
(hate|dislike|can't stand|loathe|sick of|fed up with|had enough of|not doing|won't do|not going to do|refuse to do|don't like|don't want|don't need|tired of) ~ (doing)? ~ (the|this|that|these|those|your|another|any more|more|all this|all the|filling in)? ~ (stupid|bloody|damn|silly|same)? <task>
(felt|feel|feels) ~ (a bit|so)? (silly|stupid|ridiculous|foolish|childish|fake|embarrassing) ~ (talking|doing|writing|pretending|sitting|saying|with) ... (chair|<task>|that|this|it|loud|myself)
(<task>|exercises|writing it|technique|doing it|it all) ... (made|makes|make) (it|things|me) ~ (feel|all|much|just)? (worse|think about it more|more anxious|more nervous|tired)
(feels|felt|feel|it's|is|was) ~ (a bit|just)? like ~ (being (back)? (at|in))? (school|homework|a test|an exam)
all we ~ (ever|seem to)? do is
we (always|only|just|never|keep) ~ (ever|talk*|go*|end up|seem|just|spend|do*|about|on|talking|to talk) ~ (talk|talking|chat|chatting|about|over|back)? .. (past|feelings|childhood|same|chat|everything|me|him|her|work|weather|nothing|what i came|goals|the form|forms|numbers)
(need|want|wanted|looking for|hoping for|hoped for|thought you'd give me) ~ (something|some)? ~ (more)? (practical|concrete|tools|for now|that helps now|advice|strategies|for right now|quicker)
not more talking
(<task>|that thing) ... (put me off|is too much|was too much|is not me|isn't me|is not for me|annoys me|gets on my nerves)
(don't|didn't) (understand|know|get|see) why we're ~ (even|still)? (doing|talking|going)
don't ~ (really)? know what we're ~ (even|actually)? doing
(didn't|haven't|not) (do|done|doing) ~ (the|that|my|your|any)? ~ (of)? (the|that|my|your)? <task> .... (pointless|point|stupid|silly|use|useless|help*|see|felt|again)
(tried|did) ~ (your|that|the|this) .. <task> ... (worse|nothing|useless|didn't|pointless|stupid|hated|no use|no good)
i ~ (just)? (can't|couldn't) do ~ (the|this|that|these)? <task>
(way|how) we (do|work|go about|talk about|'re doing|are doing) ~ (this|it|things)? .. (doesn't|isn't|not|wrong)
(something different|do something different|something else here)
(talking|talked) about the (right|wrong) (things|thing)
what i came ~ (here|in)? for
came (here|in) for
we missed the point
""",
    perhaps="""
<task> ... (annoys|annoying|pointless|stupid|useless|silly|boring|hate|worse)
""",
    unless="""
(to|with|for) my (cat|dog|kids|wife|husband)
(noise|helped|was useful|was good|it was useful)
haven't ~ (really)? talked
on monday|tuesday|wednesday|thursday|friday|saturday|sunday because
(physio|doctor|teacher|gym|school|office|work|cousin's)
""",
)


@marker(
    kind=RuptureKind.CONFRONTATION,
    definition='The client doubts or dislikes what is done in the sessions or between them: exercises, homework, topics, the way of working.',
    examples=(
        "I don't see the point of these worksheets.",
        "The breathing exercise doesn't do anything for me.",
        'We always talk about the past and I need something for now.',
    ),
    fine_examples=(
        'I did the homework, most of it.',
        'The physio gave me some exercises and they made my knee worse.',
    ),
)
def complaint_about_tasks(scene: Scene) -> Hit | None:
    """Complaint about tasks."""
    return HEARD.hear(scene.said)
