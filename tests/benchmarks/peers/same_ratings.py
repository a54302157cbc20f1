"""The same ratings for every peer: adults' own ORS and SRS, and the lines that all of them draw."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from fit.alerts import rules
from fit.alliance import REPAIRS
from fit.assessment import assess
from fit.change.reliable_change import CHANGES
from fit.policies import policy
from fit.scales import AgeBand, scale_ids
from fit.series import AGE_BANDS, MISSING, Series
from fit.simulation import simulate_range
from fit.trajectory import TRACKS, curve_set
from tests.fit.plain import Z_AMBER, Z_RED

ADULT = AGE_BANDS.index(AgeBand.ADULT)
CURVE = next(curve for curve in curve_set("simulated_reference").curves if curve.age_band == AgeBand.ADULT)


@dataclass(frozen=True)
class Flat:
    """The curve of adults as plain numbers: what a peer puts into its own formulas."""

    centre: float = CURVE.centre
    flat: int = CURVE.flatten_at
    base: float = CURVE.coefficients[0][0]
    base_x: float = CURVE.coefficients[0][1]
    slope: float = CURVE.coefficients[1][0]
    slope_x: float = CURVE.coefficients[1][1]
    intercept_variance: float = CURVE.spread.intercept_sd**2
    covariance: float = CURVE.spread.correlation * CURVE.spread.intercept_sd * CURVE.spread.slope_sd
    slope_variance: float = CURVE.spread.slope_sd**2
    residual_variance: float = CURVE.spread.residual_sd**2
    amber: float = Z_AMBER
    red: float = Z_RED


def simulated(episodes: int) -> Series:
    """Adults' own ratings of a simulated cohort."""
    ratings = simulate_range(0, episodes, seed=1).ratings
    own = (np.asarray(ratings.age_band)[ratings.episode] == ADULT) & (ratings.informant == 0)
    own &= np.isin(ratings.scale, [scale_ids().index(name) for name in ("ors", "srs")])
    columns = {name: getattr(ratings, name)[own] for name in ("episode", "session", "scale", "informant", "total")}
    return Series.of(replace(ratings, items=ratings.items[own], **columns))


def frame_of(series: Series) -> pd.DataFrame:
    """Lay out a row a session, as a program that keeps its ratings in tables has them; NaN where there is none."""
    lowest = series.alliance_items[:, :4].astype(float)
    lowest[lowest < 0] = np.nan
    strand = np.repeat(np.arange(series.strands), np.diff(series.offsets))
    return pd.DataFrame(
        {
            "strand": strand,
            "session": series.session,
            "ors": np.where(series.outcome == MISSING, np.nan, series.outcome),
            "srs": np.where(series.alliance == MISSING, np.nan, series.alliance),
            "lowest": np.where(series.alliance == MISSING, np.nan, lowest.min(axis=1)),
        }
    )


def engine(series: Series):
    """Run the one engine."""
    return assess(series, policy("icce"), curve_set("simulated_reference"), rules())


def counted(assessment) -> Counter:
    """How often each rule speaks, each answer of repair, each track and category of change: the same of every peer."""
    told = Counter()
    for bit, rule in enumerate(assessment.rules):
        told[rule.id] = int(
            ((assessment.outcome_signals | assessment.alliance_signals) >> np.uint32(bit) & np.uint32(1)).sum()
        )
    told.update(dict(zip(REPAIRS[1:], np.bincount(assessment.repair, minlength=4)[1:].tolist(), strict=True)))
    told.update(dict(zip(CHANGES, np.bincount(assessment.change, minlength=6).tolist(), strict=True)))
    told.update(dict(zip(TRACKS[1:], np.bincount(assessment.track, minlength=4)[1:].tolist(), strict=True)))
    return Counter({str(name): count for name, count in told.items() if count})
