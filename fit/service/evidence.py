"""What a figure is worked out from: kept apart from how it is shown, so that both ways of showing it count the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.service.definitions import Unit
from fit.service.definitions import definition as definition_of
from fit.service.figure import Answer, Figure, NotAssessable
from fit.service.intervals import (
    FEWEST_FOR_INTERVAL,
    Z_95,
    clustered_share,
    mean_interval,
    median_interval,
    wilson,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[Any]

__all__ = ["Counted", "EffectSize", "Evidence", "Mean", "Median", "SessionShare", "Share"]

NOBODY = "nobody to be counted"
TWO = 2
"""A spread needs two values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many. `client` names whose they are, where they are not clients themselves."""

    n: int
    client: Rows | None = None

    def figure(self, definition: str) -> Answer:
        """The exact figure."""
        return Figure(definition=definition, value=float(self.n), n=self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Episodes of which something holds, among so many. `client` names whose they are."""

    hit: NDArray[np.bool_]
    client: Rows

    def figure(self, definition: str) -> Answer:
        """The exact figure."""
        n = self.hit.size
        if not n:
            return NotAssessable(reason=NOBODY)
        value = int(np.count_nonzero(self.hit)) / n
        lower, upper = wilson(value, n)
        return Figure(definition=definition, value=value, n=n, lower=float(lower), upper=float(upper))


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShare:
    """Sessions of which something holds, among so many, by episode."""

    hits: Rows
    trials: Rows
    client: Rows

    def figure(self, definition: str) -> Answer:
        """The exact figure; `n` counts sessions."""
        n = int(self.trials.sum())
        if not n:
            return NotAssessable(reason="no session to be counted")
        value, lower, upper = clustered_share(self.hits, self.trials)
        return Figure(definition=definition, value=value, n=n, lower=lower, upper=upper)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A value of each episode, in the unit of the definition."""

    values: Rows
    client: Rows

    def figure(self, definition: str) -> Answer:
        """The exact figure."""
        n = self.values.size
        if not n:
            return NotAssessable(reason=NOBODY)
        mean = float(self.values.mean())
        ends = mean_interval(mean, float(self.values.std(ddof=1)), n) if n >= FEWEST_FOR_INTERVAL else None
        return _between(definition, mean, n, None if ends is None else _within_scale(definition, *ends))


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """A value of each episode, of which the middle one speaks."""

    values: Rows

    def figure(self, definition: str) -> Answer:
        """The exact figure."""
        if not self.values.size:
            return NotAssessable(reason=NOBODY)
        return _between(definition, float(np.median(self.values)), self.values.size, median_interval(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectSize:
    """First ratings and gains [points] of the same episodes, for a gain in SDs of the first ratings."""

    intake: NDArray[np.float64]
    gain: NDArray[np.float64]
    client: Rows

    def figure(self, definition: str) -> Answer:
        """The exact figure.

        References
        ----------
        1. Becker 1988, Br J Math Stat Psychol 41(2), 257-278, doi:10.1111/j.2044-8317.1988.tb00901.x
        """
        n = self.gain.size
        sd = float(self.intake.std(ddof=1)) if n >= TWO else 0.0
        if not sd:
            return NotAssessable(reason="a spread of first ratings needs two episodes that began differently", n=n)
        value = float(self.gain.mean()) / sd
        half = Z_95 * (2 * (1 - self._correlation()) / n + value**2 / (2 * n)) ** 0.5
        return _between(definition, value, n, (value - half, value + half))

    def _correlation(self) -> float:
        """Correlation of first and latest rating; 0 where all latest ratings are the same."""
        latest = self.intake + self.gain
        return float(np.corrcoef(self.intake, latest)[0, 1]) if np.ptp(latest) else 0.0


def _within_scale(name: str, lower: float, upper: float) -> tuple[float, float]:
    """Ends of an interval, no farther than the scale goes: sessions and days have no upper end."""
    meaning = definition_of(name)
    if meaning.span is None or meaning.unit not in {Unit.POINTS, Unit.SESSIONS, Unit.DAYS}:
        return lower, upper
    return max(lower, meaning.span.low), min(upper, meaning.span.high) if meaning.unit == Unit.POINTS else upper


def _between(definition: str, value: float, n: int, ends: tuple[float, float] | None) -> Figure:
    lower, upper = ends or (None, None)
    return Figure(definition=definition, value=value, n=n, lower=lower, upper=upper)


Evidence = Counted | Share | SessionShare | Mean | Median | EffectSize | NotAssessable
