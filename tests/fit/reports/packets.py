"""A supervision packet full of identities, of our own writing, and what the clinic's data knows around it."""

from __future__ import annotations

from datetime import date

from fit.deidentify import KnownNames
from fit.reports.packet import (
    AgreedPlan,
    BeforeAfter,
    Comment,
    Course,
    CoursePoint,
    FollowedUp,
    HeldTalk,
    NamedValue,
    Packet,
    PacketExcerpt,
    PacketTurn,
    ReferenceLine,
    ScriptWords,
    StrainRead,
    WhyFlagged,
)
from fit.scales import ScaleKind, Score
from fit.transcripts import Role

KNOWN = KnownNames(
    client=("Zoë Lindqvist-Harper", "Zoë"),
    people=("Mother", "Agneta Lindqvist", "Bo"),
    clinicians=("Dr. Priya Raman",),
    supervisors=("Owen Castellane",),
    clinics=("Fernhill Practice",),
    codes=("ZH-2207",),
)
# Whatever of these is read in the file is a leak; "bo" and the like are looked for as words.
NOT_KNOWN = ("oskar", "malmö", "trent", "quarry lane")
# Found by how they are written: where the case is lost, so are they (docs/deidentification.md).
IDENTITIES = (
    "zoë",
    "zoe",
    "lindqvist",
    "harper",
    "agneta",
    "priya",
    "raman",
    "owen",
    "castellane",
    "fernhill",
    "zh-2207",
    "zh2207",
    "oskar",
    "trent",
    "quarry lane",
    "555 014 2299",
    "zoe@",
    "1991",
    "malmö",
    "ellery",
)
TALK = (
    (Role.CLINICIAN, "How was the week, Zoë?"),
    (Role.CLIENT, "Fine. My mother, Agneta, rang from Malmö. And Oskar left for good, he's at 14 Quarry Lane now."),
    (Role.CLINICIAN, "And what did you tell him? I'd like to stay with that, since last week you said you'd be firm."),
    (Role.CLIENT, "Nothing. I don't know. You always ask me that, Dr Raman, and it isn't helping."),
    (Role.CLINICIAN, "Change takes time, Zoë."),
    (Role.CLIENT, "If you say so."),
    (Role.CLIENT, "ZOË LINDQVIST never complains, ask anyone at Fernhill. Text me on 555 014 2299 if you like."),
)


def scores(*points):
    return tuple(
        CoursePoint(meeting=number, total=None if one is None else Score.of(one))
        for number, one in enumerate(points, 1)
    )


def courses():
    outcome = Course(
        name="ORS",
        kind=ScaleKind.OUTCOME,
        highest=Score(400),
        points=scores("17.2", "19.8", None, "21.4", "22.0", "18.3", "20.6"),
        cutoff=Score(250),
        path=scores("17.2", "19.0", "20.6", "21.9", "23.0", "23.9", "24.7"),
        verdict="Zoë\u2019s score of 20.6 is 3.4 points above the first one: within what chance alone can do.",
    )
    alliance = Course(
        name="SRS",
        kind=ScaleKind.ALLIANCE,
        highest=Score(400),
        points=scores("36.1", "37.0", "36.4", "36.8", "36.2", "28.9", "35.0"),
        cutoff=Score(360),
        lines=(ReferenceLine(name="own usual level", at=Score(365)),),
        verdict="The session rating fell by 7.3 points at session 6, below the client\u2019s own usual range.",
    )
    return outcome, alliance


def excerpt(turns=TALK, *, focus=3, memory="", start=604_000):
    said = tuple(
        PacketTurn(role=role, start=start + number * 9_000, text=text) for number, (role, text) in enumerate(turns)
    )
    return PacketExcerpt(
        meeting=6,
        turns=said,
        focus=min(focus, len(said) - 1),
        memory=memory,
        reason="possibly complaint about the therapist: \u201cYou always ask me that, Dr Raman\u201d",
        fact="After \u201cyou\u2019d be firm.\u201d the client was silent for 3.0 s, then said \u201cNothing.\u201d",
    )


def packet(**changed):
    known = {
        "made_on": date(2026, 11, 29),
        "courses": courses(),
        "alert": WhyFlagged(
            title="The session rating fell",
            meeting=6,
            kind=ScaleKind.ALLIANCE,
            why="Session rating 28.9 after 36.2: a fall of 7.3 points; the line is 1.0.",
            formula="fall = last session\u2019s total minus this one\u2019s",
            values=(NamedValue(name="this session", value="28.9"), NamedValue(name="the session before", value="36.2")),
            source="Duncan et al. 2003; Miller & Duncan, manual 3",
        ),
        "question": "Why do I hurry when Zoë goes quiet? I noticed it with Bo as well, and Owen asked me in spring.",
        "excerpts": (
            excerpt(memory="She seemed upset about Oskar, and I was kind to her, I think. Zoe was tired."),
            excerpt(TALK[3:], focus=1, memory="It went by quickly.", start=1_331_000),
        ),
        "strain": StrainRead(
            kind="The client moves away",
            dimension="A small relational breach",
            evidence="The line on the relationship fell.",
        ),
        "script": (
            ScriptWords(
                step="Validate", words="Thank you for telling me, Zoë. It takes courage to say that it isn't helping."
            ),
            ScriptWords(
                step="Renegotiate", words="What matters most to you now? Do the goals from the start still fit?"
            ),
            ScriptWords(
                step="Meta-communicate", words="Your face changed when I spoke of time. Am I missing something?"
            ),
        ),
        "plan": AgreedPlan(
            state="Planned: come back to the moment before anything else.",
            when="Next session, 12 December 2026",
            agreed_change="\u201cAsk me how it was before you ask what I did.\u201d",
            checked_by="The SRS of that session",
        ),
        "talk": HeldTalk(
            what_happened="I said it in the first five minutes. Zoë cried, then laughed about Mr Trent, a teacher.",
            client_said="\u201cNobody at home asks me that, Agneta least of all.\u201d",
            change_kept="Kept so far.",
        ),
        "follow_up": FollowedUp(
            verdict="Repaired at session 7: back within the client\u2019s own usual range.",
            scores=(
                BeforeAfter(name="SRS", before=Score(289), after=Score(350)),
                BeforeAfter(name="ORS", before=Score(183), after=None),
            ),
        ),
        "comments": (
            Comment(
                role="Supervisor", text="Stay with your hurry. What would Zoë hear if you waited? Show Priya's card."
            ),
        ),
    }
    return Packet(**{**known, **changed})
