"""How sure a figure is: 95 % intervals of shares, means, medians and effect sizes, without chance and without loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

__all__ = ["FEWEST_FOR_INTERVAL", "Z_95", "clustered_share", "mean_interval", "median_interval", "wilson"]

Z_95 = 1.959963984540054
"""97.5th percentile of the normal distribution."""
FEWEST_FOR_INTERVAL = 5
"""Of fewer values, Student's interval of a mean reaches far beyond its scale: it says nothing."""
TAIL = 0.025
"""Share left out at each end of a 95 % interval."""


def wilson(share: ArrayLike, n: ArrayLike) -> tuple[Numbers, Numbers]:
    """Interval of a share by Wilson's score method; NaN of nobody.

    Parameters
    ----------
    share : observed shares between 0 and 1
    n : how many each rests on; need not be whole (see `clustered_share`)

    References
    ----------
    1. Wilson 1927, J Am Stat Assoc 22(158), 209-212, doi:10.1080/01621459.1927.10502953
    2. Newcombe 1998, Stat Med 17(8), 857-872 (method 3),
       doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E
    """
    p, of = np.asarray(share, np.float64), np.asarray(n, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        square = Z_95**2 / of
        middle = (p + square / 2) / (1 + square)
        half = Z_95 * np.sqrt(p * (1 - p) / of + square / (4 * of)) / (1 + square)
    # Noise of binary floats must not push the ends past the share itself.
    return np.where(of > 0, np.clip(middle - half, 0, p), np.nan), np.where(
        of > 0, np.clip(middle + half, p, 1), np.nan
    )


def clustered_share(hits: NDArray[Any], trials: NDArray[Any]) -> tuple[float, float, float]:
    """Share of sessions with its interval, where one client's sessions resemble each other.

    Sessions are counted by client; the spread between clients says how many independent sessions they are worth, and
    Wilson's interval is drawn with that number, never with more than there are. Where all or none are hits there is no
    spread to be seen; then each client counts once.

    Parameters
    ----------
    hits, trials : per client (or episode), at least one of them with a trial

    Returns
    -------
    share, lower, upper

    References
    ----------
    1. Cochran 1977, Sampling Techniques, 3rd ed., section 9A: variance of a ratio of cluster totals
    2. Korn & Graubard 1998, Surv Methodol 24(2), 193-201: effective sample size in the interval of a share
    """
    total = float(trials.sum())
    share = float(hits.sum()) / total
    clusters = int(np.count_nonzero(trials))
    n = _effective(hits, trials, share, total, clusters) if 0 < share < 1 and clusters > 1 else float(clusters)
    lower, upper = wilson(share, n)
    return share, float(lower), float(upper)


def _effective(hits: NDArray[Any], trials: NDArray[Any], share: float, total: float, clusters: int) -> float:
    residual = hits - share * trials
    variance = clusters / (clusters - 1) * float(residual @ residual) / total**2
    simple = share * (1 - share) / total
    return total / max(variance / simple, 1.0)


def mean_interval(mean: float, sd: float, n: int) -> tuple[float, float] | None:
    """Student's interval of a mean; None below two values.

    References
    ----------
    1. Student 1908, Biometrika 6(1), 1-25, doi:10.1093/biomet/6.1.1
    """
    from scipy.special import stdtrit

    if n < len(("one", "another")):
        return None
    half = float(stdtrit(n - 1, 1 - TAIL)) * sd / n**0.5
    return mean - half, mean + half


def median_interval(values: NDArray[Any]) -> tuple[float, float] | None:
    """Interval of a median by ranks, whatever the distribution; None below six values, where ranks cannot give 95 %.

    References
    ----------
    1. Conover 1999, Practical Nonparametric Statistics, 3rd ed., section 3.2
    """
    from scipy.special import bdtr
    from scipy.stats import binom

    n = values.size
    rank = int(binom.ppf(TAIL, n, 0.5)) if n else 0
    rank += int(n > 0 and bdtr(rank, n, 0.5) <= TAIL)
    if rank < 1:
        return None
    found = np.partition(values, (rank - 1, n - rank))
    return float(found[rank - 1]), float(found[n - rank])
