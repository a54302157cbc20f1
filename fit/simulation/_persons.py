"""Who the simulated clients are: drawn once, before their first session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.scales import AgeBand

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from fit.simulation._population import Population

    Points = NDArray[np.float64]

AGE_BANDS = tuple(AgeBand)
LOWEST_LEVEL, HIGHEST_LEVEL = 0.5, 39.5
# Nobody's life stands at the very end of the line all along; single ratings may.


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """Clients as columns. Levels in points."""

    age_band: NDArray[np.int8]
    level: Points  # at intake
    gain: Points  # in the long run
    pace: Points  # [sessions] until two thirds of the gain
    alliance: Points  # at the first session, not limited to 40
    alliance_growth: Points  # a session
    mandated: NDArray[np.bool_]
    show: Points  # a mandated client's first rating above the level
    sawtooth: NDArray[np.bool_]
    flat_alliance: NDArray[np.bool_]
    caregiver: NDArray[np.bool_]
    worsening: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.level)


def draw_persons(count: int, rng: Generator, population: Population) -> Persons:
    """Draw clients."""
    people, level, alliance = population.people, population.level, population.alliance
    band = np.searchsorted([people.adult, people.adult + people.adolescent], rng.random(count), "right").astype(np.int8)
    intake = _limited(rng.normal(np.array(level.mean)[band], np.array(level.sd)[band]))
    start = rng.normal(alliance.start, alliance.start_sd, count)
    growth = rng.normal(alliance.growth, alliance.growth_sd, count)
    worsening = rng.random(count) < population.growth.worsening
    reach = _reach(band, intake, start, growth, rng, population)
    reach = np.where(worsening, intake - np.abs(rng.normal(*population.growth.worsening_by, count)), reach)
    mandated = (rng.random(count) < people.mandated) & (band != AGE_BANDS.index(AgeBand.CHILD))
    show = np.maximum(rng.normal(*level.mandated_first, count) - intake, 0.0) * mandated
    return Persons(
        age_band=band,
        level=intake,
        gain=_limited(reach) - intake,
        pace=population.growth.pace * np.exp(rng.normal(0.0, population.growth.pace_spread, count)),
        alliance=start,
        alliance_growth=growth,
        mandated=mandated,
        show=show,
        sawtooth=rng.random(count) < people.sawtooth,
        flat_alliance=rng.random(count) < people.flat_alliance,
        caregiver=rng.random(count) < np.array([0.0, people.youth_caregiver, people.child_caregiver])[band],
        worsening=worsening,
    )


def _reach(
    band: NDArray[np.int8], intake: Points, start: Points, growth: Points, rng: Generator, population: Population
) -> Points:
    """Level in the long run: higher for those who begin higher, but by less; higher where the relation is good."""
    numbers, alliance = population.growth, population.alliance
    reach = np.array(numbers.reach)[band] + numbers.per_point_of_intake * (
        intake - np.array(population.level.mean)[band]
    )
    reach += numbers.per_point_of_alliance * (start - alliance.start)
    reach += numbers.per_alliance_growth * (growth - alliance.growth)
    return np.asarray(reach + rng.normal(0.0, numbers.spread, len(band)))


def _limited(level: Points) -> Points:
    return np.clip(level, LOWEST_LEVEL, HIGHEST_LEVEL)
