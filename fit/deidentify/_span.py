"""A stretch of one text that was found, before it has a label; and what is done with those that lie on each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fit.deidentify._names import Identity
    from fit.deidentify._replacement import Kind

__all__ = ["Span", "apart", "covered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From where to where, what it is, and why."""

    start: int
    end: int
    kind: Kind
    why: str
    identity: Identity | None = None
    same: str = ""
    """Spans of a kind with the same word here are one thing and have one label."""

    @property
    def is_known(self) -> bool:
        """Whether the clinic's data holds it."""
        return self.identity.is_known if self.identity else self.why == KNOWN


KNOWN = "a name that the clinic's data knows"


def covered(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a stretch touches one of the spans."""
    return any(one.start < end and start < one.end for one in spans)


def apart(spans: Iterable[Span]) -> list[Span]:
    """Join spans that lie on each other into one, named after the longest, of two alike after the one that is known."""
    joined: list[Span] = []
    for one in sorted(spans, key=lambda one: (one.start, one.start - one.end)):
        if joined and one.start < joined[-1].end:
            joined[-1] = _joined(joined[-1], one)
        else:
            joined.append(one)
    return joined


def _joined(first: Span, second: Span) -> Span:
    longer = max(first, second, key=lambda one: (one.end - one.start, one.is_known))
    return replace(longer, start=first.start, end=max(first.end, second.end))
