"""A curve: what is expected of a client who began at a given score, and how widely such clients spread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING, Final

import numpy as np

from fit.errors import DefinitionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.scales import AgeBand

    Points = NDArray[np.float64]

Pair = tuple[float, float]

__all__ = ["Curve", "CurveSet", "Form", "Pair", "Spread"]

LONGEST = 1_000
# [sessions] A curve is laid out session by session; nobody has more.
SIMULATED: Final = "simulated_reference"
"""The curve set that comes with Mendline, as in the settings."""


class Form(StrEnum):
    """How a curve goes on with the sessions."""

    CUBIC = "cubic"
    LOG_LINEAR = "log_linear"

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of its pairs in a curve file, the intercept first."""
        return ("intercept", "slope") if self == Form.LOG_LINEAR else ("intercept", "linear", "quadratic", "cubic")

    def basis(self, after: Points) -> Points:
        """What each pair is multiplied with so many rated meetings after intake; one row a pair."""
        if self == Form.LOG_LINEAR:
            return np.stack([np.ones_like(after), np.log1p(after)])
        return np.stack([after**power for power in range(4)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How clients spread round a log-linear path: where they stand, how fast they go, and single ratings [points]."""

    intercept_sd: float
    slope_sd: float
    correlation: float
    residual_sd: float

    def __post_init__(self) -> None:
        values = (self.intercept_sd, self.slope_sd, self.residual_sd)
        if not all(isfinite(value) and value >= 0 for value in values) or self.residual_sd == 0:
            raise DefinitionError("intercept_sd, slope_sd and residual_sd must be 0 or more, and the last above 0.")
        if not -1 <= self.correlation <= 1:
            raise DefinitionError(f"intercept_slope_correlation = {self.correlation} must lie between -1 and 1.")

    def at(self, after: Points) -> Points:
        """Standard deviation [points] of a single rating so many rated meetings after intake."""
        log = np.log1p(after)
        joint = 2 * self.correlation * self.intercept_sd * self.slope_sd * log
        variance = self.intercept_sd**2 + joint + (self.slope_sd * log) ** 2 + self.residual_sd**2
        return np.asarray(np.sqrt(variance))


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """An expected path with intake interaction, for one age band and length of treatment.

    With x = intake - centre [points], n = number of the rated session, t = min(n - 1, flatten_at) and one pair
    (b, c) of `coefficients` a term:

    - cubic: expected(n) = (b0 + c0 x) + (b1 + c1 x) t + (b2 + c2 x) t^2 + (b3 + c3 x) t^3
    - log-linear: expected(n) = (b0 + c0 x) + (b1 + c1 x) ln(1 + t), where 1 + t is the session number itself

    At the first session the intake itself is expected. Red and amber lines are so many points under the path where
    the file gives such offsets, else percentiles of the spread, else what the policy says.

    References
    ----------
    1. Finch AE, Lambert MJ, Schaalje BG (2001). Clin Psychol Psychother 8(4), 231-242. doi:10.1002/cpp.286
    """

    age_band: AgeBand
    up_to_sessions: int
    flatten_at: int
    centre: float
    coefficients: tuple[Pair, ...]
    form: Form = Form.CUBIC
    spread: Spread | None = None
    sd: float | None = None
    amber_below: float | None = None
    red_below: float | None = None

    def __post_init__(self) -> None:
        if self.up_to_sessions < 1 or self.flatten_at < 1:
            raise DefinitionError(f"up_to_sessions and flatten_at of the {self.age_band} curve must be 1 or more.")
        if self.flatten_at > LONGEST:
            raise DefinitionError(f"flatten_at of the {self.age_band} curve must be {LONGEST} or less.")

    @property
    def after(self) -> Points:
        """Rated meetings after intake on which the curve moves: 0 to flatten_at."""
        return np.arange(self.flatten_at + 1, dtype=np.float64)

    def weights(self) -> tuple[Points, Points]:
        """Parts a and b of expected = a + b * intake at each of `after`; at intake itself 0 and 1."""
        base, per_point = np.array(self.coefficients, np.float64).T @ self.form.basis(self.after)
        level = base - per_point * self.centre
        level[0], per_point[0] = 0.0, 1.0
        return level, per_point


# Compared by identity: a set is loaded once, and its columns are looked up for every block.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CurveSet:
    """The curves of one source, for every age band it covers."""

    id: str
    version: str
    label: str
    source: str
    licence: str
    scales: frozenset[str]
    curves: tuple[Curve, ...]

    @property
    def is_simulated(self) -> bool:
        """Whether it is the set that comes with Mendline, made of simulated clients."""
        return self.id == SIMULATED

    def of_band(self, age_band: AgeBand) -> tuple[Curve, ...]:
        """Curves of an age band, the shortest treatment first; empty where the set has none."""
        return tuple(curve for curve in self.curves if curve.age_band == age_band)
