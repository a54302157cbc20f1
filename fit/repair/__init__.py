"""The answer to a strained alliance: what to say, how it is worded, and what to avoid."""

from fit.dialogue import RuptureKind
from fit.repair._rehearsal import (
    BOTH,
    WAITED,
    Answer,
    Exchange,
    Feedback,
    Practice,
    Suggestion,
    advice_on,
    answer_by_kind,
    answer_in_words,
    begin_rehearsal,
    look_back,
    sounds_by_kind,
    take_back_answer,
)
from fit.repair._rehearsals import closest_rehearsals, load_rehearsal, rehearsal_named, rehearsals
from fit.repair._scene import ClientLine, OfferedAnswer, Openness, Rehearsal, RehearsalLength, Sound
from fit.repair._script import Advice, Script, ScriptedStep, load_script, script
from fit.repair._words import Dimension, Listener, Setting
from fit.wording import CHECKED_LANGUAGES, NOT_CHECKED, Finding, Move, Step, WordingCheck, check_wording

__all__ = [
    "BOTH",
    "CHECKED_LANGUAGES",
    "NOT_CHECKED",
    "WAITED",
    "Advice",
    "Answer",
    "ClientLine",
    "Dimension",
    "Exchange",
    "Feedback",
    "Finding",
    "Listener",
    "Move",
    "OfferedAnswer",
    "Openness",
    "Practice",
    "Rehearsal",
    "RehearsalLength",
    "RuptureKind",
    "Script",
    "ScriptedStep",
    "Setting",
    "Sound",
    "Step",
    "Suggestion",
    "WordingCheck",
    "advice_on",
    "answer_by_kind",
    "answer_in_words",
    "begin_rehearsal",
    "check_wording",
    "closest_rehearsals",
    "load_rehearsal",
    "load_script",
    "look_back",
    "rehearsal_named",
    "rehearsals",
    "script",
    "sounds_by_kind",
    "take_back_answer",
]
