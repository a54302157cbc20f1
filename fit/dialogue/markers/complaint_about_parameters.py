"""Complaint about time, fee, frequency or forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import marker
from fit.dialogue.markers._phrases import Phrases

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Hit, Scene

HEARD = Phrases(
    sure="""
(lot of money|so expensive|too expensive|costs ~ (me)? (a|so|too)|can't (keep|go on|afford|carry on) ~ (on)? (paying|pay|to pay|this|it)|cost of) .... (for|this|these|you|minutes|sessions|it|therapy|here|an hour)
can't (keep paying|afford) ~ (for)? (this|these|you|it|the|therapy|sessions)
what ~ (am|do) i ~ (even)? (paying|pay) (you|this|for)
(once|twice|one session|an hour|fifty minutes|every|half an hour|six sessions) .... (isn't|is not|not|never|just isn't|hardly) ~ (really|nearly)? enough
(hate|don't like|dislike|sick of|fed up with|tired of|why do i have to|do i have to|don't want to|not) ~ (having to|to)? ~ (keep)? (fill*|filling|do*|doing|mark*|tick*|rate*|rating) ~ (in|out|all)? ~ (the|this|that|these|those)? .. (form|forms|questionnaire|questionnaires|lines|boxes|tablet|it|survey|surveys|scale)
(these|those|this|the|your) (forms|form|questionnaires|questionnaire|lines|surveys|scale|tablet) ~ (really|just)? (don't|doesn't|do not|can't|is|are|feels|feel|means|mean) ~ (really|just|so)? (tell|say|mean|show|help|work|stupid|silly|pointless|useless|nothing|anything|a waste|annoying|meaningless)
(run|ran|running) out of time .... (just|when|again|always|every)
(hour's|hour is|time's|time is|session's|session is) ~ (over|up|gone) ... (just|again|already|every|when)
every time i ~ (finally|just)? (get|start|am|begin) ... (over|up|time|stop|have to go|done)
you (moved|changed|cancelled|canceled|postponed|rescheduled|shortened|swapped) ~ (the|my|our|it|us|me)? ~ (appointment|session|time|day|meeting|twice|again|it)
(had to|have to|made me) wait ... (for this|to see you|to get in|to come here|for you|for an appointment|for this appointment|to get an appointment|out there|outside)
(impossible|hard|difficult|can't|couldn't|never) ~ (to)? (get hold of|reach|get through to|contact|ring) you
(you're|you) ~ (always|then)? (go|going|off|away|were|being) ~ (away|off|on)? ~ (on)? (holiday|vacation|leave|away) ~ (right|just|again|when|exactly|every)
don't want to ~ (do|keep doing|have) ~ (it|this|these|therapy|sessions)? ~ (by|on|over|via) (video|phone|zoom|screen|the phone)
(sessions|session|time|appointments|hour) ~ (is|are|feels|feel) ~ (always|just|way|much)? too (short|long|far apart|early|late|rushed)
(don't|can't|didn't) (see|understand|get|know) why i ~ (have to|need to|should|must) ~ (still|keep|always)? (come|coming|be here|fill|pay|do|travel|wait)
(too|so) (far|early|late|often|seldom|rarely) ~ (to|for) ... (come|coming|here|me|sessions|you)
(we|i) only ~ (get|got|have|see) .. (minutes|half an hour|once|an hour|sessions)
you were ~ (ten|fifteen|five|twenty|half an hour|always|so|over)? ~ (minutes)? late
""",
    perhaps="""
(form|forms|questionnaire|lines) ... (again|every time|every single|pointless|stupid)
""",
    unless="""
(they|he|she) (want|wants|make|makes) us
(delivery|patient|order|customer|transfer|the bus|the train)
form was (easy|fine)
""",
)


@marker(
    kind=RuptureKind.CONFRONTATION,
    definition='The client is unhappy with the frame of the work: length, cost, how often, waiting, the place, the forms.',
    examples=(
        "Every time I get going the hour's over.",
        "I don't like filling in these forms every time.",
        "Once every three weeks isn't enough.",
    ),
    fine_examples=(
        'They want us to fill in these forms for every single delivery.',
        'I had to wait four months for the transfer.',
    ),
)
def complaint_about_parameters(scene: Scene) -> Hit | None:
    """Complaint about time, fee, frequency or forms."""
    return HEARD.hear(scene.said)
