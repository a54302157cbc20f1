"""What belongs to a repair is called on screen: kinds, subjects, steps, states, answers. Plain, without blame."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from fit.repair import (
    Answer,
    Dimension,
    FallenItem,
    KindSeen,
    Listener,
    NextStep,
    PlanState,
    RuptureKind,
    Setting,
    Step,
    WhyUnknown,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ABOUT",
    "ABOUT_MEANS",
    "ANSWER",
    "KIND_MEANS",
    "KIND_SEEN",
    "LINE",
    "LISTENER",
    "NEXT_STEP",
    "SCRIPT_OF",
    "SETTING",
    "STATE",
    "STEP",
    "STEP_NAME",
    "WHY_UNKNOWN",
]

KIND_SEEN: Final[Mapping[KindSeen, str]] = MappingProxyType(
    {
        KindSeen.WITHDRAWAL: "The client moved away",
        KindSeen.CONFRONTATION: "The client moved against",
        KindSeen.BOTH: "Both",
        KindSeen.NOT_SURE: "Not sure",
    }
)
KIND_MEANS: Final[Mapping[KindSeen, str]] = MappingProxyType(
    {
        KindSeen.WITHDRAWAL: "Silence, short answers, another subject, yes to everything.",
        KindSeen.CONFRONTATION: "A complaint, criticism, doubt whether this helps.",
        KindSeen.BOTH: "One after the other, or one under the other.",
        KindSeen.NOT_SURE: "A good answer: then both ways of saying it are here.",
    }
)
SCRIPT_OF: Final[Mapping[RuptureKind, str]] = MappingProxyType(
    {RuptureKind.WITHDRAWAL: "If they moved away", RuptureKind.CONFRONTATION: "If they moved against"}
)
ABOUT: Final[Mapping[Dimension, str]] = MappingProxyType(
    {
        Dimension.GOALS_OR_METHOD: "Goals or method",
        Dimension.RELATIONAL_BREACH: "Something missed between you",
        Dimension.FEAR_OF_CHANGE: "Fear of change",
        Dimension.NOT_SURE: "Not sure",
    }
)
ABOUT_MEANS: Final[Mapping[Dimension, str]] = MappingProxyType(
    {
        Dimension.GOALS_OR_METHOD: "The direction no longer fits what they want most.",
        Dimension.RELATIONAL_BREACH: "A feeling was not met, and the complaint may carry it.",
        Dimension.FEAR_OF_CHANGE: "Something has begun to move. Keep it in mind; it is not for saying now.",
        Dimension.NOT_SURE: "A good answer: then one asks openly.",
    }
)
STEP: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.VALIDATE: "1. Hear it first",
        Step.RENEGOTIATE: "2. The work",
        Step.META: "3. Between you",
    }
)
STEP_NAME: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.VALIDATE: "Hear it first",
        Step.RENEGOTIATE: "Look at the work",
        Step.META: "Between you",
    }
)
LISTENER: Final[Mapping[Listener, str]] = MappingProxyType(
    {
        Listener.ADULT: "an adult",
        Listener.ADOLESCENT: "an adolescent",
        Listener.CHILD: "a child",
        Listener.CAREGIVER: "a child with a caregiver",
    }
)
SETTING: Final[Mapping[Setting, str]] = MappingProxyType(
    {
        Setting.INDIVIDUAL: "one to one",
        Setting.COUPLE_FAMILY: "couple or family",
        Setting.GROUP: "group",
    }
)
STATE: Final[Mapping[PlanState, str]] = MappingProxyType(
    {
        PlanState.DRAFT: "Begun",
        PlanState.PLANNED: "Planned, and waits for the talk",
        PlanState.TALKED: "Talked about",
        PlanState.CHANGE_KEPT: "Talked about, the change is kept",
        PlanState.CHANGE_NOT_KEPT: "Talked about, the change is not kept yet",
        PlanState.ANSWERED: "Answered by the ratings, and closed",
        PlanState.SET_ASIDE: "Set aside",
    }
)
ANSWER: Final[Mapping[Answer, str]] = MappingProxyType(
    {
        Answer.REPAIRED: "Repaired",
        Answer.PARTLY: "Partly",
        Answer.NOT_YET: "Not yet",
        Answer.UNKNOWN: "Cannot tell",
    }
)
WHY_UNKNOWN: Final[Mapping[WhyUnknown, str]] = MappingProxyType(
    {
        WhyUnknown.NO_RATING_SINCE: "no session rating has come since. The next one answers",
        WhyUnknown.NO_DIP: "the rating of this session had not fallen, so there is nothing for later ones to come back "
        "from. Ask the client instead",
        WhyUnknown.NOT_RATED: "this session was not rated, so there is nothing to compare with. Ask the client instead",
    }
)
LINE: Final[Mapping[FallenItem, str]] = MappingProxyType(
    {
        FallenItem.RELATIONSHIP: "Relationship",
        FallenItem.GOALS: "Goals and topics",
        FallenItem.APPROACH: "Approach or method",
        FallenItem.OVERALL: "All in all",
    }
)
"""Lines of the session rating, by what they are about; never the printed words of the scale."""
NEXT_STEP: Final[Mapping[NextStep, str]] = MappingProxyType(
    {
        NextStep.FINISH_PLAN: "Next: settle when you will say it and how you two will tell that it helped.",
        NextStep.TALK: "Next: the talk. You do not need all of it: the first step alone is a repair begun.",
        NextStep.ASK_FOR_RATING: "Next: ask for a session rating. It answers.",
        NextStep.LOOK_AND_CLOSE: "Next: look at before and after, perhaps with the client, and close this plan.",
        NextStep.OTHER_DIMENSION: "Next: not more of the same. It may be about something else",
        NextStep.ASK_OPENLY: "Next: put the question back to the client. What did I miss?",
        NextStep.SUPERVISION: "Next: take it to supervision. A second pair of eyes sees more than another try alone.",
    }
)
