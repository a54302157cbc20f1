"""Which lines of the session rating fell, and by how much: the first pointer to what a strain may be about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.excerpts import FallenItem
from fit.scales import Score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.policies import Line

__all__ = ["ItemFall", "deepest_fall", "find_falls", "leading_falls"]

HALF = 2
# A line counts with the one that fell most when it fell half as far: four lines that fall alike point nowhere.


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFall:
    """A line of the session rating that fell since the rating before, or is low where there was none before."""

    item: FallenItem
    now: Score
    before: Score | None = None

    @property
    def by(self) -> Score | None:
        """How far it fell [tenths]; None where nothing came before."""
        return None if self.before is None else Score(self.before.tenths - self.now.tenths)


def find_falls(before: Mapping[str, Score | None], now: Mapping[str, Score | None], low: Line) -> tuple[ItemFall, ...]:
    """Find the lines that fell since the rating before, the deepest fall first.

    Parameters
    ----------
    before, now : marks by item id; `before` is empty at a first rating
    low : the policy's line for one item; it decides where nothing came before
    """
    given = [(item, now[item.value], before.get(item.value)) for item in FallenItem if item.value in now]
    fell = [
        ItemFall(item=item, now=mark, before=was)
        for item, mark, was in given
        if mark is not None and (low.crossed(mark.tenths) if was is None else mark < was)
    ]
    return tuple(sorted(fell, key=_depth))


def _depth(fall: ItemFall) -> tuple[int, int]:
    return (0 if fall.by is None else -fall.by.tenths, fall.now.tenths)


def deepest_fall(falls: Sequence[ItemFall]) -> FallenItem | None:
    """The line that fell further than every other, or is the lowest of the low; None where several are alike."""
    if not falls:
        return None
    alike = [fall.item for fall in falls if _depth(fall)[0] == _depth(falls[0])[0]]
    if falls[0].by is None:
        alike = [fall.item for fall in falls if fall.now == falls[0].now]
    return alike[0] if len(alike) == 1 else None


def leading_falls(falls: Sequence[ItemFall]) -> tuple[ItemFall, ...]:
    """The lines that fell most: the deepest, and each that fell at least half as far; without a before, the lowest."""
    if not falls:
        return ()
    deepest = falls[0]
    if deepest.by is None:
        return tuple(fall for fall in falls if fall.now == deepest.now)
    return tuple(fall for fall in falls if fall.by is not None and HALF * fall.by.tenths >= deepest.by.tenths)
