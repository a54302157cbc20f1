"""Simulated episodes, as many as wanted, a block at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from fit.errors import InputError
from fit.series import Ratings
from fit.simulation._course import Lives
from fit.simulation._marks import Raters
from fit.simulation._persons import draw_persons
from fit.simulation._population import population
from fit.simulation._truth import Ruptures, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator
    from numpy.typing import NDArray

    from fit.simulation._population import Population, RatingHabits

DRAWN_TOGETHER = 8_192
# Episodes that share one stream of chance: fixed, so that a seed gives the same episodes however they are asked for.

WORKING_DAYS = 5
# In a week that begins on a Monday.

BLOCK = 65_536
# Episodes given at a time: about 370,000 sessions, 60 MB with their items.


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Simulated episodes with their ratings, and what only the simulator knows of them."""

    first: int
    """Number of the first episode; they are named SIM-000001 and so on."""
    ratings: Ratings
    """By episode and session."""
    day: NDArray[np.int32]
    """Of each rating, counted from the first session of its episode."""
    began: NDArray[np.int32]
    """Day of each episode's first session, counted from the population's first day."""
    truth: Truth

    def __len__(self) -> int:
        return len(self.ratings.episode_ids)


def simulate(clients: int, seed: int, *, block: int = BLOCK) -> Iterator[Cohort]:
    """Simulate episodes of care in blocks. A seed gives the same episodes, whatever the number and the blocks.

    Raises
    ------
    InputError
        when clients, seed or block cannot be.
    """
    if clients < 1 or block < 1 or seed < 0:
        raise InputError(
            f"Cannot simulate {clients} clients with seed {seed}. Ask for one or more, with a seed from 0."
        )
    for first in range(0, clients, block):
        yield simulate_range(first, min(first + block, clients), seed)


def simulate_range(first: int, last: int, seed: int, *, everybody_stays: bool = False) -> Cohort:
    """Simulate the episodes from `first` up to, not including, `last`; the first of all is 0.

    When `everybody_stays`, the same population goes on to the longest treatment: how it would be if nobody left.
    """
    groups = range(first // DRAWN_TOGETHER, (last - 1) // DRAWN_TOGETHER + 1)
    parts = []
    for group in groups:
        begin = group * DRAWN_TOGETHER
        parts.append(
            _part(_group(group, seed, everybody_stays), max(first - begin, 0), min(last - begin, DRAWN_TOGETHER), begin)
        )
    return _joined(parts)


@lru_cache(maxsize=1)
def _group(group: int, seed: int, everybody_stays: bool) -> Cohort:  # noqa: FBT001 - a key of the cache
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(group,)))
    people = _without_leaving(population()) if everybody_stays else population()
    persons = draw_persons(DRAWN_TOGETHER, rng, people)
    lives = Lives(persons, rng, people)
    sessions = lives.run()
    rated = Raters(persons, sessions, rng, people).rate()
    everybody = np.arange(len(persons))
    ratings = Ratings(
        episode_ids=[f"SIM-{group * DRAWN_TOGETHER + 1 + episode:06d}" for episode in range(len(persons))],
        age_band=persons.age_band,
        episode=sessions.episode[rated.session],
        session=sessions.session[rated.session],
        scale=rated.scale,
        informant=rated.informant,
        total=rated.total,
        items=rated.items,
    )
    truth = Truth(
        first_level=persons.level,
        last_level=lives.true_level(everybody, lives.last_session),
        last_session=lives.last_session,
        ending=lives.ending,
        reason=lives.reason,
        mandated=persons.mandated,
        sawtooth=persons.sawtooth,
        flat_alliance=persons.flat_alliance,
        worsening=persons.worsening,
        ruptures=lives.ruptures(),
    )
    days = _days(sessions.session, rng, people.rating)[rated.session]
    began = _first_days(len(persons), rng, people.calendar.weeks)
    return Cohort(first=group * DRAWN_TOGETHER, ratings=ratings, day=days, began=began, truth=truth)


def _without_leaving(people: Population) -> Population:
    return replace(people, leaving=replace(people.leaving, unplanned=-np.inf, planned=-np.inf, moved=0.0))


def _first_days(count: int, rng: Generator, weeks: int) -> NDArray[np.int32]:
    """Begin on working days; the gaps are whole weeks, so that a client keeps the weekday."""
    return np.asarray(7 * rng.integers(0, weeks, count) + rng.integers(0, WORKING_DAYS, count), np.int32)


def _days(session: NDArray[np.int32], rng: Generator, habits: RatingHabits) -> NDArray[np.int32]:
    """Count days from each first session; the gap before a first session does not count."""
    gap = rng.choice(habits.gap_days, len(session), p=habits.gap_shares)
    gap[session == 1] = 0
    total = np.cumsum(gap)
    begins = np.flatnonzero(session == 1)
    return np.asarray(total - np.repeat(total[begins], np.diff(np.append(begins, len(session)))), np.int32)


def _part(cohort: Cohort, first: int, last: int, begin: int) -> Cohort:
    """Cut episodes out of a group."""
    rows = slice(*np.searchsorted(cohort.ratings.episode, [first, last]))
    ratings, truth, ruptures = cohort.ratings, cohort.truth, cohort.truth.ruptures
    torn = slice(*np.searchsorted(ruptures.episode, [first, last]))
    return Cohort(
        first=begin + first,
        ratings=Ratings(
            episode_ids=ratings.episode_ids[first:last],
            age_band=ratings.age_band[first:last],
            episode=ratings.episode[rows] - np.int32(first),
            session=ratings.session[rows],
            scale=ratings.scale[rows],
            informant=ratings.informant[rows],
            total=ratings.total[rows],
            items=None if ratings.items is None else ratings.items[rows],
        ),
        day=cohort.day[rows],
        began=cohort.began[first:last],
        truth=Truth(
            **{name: getattr(truth, name)[first:last] for name in _BY_EPISODE},
            ruptures=Ruptures(
                episode=ruptures.episode[torn] - np.int32(first),
                **{name: getattr(ruptures, name)[torn] for name in _BY_RUPTURE},
            ),
        ),
    )


_BY_EPISODE = (
    "first_level",
    "last_level",
    "last_session",
    "ending",
    "reason",
    "mandated",
    "sawtooth",
    "flat_alliance",
    "worsening",
)
_BY_RUPTURE = ("session", "depth", "item", "repaired_at")
_BY_RATING = ("session", "scale", "informant", "total", "items")


def _joined(parts: list[Cohort]) -> Cohort:
    """Join neighbouring groups into one."""
    if len(parts) == 1:
        return parts[0]
    offsets = np.cumsum([0, *(len(part) for part in parts[:-1])]).astype(np.int32)
    ratings = [part.ratings for part in parts]
    ruptures = [part.truth.ruptures for part in parts]
    return Cohort(
        first=parts[0].first,
        ratings=Ratings(
            episode_ids=[episode for part in ratings for episode in part.episode_ids],
            age_band=np.concatenate([part.age_band for part in ratings]),
            episode=np.concatenate([part.episode + offset for part, offset in zip(ratings, offsets, strict=True)]),
            **{name: np.concatenate([getattr(part, name) for part in ratings]) for name in _BY_RATING},
        ),
        day=np.concatenate([part.day for part in parts]),
        began=np.concatenate([part.began for part in parts]),
        truth=Truth(
            **{name: np.concatenate([getattr(part.truth, name) for part in parts]) for name in _BY_EPISODE},
            ruptures=Ruptures(
                episode=np.concatenate([part.episode + offset for part, offset in zip(ruptures, offsets, strict=True)]),
                **{name: np.concatenate([getattr(part, name) for part in ruptures]) for name in _BY_RUPTURE},
            ),
        ),
    )
