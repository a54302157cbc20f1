"""Keeps names beside a chart from lying on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["spread"]


def spread(heights: Sequence[float], *, gap: float, lowest: float, highest: float) -> list[float]:
    """Move names apart until neighbours are `gap` apart, the lowest first; what hangs over the top pushes back down."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed: list[float] = []
    for index in order:
        placed.append(max(heights[index], placed[-1] + gap if placed else lowest))
    ceiling = highest
    for rank in reversed(range(len(placed))):
        placed[rank] = min(placed[rank], ceiling)
        ceiling = placed[rank] - gap
    by_index = dict(zip(order, placed, strict=True))
    return [by_index[index] for index in range(len(heights))]
