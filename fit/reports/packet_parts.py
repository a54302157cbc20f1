"""From what the engine and the repair say to parts of a packet, in the words that paper and screen share."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from fit.assessment import explain
from fit.change import Change
from fit.errors import NotFoundError
from fit.repair import Answer, Dimension, KindSeen, PlanState, Step, WhyUnknown
from fit.reports.packet import (
    AgreedPlan,
    BeforeAfter,
    Course,
    CoursePoint,
    FollowedUp,
    HeldTalk,
    ReferenceLine,
    ScriptWords,
    StrainRead,
)
from fit.scales import ScaleKind, Score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from fit.assessment import EpisodeAssessment
    from fit.repair import FollowUp, ItemFall, RepairPlan
    from fit.scales import Scale

__all__ = ["courses_of", "follow_up_part", "formula_of", "plan_part", "script_part", "strain_part", "talk_part"]

CHANGE: Mapping[Change, str] = MappingProxyType(
    {
        Change.RECOVERED: "Recovered",
        Change.IMPROVED: "Improved",
        Change.UNCHANGED: "No clear change yet",
        Change.DETERIORATED: "Lower than at the start",
        Change.HARMED: "Lower, and now in the clinical range",
        Change.NOT_ASSESSABLE: "Too early to say",
    }
)
KIND: Mapping[KindSeen, str] = MappingProxyType(
    {
        KindSeen.WITHDRAWAL: "Withdrawal: the client moves away",
        KindSeen.CONFRONTATION: "Confrontation: the client moves against",
        KindSeen.BOTH: "Both: the client moves away and against",
        KindSeen.NOT_SURE: "Not sure yet",
    }
)
DIMENSION: Mapping[Dimension, str] = MappingProxyType(
    {
        Dimension.GOALS_OR_METHOD: "Goals or method do not match",
        Dimension.RELATIONAL_BREACH: "A small breach in the relation",
        Dimension.FEAR_OF_CHANGE: "Fear of change, ambivalence",
        Dimension.NOT_SURE: "Not sure yet",
    }
)
STEP: Mapping[Step, str] = MappingProxyType(
    {Step.VALIDATE: "Validate", Step.RENEGOTIATE: "Renegotiate", Step.META: "Talk about us"}
)
STATE: Mapping[PlanState, str] = MappingProxyType(
    {
        PlanState.DRAFT: "Being thought about",
        PlanState.PLANNED: "Planned: it waits for the talk",
        PlanState.TALKED: "Talked about",
        PlanState.CHANGE_KEPT: "Talked about; the change agreed is kept so far",
        PlanState.CHANGE_NOT_KEPT: "Talked about; the change agreed is not kept so far",
        PlanState.ANSWERED: "Talked about, and answered by later ratings",
        PlanState.SET_ASIDE: "Set aside",
    }
)
KEPT: Mapping[PlanState, str] = MappingProxyType(
    {PlanState.CHANGE_KEPT: "Kept so far", PlanState.CHANGE_NOT_KEPT: "Not kept so far"}
)
UNKNOWN: Mapping[WhyUnknown, str] = MappingProxyType(
    {
        WhyUnknown.NO_RATING_SINCE: "Not known yet: no session rating has come since.",
        WhyUnknown.NO_DIP: "Cannot be told: the session rating had not fallen, so there is nothing to come back from.",
        WhyUnknown.NOT_RATED: "Cannot be told: the session itself was not rated.",
    }
)
OWN_LEVEL = "own usual level"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Written out, so that the machine's own language settings change nothing."""


def courses_of(one: EpisodeAssessment | None) -> tuple[Course, ...]:
    """The scale about life and the scale about the sessions, each where anything was given."""
    return () if one is None else tuple(_courses(one))


def _courses(one: EpisodeAssessment) -> Iterator[Course]:
    if one.outcome_scale is not None:
        yield _course(one, one.outcome_scale, one.outcome, outcome_verdict(one), one.clinical_cutoff, path=_path(one))
    if one.alliance_scale is not None:
        verdict = alliance_verdict(one)
        yield _course(one, one.alliance_scale, one.alliance, verdict, one.alliance_line, lines=_own_level(one))


def _course(
    one: EpisodeAssessment,
    instrument: Scale,
    scores: Sequence[Score | None],
    verdict: str,
    cutoff: Score | None,
    *,
    lines: tuple[ReferenceLine, ...] = (),
    path: tuple[CoursePoint, ...] = (),
) -> Course:
    points = zip(one.meetings, scores, strict=True)
    return Course(
        name=instrument.title,
        kind=instrument.kind,
        highest=instrument.maximum,
        points=tuple(CoursePoint(meeting=meeting, total=total) for meeting, total in points),
        verdict=verdict,
        cutoff=cutoff,
        lines=lines,
        path=path,
    )


def _path(one: EpisodeAssessment) -> tuple[CoursePoint, ...]:
    """The expected path as it is drawn; on paper a tenth is finer than a line."""
    expected = zip(one.meetings, one.expected, strict=True)
    return tuple(CoursePoint(meeting=at, total=_drawn(points)) for at, points in expected if points is not None)


def _drawn(points: float) -> Score:
    return Score(round(points * 10))


def _own_level(one: EpisodeAssessment) -> tuple[ReferenceLine, ...]:
    known = [level for level in one.own_levels if level is not None]
    return tuple(ReferenceLine(name=OWN_LEVEL, at=_drawn(level.mean)) for level in known[-1:])


def outcome_verdict(one: EpisodeAssessment) -> str:
    """The change since the first rating in words, with its numbers and its line."""
    if one.intake is None or one.latest is None or one.gain is None:
        return f"{CHANGE[one.change]}: two ratings are needed to see a change."
    side = "better" if one.gain.tenths > 0 else "worse" if one.gain.tenths else "apart"
    moved = f"{Score(abs(one.gain.tenths))} points {side} since the first rating ({one.intake} to {one.latest})"
    line = "" if one.reliable_change is None else f"; the line for a reliable change is {one.reliable_change} points"
    return f"{CHANGE[one.change]}: {moved}{line}."


def alliance_verdict(one: EpisodeAssessment) -> str:
    """How the client rated the last rated session, with the line."""
    if one.alliance_latest is None:
        return "No session rating yet."
    return f"{one.alliance_latest} at the last rated session; the line is {one.alliance_line}."


def formula_of(one: EpisodeAssessment | None, rule: str, meeting: int) -> str:
    """How a rule works its fact out, in the product's own words; empty where it does not speak there any more."""
    if one is None:
        return ""
    try:
        return explain(one, rule, meeting).formula
    except NotFoundError:
        return ""


def strain_part(plan: RepairPlan, falls: Sequence[ItemFall]) -> StrainRead:
    """How the clinician reads the strain, and which lines of the session rating fell."""
    return StrainRead(kind=KIND[plan.kind], dimension=DIMENSION[plan.dimension], evidence="; ".join(map(_fell, falls)))


def _fell(fall: ItemFall) -> str:
    if fall.before is None:
        return f"the line \u201c{fall.item}\u201d is low: {fall.now}"
    return f"the line \u201c{fall.item}\u201d went from {fall.before} to {fall.now}"


def script_part(words: Mapping[Step, str]) -> tuple[ScriptWords, ...]:
    """The clinician's own words, step by step; a step without words is left out."""
    return tuple(ScriptWords(step=STEP[step], words=words[step]) for step in Step if words.get(step))


def plan_part(plan: RepairPlan) -> AgreedPlan | None:
    """The plan, once there is more than a reading of the strain."""
    if plan.state is PlanState.DRAFT and not (plan.check_by or plan.agreed_change or plan.said_on):
        return None
    return AgreedPlan(
        state=STATE[plan.state],
        when="Next session" if plan.said_on is None else _day(plan.said_on),
        agreed_change=plan.agreed_change,
        checked_by=plan.check_by,
    )


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def talk_part(plan: RepairPlan) -> HeldTalk | None:
    """How the talk went, once there was one."""
    if not plan.happened:
        return None
    kept = KEPT.get(plan.state, "Not noted yet whether it is kept" if plan.agreed_change else "None agreed")
    return HeldTalk(what_happened=plan.happened, client_said=plan.client_said, change_kept=kept)


def follow_up_part(one: EpisodeAssessment | None, found: FollowUp | None) -> FollowedUp | None:
    """What the ratings since have answered, with the scores at the session and after it."""
    if one is None or found is None:
        return None
    pairs = ((one.alliance_scale, found.alliance), (one.outcome_scale, found.outcome))
    scores = (
        BeforeAfter(name=_compared(instrument, found), before=numbers.at, after=numbers.after)
        for instrument, numbers in pairs
        if instrument is not None and found.after_at is not None
    )
    return FollowedUp(verdict=_verdict(found), scores=tuple(scores))


def _compared(instrument: Scale, found: FollowUp) -> str:
    about = "session rating" if instrument.kind is ScaleKind.ALLIANCE else "outcome rating"
    return f"{instrument.title} ({about}), session {found.meeting} and then session {found.after_at}"


def _verdict(found: FollowUp) -> str:
    if found.why_unknown is not None:
        return UNKNOWN[found.why_unknown]
    after = f" after {found.ratings_since} of {found.ratings_that_count} ratings" if found.is_open else ""
    said = {
        Answer.REPAIRED: f"Repaired at session {found.repaired_at}",
        Answer.PARTLY: f"Partly repaired{after}",
        Answer.NOT_YET: f"Not repaired yet{after}",
    }
    return f"{said[found.answer]}."
