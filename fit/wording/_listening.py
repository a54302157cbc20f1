"""Every kind listens to a text: what was heard for sure, and what counts only where nothing else was heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.wording._rule import Kind, Rule
    from fit.wording._text import Shadow


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A kind, the rule that heard it, and the characters in the text as given."""

    kind: Kind
    rule: Rule
    start: int
    end: int


def listen(kinds: Iterable[Kind], said: Shadow, step: str | None) -> tuple[list[Heard], list[Heard]]:
    """What all kinds hear, the strong and the weak; findings before good moves among the weak."""
    found = [one for kind in kinds for one in _apart(_heard(kind, said, step))]
    weak = [one for one in found if one.rule.weak]
    return [one for one in found if not one.rule.weak], sorted(weak, key=lambda one: one.kind.good)


def _heard(kind: Kind, said: Shadow, step: str | None) -> list[Heard]:
    return [Heard(kind=kind, rule=rule, start=start, end=end) for rule, (start, end) in kind.find(said, step)]


def _apart(heard: list[Heard]) -> list[Heard]:
    """Of places of one kind that overlap, the surer and longer."""
    kept: list[Heard] = []
    for one in sorted(heard, key=lambda one: (one.rule.weak, one.start - one.end)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return kept
