"""What is usual for this client in this session: the level that a turn is measured against, never a norm."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._said import Said

__all__ = ["OwnUsual", "own_usual"]

FEWEST_TURNS = 8
# Turns of a client below which a median would say more about single turns than about the person.


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUsual:
    """Median of the client's turns in this session; None where there are too few."""

    words: float | None
    """Words a turn, back-channels apart."""

    def shortness(self, words: int) -> float:
        """How much shorter a turn is than usual: 0 as usual or longer, 1 nothing at all; 0 where nothing is known."""
        return 0.0 if not self.words else max(0.0, 1 - words / self.words)


def own_usual(turns: Sequence[Said]) -> OwnUsual:
    """Find what is usual for the client of these turns."""
    lengths = [one.word_count for one in turns if one.role is Role.CLIENT and not one.is_back_channel]
    return OwnUsual(words=median(lengths) if len(lengths) >= FEWEST_TURNS else None)
