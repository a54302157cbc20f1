"""The client's own usual alliance at each session, as values that a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.alliance import own_levels

if TYPE_CHECKING:
    from fit.assessment._columns import Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLevel:
    """What an alliance rating is compared with [points]: the client's own level before it, and the two lines below."""

    mean: float
    watch: float
    rupture: float


def own_level_of(columns: Columns) -> tuple[OwnLevel | None, ...]:
    """Own level before each session of one strand; None where there was no rating or too few came before."""
    found: list[OwnLevel | None] = [None] * columns.series.session.size
    alliance = columns.alliance
    levels = own_levels(alliance.score, alliance.runs, columns.policy)
    for row, (mean, watch, rupture) in zip(alliance.rows.tolist(), zip(*levels, strict=True), strict=True):
        if not np.isnan(mean):
            found[row] = OwnLevel(mean=float(mean) / 10, watch=float(watch) / 10, rupture=float(rupture) / 10)
    return tuple(found)


def usual_lower_of(columns: Columns) -> tuple[float | None, ...]:
    """Lower limit of the client's own usual alliance range [points] at each session, None where not known."""
    lower: list[float | None] = [None] * columns.series.session.size
    for row, tenths in zip(columns.alliance.rows.tolist(), columns.alliance.usual.lower.tolist(), strict=True):
        lower[row] = None if np.isnan(tenths) else tenths / 10
    return tuple(lower)
