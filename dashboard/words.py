"""What a verdict is called on screen: clinician wording and client wording apart, never in terms of blame.

A status is never shown by colour alone: each look is a word, a shape and a tone. Which colour a tone has is
decided in `dashboard.charts.palette` and `shell/style.css`; sentences with numbers are in `dashboard.sentences`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from fit.casework.views import (
    AlertState,
    Attention,
    EventKind,
    FormState,
    GoalState,
    RatingStatus,
    SharedKind,
    SkipReason,
    Way,
)
from fit.ratings import Ending, Mode
from fit.scales import AgeBand, Informant, ScaleKind

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACTIVE",
    "AGE_BAND",
    "ALERT_STATE",
    "ALLIANCE",
    "ATTENTION",
    "CHANGE",
    "CHANGE_FOR_CLIENT",
    "ENDING",
    "ENDING_MEANS",
    "EVENT",
    "FORM_STATE",
    "GOAL_STATE",
    "INFORMANT",
    "KIND",
    "MODE",
    "NOTHING_TODAY",
    "RATING_STATUS",
    "ROLE",
    "ROLE_DOES",
    "SEVERITY",
    "SHARED_KIND",
    "SKIP_REASON",
    "TRACK",
    "TRACK_FOR_CLIENT",
    "WAY",
    "WAY_GIVEN",
    "Look",
    "Shape",
    "Tone",
]


class Tone(StrEnum):
    """How much a status asks of the reader; the palette gives each a colour."""

    URGENT = "urgent"
    ACT = "act"
    WATCH = "watch"
    CALM = "calm"
    GOOD = "good"
    UNKNOWN = "unknown"


class Shape(StrEnum):
    """The form beside a word, so that a status can be told apart in grey. Values are Plotly's symbol names."""

    SQUARE = "square"
    TRIANGLE = "triangle-up"
    DIAMOND = "diamond"
    CIRCLE = "circle"
    STAR = "star"
    RING = "circle-open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A status on screen: its word, its shape, its tone."""

    word: str
    shape: Shape
    tone: Tone


def _look(word: str, shape: Shape, tone: Tone) -> Look:
    return Look(word=word, shape=shape, tone=tone)


CHANGE: Mapping[str, Look] = MappingProxyType(
    {
        "recovered": _look("Recovered", Shape.STAR, Tone.GOOD),
        "improved": _look("Improved", Shape.CIRCLE, Tone.GOOD),
        "unchanged": _look("No clear change yet", Shape.CIRCLE, Tone.CALM),
        "deteriorated": _look("Lower than at the start", Shape.TRIANGLE, Tone.ACT),
        "harmed": _look("Lower, and now in the clinical range", Shape.TRIANGLE, Tone.ACT),
        "not_assessable": _look("Too early to say", Shape.RING, Tone.UNKNOWN),
    }
)

TRACK: Mapping[str, Look] = MappingProxyType(
    {
        "green": _look("On track", Shape.CIRCLE, Tone.GOOD),
        "amber": _look("A little behind", Shape.DIAMOND, Tone.WATCH),
        "red": _look("Off track", Shape.TRIANGLE, Tone.ACT),
        "not_assessable": _look("Not compared", Shape.RING, Tone.UNKNOWN),
    }
)

ALLIANCE: Mapping[str, Look] = MappingProxyType(
    {
        "steady": _look("Steady", Shape.CIRCLE, Tone.GOOD),
        "watch": _look("Keep an eye on it", Shape.DIAMOND, Tone.WATCH),
        "ask": _look("Ask about it", Shape.TRIANGLE, Tone.ACT),
        "unknown": _look("Not rated yet", Shape.RING, Tone.UNKNOWN),
    }
)

SEVERITY: Mapping[str, Look] = MappingProxyType(
    {
        "urgent": _look("Today", Shape.SQUARE, Tone.URGENT),
        "act": _look("Talk about it next session", Shape.TRIANGLE, Tone.ACT),
        "watch": _look("Keep an eye on it", Shape.DIAMOND, Tone.WATCH),
        "note": _look("Good to know", Shape.CIRCLE, Tone.CALM),
        "good": _look("Good news", Shape.STAR, Tone.GOOD),
    }
)

ATTENTION: Mapping[Attention, Look] = MappingProxyType(
    {
        Attention.URGENT: _look("Needs you today", Shape.SQUARE, Tone.URGENT),
        Attention.FALLEN: _look("Fallen to the lowest so far", Shape.TRIANGLE, Tone.ACT),
        Attention.ALLIANCE: _look("Ask about the alliance", Shape.TRIANGLE, Tone.ACT),
        Attention.OFF_TRACK: _look("Off track", Shape.TRIANGLE, Tone.ACT),
        Attention.FALLING: _look("Not moving up", Shape.DIAMOND, Tone.WATCH),
        Attention.NO_RATING: _look("No recent rating", Shape.RING, Tone.WATCH),
        Attention.NOTHING: _look("Nothing open", Shape.CIRCLE, Tone.GOOD),
    }
)

ALERT_STATE: Mapping[AlertState, str] = MappingProxyType(
    {
        AlertState.NEW: "New",
        AlertState.SEEN: "Seen",
        AlertState.TALKED_ABOUT: "Talked about with the client",
        AlertState.REPAIR_PLANNED: "Repair planned",
        AlertState.CLOSED: "Closed",
        AlertState.ANSWERED: "Answered by later ratings",
        AlertState.TAKEN_UP: "Goes on: see the newer alert",
        AlertState.NO_LONGER_HOLDS: "No longer holds: a rating was corrected",
    }
)

RATING_STATUS: Mapping[RatingStatus, str] = MappingProxyType(
    {
        RatingStatus.ACTIVE: "Counts",
        RatingStatus.SUPERSEDED: "Taken out, no longer counts",
        RatingStatus.SKIPPED: "Not given",
    }
)

AGE_BAND: Mapping[AgeBand, str] = MappingProxyType(
    {
        AgeBand.ADULT: "Adult",
        AgeBand.ADOLESCENT: "Adolescent",
        AgeBand.CHILD: "Child",
    }
)

INFORMANT: Mapping[Informant, str] = MappingProxyType(
    {
        Informant.CLIENT: "Client",
        Informant.CAREGIVER: "Caregiver",
        Informant.TEACHER: "Teacher",
        Informant.REFERRER: "Referrer",
        Informant.CLINICIAN: "Clinician",
        Informant.GROUP: "Group",
    }
)

MODE: Mapping[Mode, str] = MappingProxyType(
    {
        Mode.TABLET: "On the tablet",
        Mode.REMOTE: "By link",
        Mode.PAPER: "On paper",
        Mode.ORAL: "Spoken",
        Mode.IMPORTED: "Imported",
    }
)

ENDING: Mapping[Ending, str] = MappingProxyType(
    {
        Ending.PLANNED: "Ended as planned",
        Ending.UNPLANNED: "Ended unplanned",
        Ending.REFERRED: "Referred on",
        Ending.TRANSFERRED: "Handed to a colleague",
    }
)

SHARED_KIND: Mapping[SharedKind, str] = MappingProxyType(
    {SharedKind.COUPLE: "Couple", SharedKind.FAMILY: "Family", SharedKind.GROUP: "Group"}
)

ENDING_MEANS: Mapping[Ending, str] = MappingProxyType(
    {
        Ending.PLANNED: "You and the client agreed that the work is done, or done for now.",
        Ending.UNPLANNED: "It stopped without that talk: the client stayed away, moved, or broke it off. "
        "It says nothing about whose doing it was.",
        Ending.REFERRED: "The client goes on elsewhere, outside of this clinic.",
        Ending.TRANSFERRED: "A colleague here goes on with a course of their own. To keep one course, hand the client "
        "over instead.",
    }
)

EVENT: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.MEDICATION: "Medication",
        EventKind.LIFE_EVENT: "Life event",
        EventKind.CHANGE_OF_CLINICIAN: "Change of clinician",
        EventKind.NOTE: "Note",
    }
)

GOAL_STATE: Mapping[GoalState, str] = MappingProxyType(
    {
        GoalState.CURRENT: "Worked on now",
        GoalState.REACHED: "Reached",
        GoalState.CHANGED: "Changed",
        GoalState.LET_GO: "Let go",
        GoalState.MISTAKEN: "Noted by mistake",
    }
)

KIND: Mapping[ScaleKind, str] = MappingProxyType(
    {
        ScaleKind.OUTCOME: "outcome rating",
        ScaleKind.ALLIANCE: "session rating",
    }
)

ROLE: Mapping[str, str] = MappingProxyType(
    {
        "clinician": "Clinician",
        "supervisor": "Supervisor",
        "director": "Director",
        "administrator": "Administrator",
    }
)

ROLE_DOES: Mapping[str, str] = MappingProxyType(
    {
        "clinician": "Sees their own clients only.",
        "supervisor": "Sees the clients of the clinicians they supervise.",
        "director": "Sees counts and averages, and no client.",
        "administrator": "Looks after people and imports, and sees no ratings.",
    }
)

ACTIVE: Mapping[bool, Look] = MappingProxyType(
    {
        True: _look("Can sign in", Shape.CIRCLE, Tone.GOOD),
        False: _look("Cannot sign in", Shape.RING, Tone.UNKNOWN),
    }
)

NOTHING_TODAY = "Nothing needs you today."

# What a client may read about themselves: no numbers, no colours, no verdict on the person.
CHANGE_FOR_CLIENT: Mapping[str, str] = MappingProxyType(
    {
        "recovered": "Your marks have moved up a good deal since we began.",
        "improved": "Your marks have moved up since we began.",
        "unchanged": "Your marks are about where they were when we began.",
        "deteriorated": "Your marks are lower than when we began. Let us look at what would help.",
        "harmed": "Your marks are lower than when we began. Let us look at what would help.",
        "not_assessable": "There are not enough marks yet to see a direction.",
    }
)

TRACK_FOR_CLIENT: Mapping[str, str] = MappingProxyType(
    {
        "green": "Things are going about as we hoped.",
        "amber": "Things are going a little slower than we hoped. What would you change?",
        "red": "Things are not going as we hoped yet. What should we do differently?",
        "not_assessable": "It is too early to say how things are going.",
    }
)

SKIP_REASON: Mapping[SkipReason, str] = MappingProxyType(
    {
        SkipReason.DID_NOT_WANT: "did not want to",
        SkipReason.NO_TIME: "no time",
        SkipReason.OTHER: "another reason",
    }
)

WAY: Mapping[Way, str] = MappingProxyType(
    {Way.TABLET: "This tablet", Way.CODE: "Another device", Way.LINK: "A link"},
)

WAY_GIVEN: Mapping[Way, str] = MappingProxyType(
    {Way.TABLET: "on this tablet", Way.CODE: "by code", Way.LINK: "by link"},
)

FORM_STATE: Mapping[FormState, str] = MappingProxyType(
    {
        FormState.WAITING: "Not opened yet",
        FormState.OPEN: "Being filled in",
        FormState.DONE: "Answered",
        FormState.EXPIRED: "Ended without an answer",
        FormState.WITHDRAWN: "Withdrawn",
        FormState.REPLACED: "Replaced by a newer form",
        FormState.LOCKED: "Locked after wrong tries",
    }
)
