"""One thing that was looked at, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "State", "counted", "mend", "ok", "to_know"]


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    TO_KNOW = "to know"
    """It may be meant so: somebody should know of it."""
    TO_MEND = "to mend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found, in words, and what to do about it; nothing where it is well."""

    check: str
    """A name for programs, such as key.place."""
    state: State
    said: str
    remedy: str = ""


def ok(check: str, said: str) -> Finding:
    """It is well."""
    return Finding(check=check, state=State.OK, said=said)


def to_know(check: str, said: str, remedy: str = "") -> Finding:
    """It may be meant so."""
    return Finding(check=check, state=State.TO_KNOW, said=said, remedy=remedy)


def mend(check: str, said: str, remedy: str) -> Finding:
    """Somebody has to do something."""
    return Finding(check=check, state=State.TO_MEND, said=said, remedy=remedy)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"
