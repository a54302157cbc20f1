"""What is said of imported ratings that are here already with another total."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DIFFERING", "differing"]

SHOWN = 20
DIFFERING = "What is here stays."


def differing(lines: Sequence[int]) -> str:
    """Name the lines of the file whose ratings are here with another total."""
    named = ", ".join(map(str, lines[:SHOWN]))
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    which = "Line" if len(lines) == 1 else "Lines"
    return f"{which} {named}{more}: this rating is here already with another total."
