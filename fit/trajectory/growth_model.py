"""How clients who began alike went on, fitted to closed episodes: a mixed model on the log of the session number.

The path is conditional on intake. The first rating is not a point of the curve but what everything else is predicted
from: score(n) = (b0 + u0 + c0 x) + (b1 + u1 + c1 x) ln(n) + error for the rated sessions n = 2, 3 and so on, with x
the intake from its mean. The first rating carries measurement error, so low and high starts fall back toward the mean
by the second; that is part of what is to be expected of them, and c0 (below one) and c1 hold it. u0 and u1 are how
clients with the same intake differ in level and speed; with the error of a single rating they make the percentile
lines.

Who leaves early differs from who stays, so the mean of those still there is no expected path (Barkham 2006). The model
uses each client's own ratings so far and is right when leaving depends on these and the intake; where it depends on
what no rating shows, some bias is left (docs/decisions/0009 has figures).

References
----------
1. Finch AE, Lambert MJ, Schaalje BG (2001). Clin Psychol Psychother 8(4), 231-242. doi:10.1002/cpp.286
2. Barkham M, Connell J, Stiles WB, et al. (2006). J Consult Clin Psychol 74(1), 160-167.
   doi:10.1037/0022-006X.74.1.160
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fit.scales import AgeBand, Informant, scale_ids, scales
from fit.series import INFORMANTS, MISSING, Runs
from fit.trajectory._curve import Curve, Form, Pair, Spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from fit.policies import Policy
    from fit.series import Series

    Points = NDArray[np.float64]
    Numbers = NDArray[np.int64]

__all__ = ["GrowthFit", "NotFitted", "fit_growth", "scales_of"]

SHARE_STILL_THERE = 0.25
# The curve moves up to the last session that a quarter of the episodes reach, then stays level: beyond it few ratings
# carry it, of those who do less well, and a logarithm would go on rising where nobody has been seen to.

MOST_EPISODES = 20_000
# Of one age band; statsmodels needs about half a minute for so many. More are drawn from evenly, which the report says.

DECIMALS = 4
# Of points, in the curve file; the optimiser is no finer.


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthFit:
    """A fitted curve and what it was fitted to."""

    curve: Curve
    closed: int
    """Episodes of the age band."""
    one_rating: int
    """Of these, left out because a single rating shows no change."""
    high_starts: int
    """Left out because nothing is expected after such an intake."""
    not_drawn: int
    """Left out because there were more than the most that are fitted."""
    episodes: int
    ratings: int
    """Ratings after intake that the curve was fitted to."""
    standard_errors: tuple[Pair, Pair]
    """Of intercept and slope [points]."""
    log_likelihood: float
    on_boundary: bool
    """Clients did not differ, or differed in one way only: the spread is less sure than it looks."""

    @property
    def last_session(self) -> int:
        """Number of the last rated session that was fitted."""
        return self.curve.flatten_at + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFitted:
    """An age band without a curve, and why."""

    age_band: AgeBand
    closed: int
    usable: int
    reason: str


class _Rated(NamedTuple):
    """Ratings of the episodes that can be fitted. `after` counts the rated meetings since intake."""

    strand: Numbers
    after: Numbers
    score: Points
    intake: Points


def fit_growth(series: Series, policy: Policy) -> tuple[GrowthFit | NotFitted, ...]:
    """Fit one log-linear curve an age band to closed episodes, from the client's own ratings on the ORS family.

    Parameters
    ----------
    series : ratings of closed episodes
    policy : says how many episodes it takes, and above which intake nothing is expected
    """
    strands = _speaking(series)
    bands = ((band, strands[series.age_band[strands] == code]) for code, band in enumerate(AgeBand))
    return tuple(_of_band(series, band, mine, policy) for band, mine in bands if mine.size)


def scales_of(series: Series) -> frozenset[str]:
    """Ids of the scales that `fit_growth` reads in this series."""
    return frozenset(scale_ids()[code] for code in np.unique(series.outcome_scale[_speaking(series)]))


def _speaking(series: Series) -> Numbers:
    """Strands in which the client rates on the ORS family, one an episode."""
    family = np.array([*(scale.family == "ors" for scale in scales().values()), False])
    own = series.informant == INFORMANTS.index(Informant.CLIENT)
    rated = np.add.reduceat(series.outcome != MISSING, series.offsets[:-1]) > 0 if series.strands else own
    leading = series.leading_strands()
    speaking: Numbers = leading[(own & rated & family[series.outcome_scale])[leading]]
    return speaking


def _of_band(series: Series, band: AgeBand, strands: Numbers, policy: Policy) -> GrowthFit | NotFitted:
    rated, length = _rated(series, strands)
    first = rated.intake[np.flatnonzero(rated.after == 0)]
    high = policy.high_start.crossed(np.rint(first * 10).astype(np.int64))
    usable = np.flatnonzero((length > 1) & ~high)
    counts = {"closed": strands.size, "one_rating": int((length == 1).sum())}
    refused = _reason(length[usable] - 1, policy)
    if refused:
        return NotFitted(age_band=band, closed=strands.size, usable=usable.size, reason=refused)
    drawn = _drawn(usable)
    counts |= {"high_starts": int((high & (length > 1)).sum()), "not_drawn": usable.size - drawn.size}
    flatten_at = _last_after(length[drawn] - 1)
    mine = np.isin(rated.strand, drawn) & (rated.after > 0) & (rated.after <= flatten_at)
    taken = _Rated(rated.strand[mine], rated.after[mine], rated.score[mine], rated.intake[mine])
    if np.ptp(taken.intake) == 0:
        reason = "all of them begin at the same score, so that nothing can be said of other starts"
        return NotFitted(age_band=band, closed=strands.size, usable=usable.size, reason=reason)
    return _fit(band, taken, round(float(first[drawn].mean()), 1), flatten_at, counts)


def _rated(series: Series, strands: Numbers) -> tuple[_Rated, Numbers]:
    """Ratings of so many strands, numbered anew from 0, and how many each has."""
    place = np.full(series.strands, -1)
    place[strands] = np.arange(strands.size)
    of_session = place[np.repeat(np.arange(series.strands), np.diff(series.offsets))]
    rows = np.flatnonzero((series.outcome != MISSING) & (of_session >= 0))
    runs = Runs.of(of_session[rows], strands.size)
    score = series.outcome[rows] / 10
    return _Rated(runs.strand, runs.place, score, score[runs.start[runs.strand]]), runs.length


def _reason(after: Numbers, policy: Policy) -> str:
    """Why these episodes cannot be fitted; "" where they can."""
    if after.size < policy.closed_episodes_to_fit:
        return f"the policy asks for {policy.closed_episodes_to_fit}"
    if _last_after(after) < len(("level", "slope")):
        return "fewer than a quarter of them have a third rating, so that nothing can be said of growth"
    return ""


def _last_after(after: Numbers) -> int:
    """Most rated meetings after intake that a quarter of the episodes have."""
    return int(np.sort(after)[after.size - ceil(after.size * SHARE_STILL_THERE)])


def _drawn(usable: Numbers) -> Numbers:
    if usable.size <= MOST_EPISODES:
        return usable
    return np.sort(np.random.default_rng(0).choice(usable, MOST_EPISODES, replace=False))


def _fit(band: AgeBand, rated: _Rated, centre: float, flatten_at: int, counts: dict[str, int]) -> GrowthFit | NotFitted:
    found = _mixed_model(rated, centre)
    episodes = int(np.unique(rated.strand).size)
    if found is None or not found.converged:
        reason = "the model did not settle on them; check the ratings, or wait for more episodes"
        return NotFitted(age_band=band, closed=counts["closed"], usable=episodes, reason=reason)
    covariance = np.asarray(found.cov_re)
    errors = _rounded(found.bse_fe)
    return GrowthFit(
        curve=_curve(band, found.fe_params, _spread(covariance, found.scale), centre, flatten_at),
        episodes=episodes,
        ratings=int(rated.score.size),
        standard_errors=((errors[0], errors[1]), (errors[2], errors[3])),
        log_likelihood=round(float(found.llf), 1),
        on_boundary=bool(np.linalg.eigvalsh(covariance)[0] < BOUNDARY * found.scale),
        **counts,
    )


BOUNDARY = 1e-3
# Share of the error variance below which a variance among clients counts as none.


def _mixed_model(rated: _Rated, centre: float) -> Any:
    """REML fit by statsmodels; None where the equations have no solution."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    x, log = rated.intake - centre, np.log1p(rated.after)
    one = np.ones_like(log)
    model = MixedLM(
        rated.score, np.column_stack([one, x, log, x * log]), rated.strand, exog_re=np.column_stack([one, log])
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # convergence and boundary are looked at and reported in words
        try:
            return model.fit(reml=True, method=_optimisers(model.n_groups))
        except np.linalg.LinAlgError:
            return None


MANY = 1_000
# Episodes from which the faster optimiser is as good; with fewer it may stop beside the best place.


def _optimisers(episodes: int) -> list[str]:
    """Optimisers in the order in which they are tried, until one settles; the last copes with spreads of zero."""
    return ["lbfgs", "bfgs", "powell"] if episodes >= MANY else ["bfgs", "lbfgs", "powell"]


def _curve(band: AgeBand, effects: Points, spread: Spread, centre: float, flatten_at: int) -> Curve:
    base, base_per_point, slope, slope_per_point = _rounded(effects)
    return Curve(
        age_band=band,
        form=Form.LOG_LINEAR,
        up_to_sessions=flatten_at + 1,
        flatten_at=flatten_at,
        centre=centre,
        coefficients=((base, base_per_point), (slope, slope_per_point)),
        spread=spread,
    )


def _spread(covariance: Points, residual_variance: float) -> Spread:
    sds = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    product = float(sds[0] * sds[1])
    correlation = float(covariance[0, 1]) / product if product > 0 else 0.0
    intercept_sd, slope_sd, residual_sd, correlation = _rounded((*sds, np.sqrt(residual_variance), correlation))
    return Spread(
        intercept_sd=intercept_sd,
        slope_sd=slope_sd,
        correlation=min(max(correlation, -1.0), 1.0),
        residual_sd=residual_sd,
    )


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(float(value), DECIMALS) for value in values]
