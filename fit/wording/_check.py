"""Listens to what a clinician wants to say to a client in a strained moment. Never blocks, never shames.

Rules only: phrases by kind in `fit/wording/<kind>.toml`. Language English; every other language is said to
be not checked, since no figures support it. How well it hears is measured in docs/wording_check.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from fit.wording._finding import Finding, Move, WordingCheck
from fit.wording._listening import listen
from fit.wording._registry import kinds
from fit.wording._text import shadow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fit.wording._listening import Heard
    from fit.wording._rule import Kind
    from fit.wording._step import Step
    from fit.wording._text import Shadow

__all__ = ["CHECKED_LANGUAGES", "check_wording"]

CHECKED_LANGUAGES = frozenset({"en"})
"""Languages whose figures on unseen sentences were measured and are good enough (docs/wording_check.md)."""

_BESIDE_OTHERS = {"jargon", "but_after_validation"}
_TOO_EARLY = "plan before hearing"

Spoken = TypeVar("Spoken", Finding, Move)


def check_wording(text: str, *, step: Step | None = None, language: str = "en") -> WordingCheck:
    """Hear which words of a text may sound defensive, and which receive what the client said.

    Without a step the text is heard as the beginning of the talk, where explaining comes too early.
    """
    if language.partition("-")[0].lower() not in CHECKED_LANGUAGES:
        return WordingCheck(text=text, not_checked=f"Wording in {language!r} is not checked: only English is.")
    said = shadow(text)
    strong, weak = listen(kinds(), said, step)
    defensive = _defensive(strong)
    receiving = list(_receiving(strong, defensive, said))
    for one in weak:
        if not any(_overlap(_sentence(said, one), other) for other in (*defensive, *receiving)):
            (receiving if one.kind.good else defensive).append(one)
    return _told(text, defensive, receiving)


def _told(text: str, defensive: list[Heard], receiving: list[Heard]) -> WordingCheck:
    kept = [one for one in defensive if not (receiving and one.rule.name == _TOO_EARLY)]
    return WordingCheck(
        text=text,
        findings=_in_order(
            Finding(kind=one.kind.id, start=one.start, end=one.end, why=one.rule.why, instead=one.rule.instead)
            for one in kept
        ),
        good=_in_order(Move(kind=one.kind.id, start=one.start, end=one.end) for one in receiving),
    )


def _in_order(found: Iterable[Spoken]) -> tuple[Spoken, ...]:
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def _defensive(strong: Iterable[Heard]) -> list[Heard]:
    found = [one for one in strong if not one.kind.good]
    return [one for one in found if not any(_outweighs(other, one) for other in found)]


def _outweighs(other: Heard, one: Heard) -> bool:
    """Of two kinds heard in the same words the longer counts; jargon and a "but" stand beside any other."""
    if one.kind is other.kind or {one.kind.id, other.kind.id} & _BESIDE_OTHERS or not _overlap(one, other):
        return False
    return (other.end - other.start, other.kind.id) > (one.end - one.start, one.kind.id)


def _receiving(strong: Iterable[Heard], defensive: list[Heard], said: Shadow) -> Iterator[Heard]:
    """Good moves without those whose words are a finding too, or that give way to what stands in their sentence."""
    moves = [one for one in strong if one.kind.good]
    for move in moves:
        stronger = [one for one in (*defensive, *moves) if _gives_way(move.kind, one.kind)]
        room = _sentence(said, move) if stronger else (move.start, move.end)
        overlapping = any(_overlap((move.start, move.end), one) for one in defensive)
        if not overlapping and not any(_overlap(room, one) for one in stronger):
            yield move


def _gives_way(kind: Kind, other: Kind) -> bool:
    return other.id in kind.gives_way_to or ("findings" in kind.gives_way_to and not other.good)


def _sentence(said: Shadow, one: Heard) -> tuple[int, int]:
    return said.sentence_at(one.start)


def _overlap(one: Heard | tuple[int, int], other: Heard) -> bool:
    start, end = one if isinstance(one, tuple) else (one.start, one.end)
    return start < other.end and other.start < end
