"""Listens to what a clinician wants to say to a client in a strained moment. Never blocks, never shames.

Rules first: phrases by kind in `fit/repair/wording/<kind>.toml`. Language English; every other language is said to
be not checked, since no figures support it. How well it hears is measured in docs/wording_check.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.repair._finding import Finding, Move, Step, WordingCheck
from fit.repair.wording import kinds, shadow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.repair.wording import Found, Rule, Shadow

__all__ = ["CHECKED_LANGUAGES", "check_wording"]

CHECKED_LANGUAGES = frozenset({"en"})
"""Languages whose figures on unseen sentences were measured and are good enough (docs/wording_check.md)."""

_RECEIVING = frozenset({"thank", "validate", "own_part", "invite", "explore", "reflect", "immediacy"})
_TOO_EARLY = "plan before hearing"


def check_wording(text: str, *, step: Step | None = None, language: str = "en") -> WordingCheck:
    """Hear which words of a text may sound defensive, and which receive what the client said.

    Without a step the text is heard as the beginning of the talk, where explaining comes too early.
    """
    if language.split("-")[0].lower() not in CHECKED_LANGUAGES:
        return WordingCheck(text=text, not_checked=f"The wording of {language} is not checked: only English is.")
    heard = shadow(text)
    good = _moves(heard, step)
    findings = _findings(heard, step, received=any(move.kind in _RECEIVING for move in good))
    return WordingCheck(text=text, findings=findings, good=tuple(_not_taken_back(good, findings)))


def _findings(heard: Shadow, step: Step | None, *, received: bool) -> tuple[Finding, ...]:
    found = [
        _finding(kind.id, rule, place)
        for kind in kinds()
        if not kind.good
        for rule, place in _apart(kind.find(heard, step))
        if not (received and rule.name == _TOO_EARLY)
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def _finding(kind: str, rule: Rule, place: Found) -> Finding:
    return Finding(kind=kind, start=place.start, end=place.end, why=rule.why, instead=rule.instead)


def _moves(heard: Shadow, step: Step | None) -> tuple[Move, ...]:
    found = [
        Move(kind=kind.id, start=place.start, end=place.end)
        for kind in kinds()
        if kind.good
        for _, place in _apart(kind.find(heard, step))
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def _apart(pairs: Iterable[tuple[Rule, Found]]) -> list[tuple[Rule, Found]]:
    """Of places of one kind that overlap, the longest."""
    kept: list[tuple[Rule, Found]] = []
    for rule, place in sorted(pairs, key=lambda pair: pair[1].start - pair[1].end):
        if not any(_overlap(place, other) for _, other in kept):
            kept.append((rule, place))
    return kept


def _overlap(one: Found | Finding | Move, other: Found | Finding | Move) -> bool:
    return one.start < other.end and other.start < one.end


def _not_taken_back(good: Iterable[Move], findings: Iterable[Finding]) -> list[Move]:
    """Good moves without those that a "but" takes back at once."""
    taken_back = [one for one in findings if one.kind == "but_after_validation"]
    return [move for move in good if not any(_overlap(move, one) for one in taken_back)]
