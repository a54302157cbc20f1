"""Holds a simulated cohort against the published group facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fit.ratings import Ending
from fit.scales import AgeBand, Informant, scale_ids
from fit.simulation._population import population
from fit.simulation._truth import ENDINGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.simulation._cohort import Cohort
    from fit.simulation._population import Target

    Points = NDArray[np.float64]
    Rows = NDArray[np.bool_]

__all__ = ["Fact", "measure"]

CUTOFF = 25.0  # [points] the adult ORS line that the published shares refer to
RELIABLE = 5.0  # [points] the change that the published shares refer to
ALLIANCE_LINE = 36.0  # [points]
LONGEST = 40  # [sessions]
GROWTH_FROM = 3  # [sessions] fewer show no growth of the alliance


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A group fact as the cohort has it, beside the published one."""

    target: Target
    value: float

    @property
    def met(self) -> bool:
        """Whether the cohort lies within the published band."""
        return self.target.low <= self.value <= self.target.high


def measure(cohort: Cohort) -> tuple[Fact, ...]:
    """Measure every target on a cohort; ten thousand episodes or more make it steady."""
    measured = _Measured(cohort)
    return tuple(Fact(target=target, value=float(getattr(measured, target.id))) for target in population().targets)


class _Measured:
    """One property a target. Tables have a row an episode and a column a session; NaN where nobody rated."""

    def __init__(self, cohort: Cohort) -> None:
        self._truth = cohort.truth
        self._ratings = cohort.ratings
        band = np.asarray(cohort.ratings.age_band)
        self._adults = band == tuple(AgeBand).index(AgeBand.ADULT)
        self._outcome = self._table("ors", "cors")
        self._alliance = self._table("srs", "csrs")

    def _table(self, *scale: str) -> Points:
        ratings = self._ratings
        wanted = np.isin(ratings.scale, [scale_ids().index(name) for name in scale])
        wanted &= ratings.informant == tuple(Informant).index(Informant.CLIENT)
        table = np.full((len(ratings.episode_ids), LONGEST), np.nan)
        table[ratings.episode[wanted], ratings.session[wanted] - 1] = ratings.total[wanted] / 10
        return table

    @cached_property
    def _first(self) -> Points:
        return _first_known(self._outcome)

    @cached_property
    def _last(self) -> Points:
        return _last_known(self._outcome)

    @cached_property
    def _gain(self) -> Points:
        """Last less first; NaN with fewer than two ratings."""
        known = np.sum(~np.isnan(self._outcome), axis=1)
        return np.where(known > 1, self._last - self._first, np.nan)

    @property
    def intake_mean(self) -> float:
        return float(np.nanmean(self._first[self._adults]))

    @property
    def intake_sd(self) -> float:
        return float(np.nanstd(self._first[self._adults]))

    @property
    def above_cutoff_at_intake(self) -> float:
        return float((self._first[self._adults] > CUTOFF).mean())

    @property
    def gain_by_session_7(self) -> float:
        gain = self._outcome[:, 5:8] - self._first[:, None]
        return float(np.nanmean(gain[self._adults]))

    @property
    def deceleration(self) -> float:
        whole = self._adults & ~np.isnan(self._outcome[:, [0, 2, 4]]).any(axis=1)
        first, third, fifth = self._outcome[whole][:, [0, 2, 4]].mean(axis=0)
        return float((fifth - third) / (third - first))

    @property
    def deteriorated(self) -> float:
        gain = self._gain[self._adults & ~np.isnan(self._gain)]
        return float((gain <= -RELIABLE).mean())

    @property
    def gain_of_high_starts(self) -> float:
        return float(np.nanmean(self._gain[self._adults & (self._first > CUTOFF)]))

    @property
    def gain_per_point_of_intake(self) -> float:
        known = self._adults & ~np.isnan(self._gain)
        return float(np.polyfit(self._first[known], self._gain[known], 1)[0])

    @property
    def reliability(self) -> float:
        numbers = population().level
        honest = self._adults & ~self._truth.mandated & ~self._truth.sawtooth
        observed = float(np.nanvar(self._outcome[honest, 0]))
        return 1.0 - numbers.error_sd**2 / observed

    @property
    def sessions_mean(self) -> float:
        return float(self._truth.last_session.mean())

    @property
    def sessions_median(self) -> float:
        return float(np.median(self._truth.last_session))

    @cached_property
    def _unplanned(self) -> Rows:
        return np.asarray(self._truth.ending == ENDINGS.index(Ending.UNPLANNED))

    @property
    def unplanned(self) -> float:
        return float(self._unplanned.mean())

    @property
    def alliance_below_36(self) -> float:
        known = self._alliance[~np.isnan(self._alliance)]
        return float((known < ALLIANCE_LINE).mean())

    @property
    def alliance_growth_and_outcome(self) -> float:
        growth = _last_known(self._alliance) - _first_known(self._alliance)
        known = (self._truth.last_session >= GROWTH_FROM) & ~np.isnan(growth) & ~np.isnan(self._gain)
        return _correlation(growth[known], self._gain[known]) ** 2

    @property
    def repair_and_outcome(self) -> float:
        ruptures = self._truth.ruptures
        torn = np.unique(ruptures.episode)
        unrepaired = np.zeros(len(self._first), np.bool_)
        unrepaired[ruptures.episode[ruptures.repaired_at == 0]] = True
        return _correlation((~unrepaired[torn]).astype(np.float64), self._truth.change[torn])

    @property
    def repaired(self) -> float:
        return float((self._truth.ruptures.repaired_at > 0).mean())

    @property
    def leavers_lag(self) -> float:
        return self._leavers_less_stayers(self._outcome - self._first[:, None])

    @property
    def leavers_alliance(self) -> float:
        return self._leavers_less_stayers(self._alliance)

    def _leavers_less_stayers(self, table: Points) -> float:
        """Mean over sessions 3 to 8, weighted by those who leave unplanned there."""
        last, differences, leavers = self._truth.last_session, [], []
        for session in range(3, 9):
            now = table[:, session - 1]
            leave = self._unplanned & (last == session) & ~np.isnan(now)
            stay = (last > session) & ~np.isnan(now)
            differences.append(now[leave].mean() - now[stay].mean())
            leavers.append(leave.sum())
        return float(np.average(differences, weights=leavers))


def _first_known(table: Points) -> Points:
    return np.asarray(table[np.arange(len(table)), np.argmax(~np.isnan(table), axis=1)])


def _last_known(table: Points) -> Points:
    last = table.shape[1] - 1 - np.argmax(~np.isnan(table[:, ::-1]), axis=1)
    return np.asarray(table[np.arange(len(table)), last])


def _correlation(left: Points, right: Points) -> float:
    return float(np.corrcoef(left, right)[0, 1])
