"""A figure about a service: never a bare number, but with how many it rests on and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from fit.errors import InputError

__all__ = ["Answer", "Figure", "NotAssessable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAssessable:
    """Nothing can be said, and why. `n` are those that could be counted all the same."""

    reason: str
    n: int = 0

    def figure(self, definition: str) -> Answer:  # noqa: ARG002  read like evidence, which has a figure
        """What cannot be worked out has no figure either."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with what it rests on.

    `value` is in the unit of its definition (shares between 0 and 1); `lower` and `upper` are its 95 % interval, None
    where there is none: a count is no estimate, and of one person's score nothing can be said about others.
    """

    definition: str
    value: float
    n: int
    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        ends = [end for end in (self.lower, self.upper) if end is not None]
        if not all(map(isfinite, (self.value, *ends))):
            raise InputError(f"{self.definition}: {self.value} in {ends} is no figure. Say NotAssessable.")
        if ends and (len(ends) != len(("lower", "upper")) or not ends[0] <= self.value <= ends[1]):
            raise InputError(f"{self.definition}: {self.value} does not lie in its interval {ends}. Give both ends.")


Answer = Figure | NotAssessable
