"""How much of a long packet is printed, and how what is left out is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.reports.packet import PacketExcerpt, PacketTurn

__all__ = ["LIMITS", "Limits", "left_out", "shortened", "turns_shown"]

ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
MORE_THAN_FITS: Final = 24_000
"""[letters] Four pages of small print hold fewer; what is longer need not be laid out to know that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Most turns of an excerpt; most letters of a turn and of any other text; most entries of a list."""

    turns: int
    turn_letters: int
    text_letters: int
    entries: int


LIMITS: Final = (
    Limits(turns=250, turn_letters=MORE_THAN_FITS, text_letters=MORE_THAN_FITS, entries=250),
    Limits(turns=12, turn_letters=600, text_letters=1500, entries=12),
    Limits(turns=9, turn_letters=400, text_letters=1000, entries=8),
    Limits(turns=7, turn_letters=260, text_letters=700, entries=6),
    Limits(turns=6, turn_letters=180, text_letters=500, entries=5),
    Limits(turns=5, turn_letters=120, text_letters=320, entries=4),
    Limits(turns=4, turn_letters=80, text_letters=200, entries=3),
    Limits(turns=3, turn_letters=50, text_letters=110, entries=2),
    Limits(turns=2, turn_letters=30, text_letters=60, entries=2),
)
"""From all that could fit to the least; the first that fits is printed. The last fits whatever is written (test)."""


def shortened(text: str, letters: int) -> str:
    """Cut a text between words and say how many are left out."""
    if len(text) <= letters:
        return text
    kept = text[: letters + 1].rsplit(" ", 1)[0][:letters].rstrip()
    missing = len(text[len(kept) :].split())
    return f"{kept} {ELLIPSIS} {left_out(missing, 'word')}"


def left_out(count: int, what: str) -> str:
    """Say what is not printed."""
    return f"{count} {what}{'' if count == 1 else 's'} left out"


def turns_shown(excerpt: PacketExcerpt, most: int) -> tuple[int, Sequence[PacketTurn], int]:
    """Give the turns around the one it is about, and how many are left out before and after."""
    turns = excerpt.turns
    if len(turns) <= most:
        return 0, turns, 0
    first = min(max(0, excerpt.focus - most // 2), len(turns) - most)
    return first, turns[first : first + most], len(turns) - first - most
