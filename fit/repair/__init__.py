"""The answer to a strained alliance: what to say, how it is worded, and what to avoid."""

from fit.dialogue import RuptureKind
from fit.repair._script import Advice, Script, ScriptedStep, load_script, script
from fit.repair._words import SPOKEN_LANGUAGES, Dimension, Listener, Setting
from fit.wording import CHECKED_LANGUAGES, NOT_CHECKED, Finding, Move, Step, WordingCheck, check_wording

__all__ = [
    "CHECKED_LANGUAGES",
    "NOT_CHECKED",
    "SPOKEN_LANGUAGES",
    "Advice",
    "Dimension",
    "Finding",
    "Listener",
    "Move",
    "RuptureKind",
    "Script",
    "ScriptedStep",
    "Setting",
    "Step",
    "WordingCheck",
    "check_wording",
    "load_script",
    "script",
]
