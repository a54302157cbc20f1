"""Shares of few for somebody who may not see the clients, told so coarsely that rounding singles nobody out.

A share of rounded counts may be nine percent off for a clinician of 45 sessions and right for the next one. As a number
it would make a difference between the two that nobody has. So what is told is between which ends the share lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from fit.service.suppression import SLACK, Published, Rounded

__all__ = ["FEWEST_FOR_A_NUMBER", "Band", "coarser"]

FEWEST_FOR_A_NUMBER = 80
"""[sessions] from which on rounding moves a share by about one step: by 2 of 78, above and below the line."""
TWENTIETHS = 20
"""A share is told in steps of 5 %, the ends of a band too."""
NOISE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A share of about `n`, which lies somewhere from `lower` to `upper`: all that rounded counts leave open."""

    definition: str
    n: int
    lower: float
    upper: float


def coarser(told: Published) -> Published | Band:
    """A published share in steps of 5 %; of fewer than about eighty, between which of these steps it lies.

    The band holds the exact share of every pair of counts that are rounded so. It follows from the two rounded counts
    alone, so that it says no more than they do.
    """
    if not isinstance(told, Rounded):
        return told
    if told.n >= FEWEST_FOR_A_NUMBER:
        return Rounded(definition=told.definition, value=round(told.value * TWENTIETHS) / TWENTIETHS, n=told.n)
    hits = round(told.value * told.n)
    lower = max(hits - SLACK, 0) / (told.n + SLACK)
    upper = min((hits + SLACK) / (told.n - SLACK), 1.0)
    return Band(
        definition=told.definition,
        n=told.n,
        lower=floor(lower * TWENTIETHS + NOISE) / TWENTIETHS,
        upper=ceil(upper * TWENTIETHS - NOISE) / TWENTIETHS,
    )
