"""Which lines of a session rating fell, and by how much: what a drop is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.scales import Score

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FallenLine", "fallen_lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenLine:
    """A line of the session rating that lies lower than at the session before."""

    item: str
    before: Score
    now: Score

    @property
    def fall(self) -> Score:
        """By how much it fell; always more than nothing."""
        return Score(self.before.tenths - self.now.tenths)


def fallen_lines(before: Mapping[str, Score | None], now: Mapping[str, Score | None]) -> tuple[FallenLine, ...]:
    """Name the lines that fell between two ratings of one scale, the furthest fall first.

    Equal ones stand in the scale's order. A line without a mark on either side did not fall: nothing is known of it.
    """
    known = {item: (was, now.get(item)) for item, was in before.items()}
    fallen = [
        FallenLine(item=item, before=was, now=is_now)
        for item, (was, is_now) in known.items()
        if was is not None and is_now is not None and is_now < was
    ]
    return tuple(sorted(fallen, key=lambda line: -line.fall.tenths))
