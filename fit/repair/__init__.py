"""The answer to a strained alliance: what to say, how it is worded, and what to avoid."""

from fit.dialogue import RuptureKind
from fit.excerpts import FallenItem
from fit.repair._script import Advice, Script, ScriptedStep, load_script, script
from fit.repair._words import SPOKEN_LANGUAGES, Dimension, KindSeen, Listener, Setting, listener_of, setting_of
from fit.repair.falls import ItemFall, deepest_fall, find_falls, leading_falls
from fit.repair.follow_up import Answer, FollowUp, Numbers, WhyUnknown, follow_up
from fit.repair.next_step import NextStep, Suggested, Tried, next_step
from fit.repair.plan import MOVES, PlanState, RepairPlan, needs_reason
from fit.repair.reading import DimensionReading, Evidence, KindReading, Source, suggest_dimension, suggest_kind
from fit.wording import CHECKED_LANGUAGES, NOT_CHECKED, Finding, Move, Step, WordingCheck, check_wording

__all__ = [
    "CHECKED_LANGUAGES",
    "MOVES",
    "NOT_CHECKED",
    "SPOKEN_LANGUAGES",
    "Advice",
    "Answer",
    "Dimension",
    "DimensionReading",
    "Evidence",
    "FallenItem",
    "Finding",
    "FollowUp",
    "ItemFall",
    "KindReading",
    "KindSeen",
    "Listener",
    "Move",
    "NextStep",
    "Numbers",
    "PlanState",
    "RepairPlan",
    "RuptureKind",
    "Script",
    "ScriptedStep",
    "Setting",
    "Source",
    "Step",
    "Suggested",
    "Tried",
    "WhyUnknown",
    "WordingCheck",
    "check_wording",
    "deepest_fall",
    "find_falls",
    "follow_up",
    "leading_falls",
    "listener_of",
    "load_script",
    "needs_reason",
    "next_step",
    "script",
    "setting_of",
    "suggest_dimension",
    "suggest_kind",
]
