"""Which questions are open: they cannot be answered by yes or no, or by a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fit.wording import any_of, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.dialogue._said import Said
    from fit.wording import AnyOf

__all__ = ["Questions", "asks_openly", "questions_of"]

_OPEN = """
what (do you mean|happened|happens|else|about|comes|came|goes|went)
what's .... like
(what|how) ... (feel|feels|felt|feeling|think|make of|mean|want|wanted|need|hope|like for|experience)
(what|how) ... (notice|happening|going on|see|say|imagine)
(how|why) (come|do|did|does|would|could|might|is|are|was|were|has|have|can|will|should)
how's|how
what (would|could|might|do|did|does|is|was|are|were|has|have|brings|brought|makes|made|stops|stopped|helps|helped|keeps)
what's
in what way
tell me
talk to me about
say more
walk me through
describe
(what|where) (shall|should|would|do) (we|you) .. (start|begin|talk|want|like)
"""
_NARROW = """
(what|which) (time|day|date|year|number|age|colour|color|name|size)
what's (your|the|his|her) (name|number|date|age|address)
how (many|much|often|long|old|far|big)
^ what (is|was|are) (it|that) $
(does|did|do|is|are|was|were|have|has|can|could|would|will) that (sound|work|make sense|help|fit)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """How many open and closed questions somebody asked."""

    open: int
    closed: int


def asks_openly(said: Said) -> bool:
    """Whether the last question of a turn, or its invitation to tell, is open."""
    asking = [one.text for one in said.sentences if one.asks or _invites(one.text)]
    return bool(asking) and _is_open(asking[-1])


def questions_of(turns: Iterable[Said]) -> Questions:
    """Count the questions in some turns, sentence by sentence."""
    asked = [one.text for said in turns for one in said.sentences if one.asks or _invites(one.text)]
    opened = sum(map(_is_open, asked))
    return Questions(open=opened, closed=len(asked) - opened)


def _invites(sentence: str) -> bool:
    return any(word in sentence for word in ("tell me", "walk me", "say more", "describe ")) and bool(
        _open().search(sentence)
    )


def _is_open(sentence: str) -> bool:
    return bool(_open().search(sentence)) and not _narrow().search(sentence)


@cache
def _open() -> AnyOf:
    return any_of(listed(_OPEN))


@cache
def _narrow() -> AnyOf:
    return any_of(listed(_NARROW))
