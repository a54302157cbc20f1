"""Reliable change indices and clinical cutoffs as published, for samples of pre and post scores.

Every index is signed as the scores are: `gain` in `classify` turns it, so that positive is better.
SD and SE are in points of the scale, indices in standard errors, reliabilities between 0 and 1.
"""

from __future__ import annotations

import warnings
from math import copysign, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.change.reliable_change import CHANGES, Change, classify_change
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Points = NDArray[np.float64]

__all__ = [
    "CRITICAL_95",
    "CRITICAL_HA",
    "classify",
    "cutoff_a",
    "cutoff_b",
    "cutoff_c",
    "edwards_nunnally",
    "growth_model",
    "gulliksen_lord_novick",
    "hageman_arrindell",
    "hsu_linn_lord",
    "jacobson_truax",
    "nunnally_kotsch",
    "reliability_of_difference",
    "reliable_change_points",
    "standard_error",
    "standard_error_of_difference",
]

# Two-sided 5 % of the normal distribution, as all these papers round it.
CRITICAL_95 = 1.96
# Hageman & Arrindell's one-sided 5 %.
CRITICAL_HA = 1.65


def _checked(sd: float, reliability: float) -> None:
    if not sd > 0:
        raise InputError(f"A standard deviation of {sd} says nothing. It must be above 0.")
    if not 0 < reliability < 1:
        raise InputError(f"A reliability of {reliability} cannot be used. It must lie between 0 and 1.")


def _points(scores: ArrayLike) -> Points:
    return np.asarray(scores, np.float64)


def standard_error(sd: float, reliability: float) -> float:
    """Standard error of measurement [points]: how far one score may lie from the true one.

    SE = SD sqrt(1 - r)

    Raises
    ------
    InputError
        when the SD is not above 0 or the reliability not between 0 and 1.

    References
    ----------
    1. Jacobson & Truax 1991, J Consult Clin Psychol 59(1), 12-19, doi:10.1037/0022-006X.59.1.12
    """
    _checked(sd, reliability)
    return sd * sqrt(1 - reliability)


def standard_error_of_difference(sd: float, reliability: float) -> float:
    """Standard error of the difference of two scores [points].

    S_diff = sqrt(2) SE

    References
    ----------
    1. Christensen & Mendoza 1986, Behav Ther 17(3), 305-308, doi:10.1016/S0005-7894(86)80060-0
    """
    return sqrt(2) * standard_error(sd, reliability)


def reliable_change_points(sd: float, reliability: float, critical: float = CRITICAL_95) -> float:
    """Least change [points] that measurement error alone does not explain, at 95 % unless said otherwise."""
    return critical * standard_error_of_difference(sd, reliability)


def cutoff_a(clinical_mean: float, clinical_sd: float, *, functional_mean: float) -> float:
    """Cutoff a [points]: two clinical SDs from the clinical mean, toward health.

    a = M_clinical + 2 SD_clinical, or minus where the functional mean is lower.

    References
    ----------
    1. Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12
    """
    return clinical_mean + 2 * copysign(clinical_sd, functional_mean - clinical_mean)


def cutoff_b(functional_mean: float, functional_sd: float, *, clinical_mean: float) -> float:
    """Cutoff b [points]: two *functional* SDs from the functional mean, toward the clinical mean.

    b = M_functional - 2 SD_functional, or plus where the clinical mean is higher.

    References
    ----------
    1. Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12
    """
    return functional_mean - 2 * copysign(functional_sd, functional_mean - clinical_mean)


def cutoff_c(clinical_mean: float, clinical_sd: float, functional_mean: float, functional_sd: float) -> float:
    """Cutoff c [points]: where a score is as likely in either group, each mean weighed by the other's SD.

    c = (SD_c M_f + SD_f M_c) / (SD_c + SD_f)

    References
    ----------
    1. Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12
    """
    return (clinical_sd * functional_mean + functional_sd * clinical_mean) / (clinical_sd + functional_sd)


def jacobson_truax(pre: ArrayLike, post: ArrayLike, *, sd: float, reliability: float) -> Points:
    """JT: change in standard errors of the difference.

    (post - pre) / S_diff

    References
    ----------
    1. Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12
    2. Christensen & Mendoza 1986, doi:10.1016/S0005-7894(86)80060-0
    """
    return (_points(post) - _points(pre)) / standard_error_of_difference(sd, reliability)


def gulliksen_lord_novick(pre: ArrayLike, post: ArrayLike, *, mean_pre: float, sd: float, reliability: float) -> Points:
    """GLN: change beyond the regression to the mean that unreliable scores show.

    ((post - M_pre) - r (pre - M_pre)) / (SD sqrt(1 - r^2))

    References
    ----------
    1. Hsu 1995, J Consult Clin Psychol 63(1), 141-144, doi:10.1037/0022-006X.63.1.141
    """
    return hsu_linn_lord(pre, post, mean_pre=mean_pre, mean_post=mean_pre, sd=sd, reliability=reliability)


def hsu_linn_lord(
    pre: ArrayLike, post: ArrayLike, *, mean_pre: float, mean_post: float, sd: float, reliability: float
) -> Points:
    """HLL: as GLN, but toward the mean after treatment.

    ((post - M_post) - r (pre - M_pre)) / (SD sqrt(1 - r^2))

    References
    ----------
    1. Hsu 1995, J Consult Clin Psychol 63(1), 141-144, doi:10.1037/0022-006X.63.1.141
    """
    _checked(sd, reliability)
    expected = reliability * (_points(pre) - mean_pre)
    return ((_points(post) - mean_post) - expected) / (sd * sqrt(1 - reliability**2))


def _from_true_score(pre: ArrayLike, post: ArrayLike, mean_pre: float, reliability: float) -> Points:
    return _points(post) - (reliability * (_points(pre) - mean_pre) + mean_pre)


def edwards_nunnally(pre: ArrayLike, post: ArrayLike, *, mean_pre: float, sd: float, reliability: float) -> Points:
    """EN: distance of the later score from the estimated true earlier one.

    (post - (r (pre - M_pre) + M_pre)) / SE

    References
    ----------
    1. Speer 1992, J Consult Clin Psychol 60(3), 402-408, doi:10.1037/0022-006X.60.3.402
    """
    return _from_true_score(pre, post, mean_pre, reliability) / standard_error(sd, reliability)


def nunnally_kotsch(
    pre: ArrayLike, post: ArrayLike, *, mean_pre: float, sd: float, reliability: float, reliability_post: float
) -> Points:
    """NK: EN's distance, with the error of both measurements.

    (post - (r_pre (pre - M_pre) + M_pre)) / sqrt(r_pre^2 SD^2 (1 - r_pre) + SD^2 (1 - r_post))

    References
    ----------
    1. Nunnally & Kotsch 1983, Br J Clin Psychol 22(2), 83-93, doi:10.1111/j.2044-8260.1983.tb00582.x
    """
    _checked(sd, reliability)
    _checked(sd, reliability_post)
    error = reliability**2 * sd**2 * (1 - reliability) + sd**2 * (1 - reliability_post)
    return _from_true_score(pre, post, mean_pre, reliability) / sqrt(error)


def reliability_of_difference(sd_pre: float, sd_post: float, correlation: float, reliability: float) -> float:
    """Reliability of the difference score, 0 to 1; the error of measurement is taken as the same before and after.

    r_dd = (SD1^2 r_11 + SD2^2 r_22 - 2 SD1 SD2 r_12) / (SD1^2 + SD2^2 - 2 SD1 SD2 r_12), r_ii = 1 - SE^2 / SDi^2

    Raises
    ------
    InputError
        when the differences hold nothing but error, so that the index is not defined.

    References
    ----------
    1. Hageman & Arrindell 1999, Behav Res Ther 37(12), 1169-1193, doi:10.1016/S0005-7967(99)00032-7
    """
    error = standard_error(sd_pre, reliability) ** 2
    of_difference = sd_pre**2 + sd_post**2 - 2 * sd_pre * sd_post * correlation
    true = of_difference - 2 * error
    if not true > 0:
        raise InputError("The differences hold no more than measurement error: HA is not defined here. Use JT.")
    return true / of_difference


def hageman_arrindell(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    mean_pre: float,
    mean_post: float,
    sd_pre: float,
    sd_post: float,
    correlation: float,
    reliability: float,
) -> Points:
    """HA: change corrected for the unreliability of difference scores; critical value 1.65.

    ((post - pre) r_dd + (M_post - M_pre) (1 - r_dd)) / (sqrt(r_dd) sqrt(2) SE)

    References
    ----------
    1. Hageman & Arrindell 1999, Behav Res Ther 37(12), 1169-1193, doi:10.1016/S0005-7967(99)00032-7
    """
    r_dd = reliability_of_difference(sd_pre, sd_post, correlation, reliability)
    change = (_points(post) - _points(pre)) * r_dd + (mean_post - mean_pre) * (1 - r_dd)
    return change / (sqrt(r_dd) * standard_error_of_difference(sd_pre, reliability))


def growth_model(person: Sequence[object], session: ArrayLike, score: ArrayLike) -> dict[object, float]:
    """HLM: deviation of a person's slope from the mean slope, in its own standard errors.

    It says who changes otherwise than the sample does, not who changes: a person who gains as much as all others
    has an index of 0. Random intercept and slope, restricted maximum likelihood; index = empirical Bayes estimate of
    the slope's deviation / its conditional standard deviation.

    Parameters
    ----------
    person : [ratings] whose score it is
    session : [ratings] session number, or another measure of time
    score : [ratings] points

    Raises
    ------
    InputError
        when there are fewer than two persons with two scores, or the model does not settle.

    References
    ----------
    1. Speer & Greenbaum 1995, J Consult Clin Psychol 63(6), 1044-1048, doi:10.1037/0022-006X.63.6.1044
    """
    people, counts = np.unique(np.asarray(person), return_counts=True)
    if (counts > 1).sum() < 2:  # noqa: PLR2004 - a slope needs two scores, its spread two persons
        raise InputError("HLM needs at least two persons with two scores each. Use JT for fewer.")
    time = np.column_stack([np.ones(len(person)), _points(session)])
    fitted = _fit_growth(_points(score), time, np.asarray(person))
    effects, spreads = fitted.random_effects, fitted.random_effects_cov
    return {one: float(np.asarray(effects[one])[1] / sqrt(np.asarray(spreads[one])[1, 1])) for one in people.tolist()}


UNSETTLED = "The growth model does not settle on these scores. Give more sessions or persons, or use JT."


def _fit_growth(score: Points, time: Points, person: NDArray[Any]) -> Any:
    """Fit random intercepts and slopes; a fit that does not settle is refused rather than reported."""
    from statsmodels.regression.mixed_linear_model import MixedLM
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    # on scores that all lie on one line it depends on the machine whether the optimiser notices
    shared_line = time @ np.linalg.lstsq(time, score, rcond=None)[0]
    if np.allclose(score, shared_line):
        raise InputError(UNSETTLED)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = MixedLM(score, time, groups=person, exog_re=time).fit(reml=True)
    if not fitted.converged:
        raise InputError(UNSETTLED)
    return fitted


def classify(
    pre: ArrayLike, post: ArrayLike, index: ArrayLike, *, cutoff: float, critical: float, lower_is_better: bool
) -> tuple[Change, ...]:
    """Put each person into a category of change by a computed index and a computed cutoff.

    Bounds are strict, as always for computed values: an index of exactly the critical value is not reliable, and a
    score exactly at the cutoff lies on neither side.
    """
    toward_health = -1.0 if lower_is_better else 1.0
    moved = toward_health * _points(index)
    before, after = toward_health * (_points(pre) - cutoff), toward_health * (_points(post) - cutoff)
    codes = classify_change(
        reliable_gain=moved > critical,
        reliable_loss=-moved > critical,
        left_clinical_range=(before < 0) & (after > 0),
        entered_clinical_range=(before > 0) & (after < 0),
        assessable=np.isfinite(moved),
    )
    return tuple(CHANGES[code] for code in codes.tolist())
