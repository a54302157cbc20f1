"""What a clinician's wording holds: one kind a file, found by this folder; a new phrase is one line."""

from fit.wording._any_of import AnyOf, any_of
from fit.wording._check import CHECKED_LANGUAGES, check_wording
from fit.wording._finding import NOT_CHECKED, Finding, Move, WordingCheck
from fit.wording._listening import Heard, listen
from fit.wording._phrase import listed
from fit.wording._registry import kinds, load_kind
from fit.wording._rule import Kind, Rule
from fit.wording._step import Step
from fit.wording._text import Sentence, Shadow, shadow

__all__ = [
    "CHECKED_LANGUAGES",
    "NOT_CHECKED",
    "AnyOf",
    "Finding",
    "Heard",
    "Kind",
    "Move",
    "Rule",
    "Sentence",
    "Shadow",
    "Step",
    "WordingCheck",
    "any_of",
    "check_wording",
    "kinds",
    "listed",
    "listen",
    "load_kind",
    "shadow",
]
