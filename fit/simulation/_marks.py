"""From what is so to what is marked: error, habits, missing ratings, and four items that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fit.scales import AgeBand, Informant, scale_ids
from fit.simulation._course import ITEMS
from fit.simulation._persons import AGE_BANDS

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from fit.simulation._course import Sessions
    from fit.simulation._persons import Persons, Points
    from fit.simulation._population import Population

    Tenths = NDArray[np.int16]

ITEM_MAXIMUM = 100  # [tenths]
TOTAL_MAXIMUM = ITEMS * ITEM_MAXIMUM
ITEM_COLUMNS = 10
# As in every table of ratings; a scale of four items leaves the rest unknown.


class Marks(NamedTuple):
    """One kind of rating at every session: total and items in tenths, and where it was given at all."""

    total: Tenths
    items: Tenths
    given: NDArray[np.bool_]


class Rated(NamedTuple):
    """All ratings of a group of episodes as columns, by episode, session, and who rated what."""

    session: NDArray[np.int64]  # row of Sessions
    scale: NDArray[np.int8]
    informant: NDArray[np.int8]
    total: Tenths
    items: Tenths


class Raters:
    """Marks every session of a group of episodes."""

    def __init__(self, persons: Persons, sessions: Sessions, rng: Generator, population: Population) -> None:
        self._persons, self._sessions, self._rng, self._population = persons, sessions, rng, population
        self._rows = len(sessions.episode)

    def rate(self) -> Rated:
        """Give all ratings in the order of the sessions; the client's outcome rating comes first."""
        band = self._persons.age_band[self._sessions.episode]
        child = band == AGE_BANDS.index(AgeBand.CHILD)
        outcome, alliance = (
            np.where(child, _code(young), _code(old)) for young, old in (("cors", "ors"), ("csrs", "srs"))
        )
        client, caregiver = (tuple(Informant).index(who) for who in (Informant.CLIENT, Informant.CAREGIVER))
        marks = [self.outcome(), self.caregiver(), self.alliance()]
        given = np.stack([mark.given for mark in marks], axis=1)
        session, kind = np.nonzero(given)
        return Rated(
            session=session,
            scale=np.stack([outcome, outcome, alliance], axis=1)[given].astype(np.int8),
            informant=np.array([client, caregiver, client], np.int8)[kind],
            total=np.stack([mark.total for mark in marks], axis=1)[given],
            items=_wide(np.stack([mark.items for mark in marks], axis=1)[given]),
        )

    def outcome(self) -> Marks:
        """The client's own outcome rating. The first is always given: an episode begins with it."""
        numbers, sessions, persons = self._population.level, self._sessions, self._persons
        episode, session = sessions.episode, sessions.session
        shown = persons.show[episode] * np.exp(-(session - 1) / numbers.mandated_fading)
        turn = np.where(session % 2, 1.0, -1.0) * persons.sawtooth[episode]
        swing = self._rng.uniform(*numbers.sawtooth_swing, self._rows) * turn
        error = self._rng.normal(0.0, numbers.error_sd, self._rows)
        total = _tenths(sessions.level + shown + swing + error)
        habits = self._population.rating
        items = self._items(total, self._profile(habits.item_profile_sd), habits.item_noise_sd)
        given = (self._rng.random(self._rows) >= habits.missing_outcome) | (session == 1)
        return Marks(total, items, given)

    def caregiver(self) -> Marks:
        """A caregiver's view of the same life, for some young clients."""
        numbers, habits, episode = self._population.level, self._population.rating, self._sessions.episode
        seen = self._sessions.level + self._rng.normal(numbers.caregiver_bias, numbers.caregiver_sd, self._rows)
        total = _tenths(seen)
        items = self._items(total, self._profile(habits.item_profile_sd), habits.item_noise_sd)
        rates = self._rng.random(self._rows) >= habits.missing_caregiver
        return Marks(total, items, rates & self._persons.caregiver[episode])

    def alliance(self) -> Marks:
        """The client's rating of the session. Who always gives forty shows no rupture."""
        habits, sessions = self._population.rating, self._sessions
        noise = self._rng.normal(0.0, self._population.alliance.noise_sd, self._rows)
        total = _tenths(sessions.alliance + noise)
        total[self._persons.flat_alliance[sessions.episode]] = TOTAL_MAXIMUM
        missing = np.where(sessions.depth > 0, habits.missing_after_rupture, habits.missing_alliance)
        leaning = self._profile(habits.alliance_item_sd)
        leaning[np.arange(self._rows), sessions.item] -= self._population.rupture.item_share * sessions.depth
        items = self._items(total, leaning, habits.alliance_item_sd)
        return Marks(total, items, self._rng.random(self._rows) >= missing)

    def _profile(self, sd: float) -> Points:
        """How a person's items stand to each other all along [points]."""
        return self._rng.normal(0.0, sd, (len(self._persons), ITEMS))[self._sessions.episode]

    def _items(self, total: Tenths, leaning: Points, noise_sd: float) -> Tenths:
        """Part a total into four items, each within its line, that add up to it exactly."""
        lean = leaning + self._rng.normal(0.0, noise_sd, leaning.shape)
        lean = 10 * (lean - lean.mean(axis=1, keepdims=True))
        items, left = np.empty((self._rows, ITEMS), np.int16), total.astype(np.int64)
        for place in range(ITEMS):
            others = ITEMS - 1 - place
            wished = np.rint(left / (others + 1) + lean[:, place] - lean[:, place:].mean(axis=1))
            items[:, place] = np.clip(
                wished, np.maximum(left - others * ITEM_MAXIMUM, 0), np.minimum(left, ITEM_MAXIMUM)
            )
            left -= items[:, place]
        return items


def _code(scale_id: str) -> int:
    return scale_ids().index(scale_id)


def _tenths(points: Points) -> Tenths:
    return np.rint(np.clip(points, 0.0, 40.0) * 10).astype(np.int16)


def _wide(items: Tenths) -> Tenths:
    wide = np.full((len(items), ITEM_COLUMNS), -1, np.int16)
    wide[:, :ITEMS] = items
    return wide
