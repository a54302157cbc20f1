"""Keep labels beside a chart from lying on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["spread"]


def spread(heights: Sequence[float], *, gap: float, lowest: float, highest: float) -> tuple[float, ...]:
    """Move labels as little as possible so that neighbours are at least `gap` apart; the order stays.

    Least squares under an order (pool adjacent violators) on heights from which each one's share of gaps is taken.
    """
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    pools: list[list[float]] = []
    for rank, index in enumerate(order):
        pools.append([heights[index] - rank * gap])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    levelled = [_mean(pool) for pool in pools for _ in pool]
    placed = dict(zip(order, _kept_inside(levelled, gap, lowest, highest), strict=True))
    return tuple(placed[index] for index in range(len(heights)))


def _kept_inside(levelled: Sequence[float], gap: float, lowest: float, highest: float) -> list[float]:
    """Push what hangs over the top or the bottom back, neighbours along with it."""
    top = highest - (len(levelled) - 1) * gap
    return [max(lowest, min(level, top)) + rank * gap for rank, level in enumerate(levelled)]


def _mean(pool: Sequence[float]) -> float:
    return sum(pool) / len(pool)
