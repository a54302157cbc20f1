"""A whole sample through one of the published indices: its statistics, each person's index and category."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from fit.change import significance as sig
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from fit.change.reliable_change import Change

    Points = NDArray[np.float64]

__all__ = ["CutoffKind", "Group", "Method", "Sample", "SampleChange", "change_of_sample"]

# A standard deviation needs two scores.
LEAST_SAMPLE = 2


class Method(StrEnum):
    """The published index families."""

    JT = "JT"
    GLN = "GLN"
    HLL = "HLL"
    EN = "EN"
    NK = "NK"
    HA = "HA"
    HLM = "HLM"


class CutoffKind(StrEnum):
    """Jacobson & Truax's three ways to a cutoff."""

    A = "a"
    B = "b"
    C = "c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Mean and standard deviation [points] of a group."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not self.sd > 0:
            raise InputError(f"A standard deviation of {self.sd} says nothing. It must be above 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Statistics of pre and post scores [points] that the indices use; SDs with n - 1."""

    n: int
    mean_pre: float
    sd_pre: float
    mean_post: float
    sd_post: float
    correlation: float | None
    reliability: float
    reliability_post: float

    @classmethod
    def of(cls, pre: Points, post: Points, reliability: float, reliability_post: float | None) -> Sample:
        """Work out the statistics.

        Raises
        ------
        InputError
            when there are fewer than two persons.
        """
        if pre.size < LEAST_SAMPLE:
            raise InputError("One person is no sample. Give at least two rows.")
        return cls(
            n=pre.size,
            mean_pre=float(pre.mean()),
            sd_pre=float(pre.std(ddof=1)),
            mean_post=float(post.mean()),
            sd_post=float(post.std(ddof=1)),
            correlation=_correlation(pre, post),
            reliability=reliability,
            reliability_post=reliability if reliability_post is None else reliability_post,
        )


def _correlation(pre: Points, post: Points) -> float | None:
    """Correlation of pre and post; None where either does not vary."""
    return float(np.corrcoef(pre, post)[0, 1]) if np.ptp(pre) and np.ptp(post) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleChange:
    """Each person's index and category, with the cutoff and the critical value they were held against."""

    index: Points
    change: tuple[Change, ...]
    cutoff: float
    critical: float


def change_of_sample(
    pre: Points,
    post: Points,
    index: Points,
    *,
    method: Method,
    cutoff: CutoffKind,
    clinical: Group,
    functional: Group,
    lower_is_better: bool,
) -> SampleChange:
    """Hold each person's index and scores against the critical value and the cutoff asked for."""
    line = _cutoff(cutoff, clinical, functional)
    critical = sig.CRITICAL_HA if method == Method.HA else sig.CRITICAL_95
    change = sig.classify(pre, post, index, cutoff=line, critical=critical, lower_is_better=lower_is_better)
    return SampleChange(index=index, change=change, cutoff=line, critical=critical)


def index_of_sample(pre: Points, post: Points, method: Method, sample: Sample) -> Points:
    """Work out the index of each person by one of the six families for pre and post."""
    return _INDEX[method](pre, post, sample)


def _cutoff(kind: CutoffKind, clinical: Group, functional: Group) -> float:
    if kind == CutoffKind.A:
        return sig.cutoff_a(clinical.mean, clinical.sd, functional_mean=functional.mean)
    if kind == CutoffKind.B:
        return sig.cutoff_b(functional.mean, functional.sd, clinical_mean=clinical.mean)
    return sig.cutoff_c(clinical.mean, clinical.sd, functional.mean, functional.sd)


def _ha(pre: Points, post: Points, sample: Sample) -> Points:
    if sample.correlation is None:
        raise InputError("HA needs scores that vary before and after. Use JT.")
    return sig.hageman_arrindell(
        pre,
        post,
        mean_pre=sample.mean_pre,
        mean_post=sample.mean_post,
        sd_pre=sample.sd_pre,
        sd_post=sample.sd_post,
        correlation=sample.correlation,
        reliability=sample.reliability,
    )


def _hll(pre: Points, post: Points, sample: Sample) -> Points:
    means = {"mean_pre": sample.mean_pre, "mean_post": sample.mean_post}
    return sig.hsu_linn_lord(pre, post, **means, sd=sample.sd_pre, reliability=sample.reliability)


def _nk(pre: Points, post: Points, sample: Sample) -> Points:
    both = {"reliability": sample.reliability, "reliability_post": sample.reliability_post}
    return sig.nunnally_kotsch(pre, post, mean_pre=sample.mean_pre, sd=sample.sd_pre, **both)


def _regressed(family: Callable[..., Points]) -> Callable[[Points, Points, Sample], Points]:
    def index(pre: Points, post: Points, sample: Sample) -> Points:
        return family(pre, post, mean_pre=sample.mean_pre, sd=sample.sd_pre, reliability=sample.reliability)

    return index


def _jt(pre: Points, post: Points, sample: Sample) -> Points:
    return sig.jacobson_truax(pre, post, sd=sample.sd_pre, reliability=sample.reliability)


_INDEX: dict[Method, Callable[[Points, Points, Sample], Points]] = {
    Method.JT: _jt,
    Method.GLN: _regressed(sig.gulliksen_lord_novick),
    Method.HLL: _hll,
    Method.EN: _regressed(sig.edwards_nunnally),
    Method.NK: _nk,
    Method.HA: _ha,
}
