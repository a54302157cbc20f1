"""What the wording check says: a finding with reason and remedy, a good move, or that it did not check."""

from __future__ import annotations

from dataclasses import dataclass

NOT_CHECKED = "not_checked"
"""Key under which a check says that it does not know the language, and so says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Words that a client may hear as defence: where they stand, why, and what could be said instead."""

    kind: str
    start: int
    end: int
    why: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Words that receive what the client said: where they stand."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingCheck:
    """What was heard in a text. `not_checked` holds the reason where the language is not checked."""

    text: str
    findings: tuple[Finding, ...] = ()
    good: tuple[Move, ...] = ()
    not_checked: str = ""
