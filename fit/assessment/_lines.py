"""The published lines of every scale, age band and informant as small tables that columns can read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from fit.scales import AgeBand, Better, Informant, Scale, ScaleKind, scales

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.policies import Policy
    from fit.trajectory import CurveSet

UNKNOWN = -1
EFFECT_SIZE_NORM = "effect size"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleLines:
    """Per scale code (the last row stands for "no scale"): direction, lines, norms.

    `cutoff` and `sd` are [scale, age band, informant] and [scale, age band]; tenths, UNKNOWN or NaN.
    """

    direction: NDArray[np.int64]
    in_points_family: NDArray[np.bool_]
    on_curve: NDArray[np.bool_]
    clinical_at_line: NDArray[np.bool_]
    reliable_change: NDArray[np.int64]
    maximum: NDArray[np.int64]
    cutoff: NDArray[np.int64]
    sd: NDArray[np.float64]


@lru_cache(maxsize=16)
def scale_lines(policy: Policy, curve_set: CurveSet) -> ScaleLines:
    """Lay out the lines that a policy draws on every scale."""
    known = [*scales().values(), None]
    return ScaleLines(
        direction=np.array([-1 if s and s.better == Better.LOWER else 1 for s in known], np.int64),
        in_points_family=np.array([bool(s and s.family == "ors") for s in known]),
        on_curve=np.array([bool(s and s.id in curve_set.scales) for s in known]),
        clinical_at_line=np.array([_at_line(s, policy) for s in known]),
        reliable_change=np.array([_reliable_change(s, policy) for s in known], np.int64),
        maximum=np.array([s.maximum.tenths if s else UNKNOWN for s in known], np.int64),
        cutoff=np.array([[[_cutoff(s, band, who) for who in Informant] for band in AgeBand] for s in known], np.int64),
        sd=np.array([[_sd(s, band) for band in AgeBand] for s in known]),
    )


def _at_line(scale: Scale | None, policy: Policy) -> bool:
    own = scale.clinical_at_line if scale else None
    return policy.clinical_at_line if own is None else own


def _reliable_change(scale: Scale | None, policy: Policy) -> int:
    own = scale.reliable_change if scale else None
    return (own or policy.reliable_change.score).tenths


def _cutoff(scale: Scale | None, band: AgeBand, informant: Informant) -> int:
    cutoff = scale.clinical_cutoff(band, informant) if scale and scale.kind == ScaleKind.OUTCOME else None
    return cutoff.score.tenths if cutoff else UNKNOWN


def _sd(scale: Scale | None, band: AgeBand) -> float:
    norm = scale.norm(EFFECT_SIZE_NORM, band) if scale else None
    return float("nan") if norm is None or norm.sd is None else norm.sd
