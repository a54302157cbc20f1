"""How it goes, session by session: life, the working relation, its ruptures and repairs, and who leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.ratings import Ending
from fit.simulation._truth import ENDINGS, REASONS, LeavingReason, Ruptures

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from fit.simulation._persons import Persons, Points
    from fit.simulation._population import Population

    Rows = NDArray[np.int64]

ITEMS = 4
NOTICED = 0.35
# Log odds that a rupture or lack of progress must add before it is called the reason for leaving.

CLOSED_DEPTH = 1.0
# [points] A rupture that has faded below this is over, though nobody repaired it.

LONGEST_LEVELLED = 10
# [sessions] Beyond it the chance of a planned ending grows no more with time alone.

WAYS_OUT = (Ending.UNPLANNED, Ending.PLANNED, Ending.REFERRED, Ending.TRANSFERRED)
STAYS = len(WAYS_OUT)

_REASON_OF_WAY = (
    LeavingReason.LIFE,
    LeavingReason.DONE,
    LeavingReason.REFERRED,
    LeavingReason.TRANSFERRED,
    LeavingReason.LIFE,  # stays; never noted
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """All sessions of a group of episodes, by episode and session: what is true, not what is rated."""

    episode: NDArray[np.int32]
    session: NDArray[np.int32]
    level: Points
    alliance: Points  # not limited to 40
    depth: Points  # of an open rupture, [points]
    item: NDArray[np.int8]  # that a rupture is about


class Lives:
    """A group of episodes on its way. Each step is one session of all who are still there."""

    def __init__(self, persons: Persons, rng: Generator, population: Population) -> None:
        self._persons, self._rng, self._population = persons, rng, population
        count = len(persons)
        self._weather = np.zeros(count)
        self._harm = np.zeros(count)
        self._depth = np.zeros(count)
        self._item = np.zeros(count, np.int8)
        self._due = np.zeros(count, np.int32)  # session in which the open rupture will be repaired; 0 never
        self._open = np.zeros(count, np.int64)  # number of the open rupture
        self._found: list[list[NDArray[np.float64]]] = []
        self._repaired: dict[int, int] = {}
        self._ruptures = 0
        self.ending = np.zeros(count, np.int8)
        self.reason = np.zeros(count, np.int8)
        self.last_session = np.zeros(count, np.int32)

    def run(self) -> Sessions:
        """Let everybody go on until the last has left."""
        here, steps = np.arange(len(self._persons)), []
        for session in range(1, self._population.leaving.longest + 1):
            if not len(here):
                break
            steps.append((here, session, self._step(here, session)))
            here = here[~self._leave(here, session)]
        return _in_order(steps)

    def _step(self, here: Rows, session: int) -> tuple[Points, Points, Points, NDArray[np.int8]]:
        self._pass_weather(here)
        self._repair(here, session)
        self._linger(here)
        self._break(here, session)
        level = self.true_level(here, session) + self._weather[here]
        persons, depth = self._persons, self._depth[here]
        alliance = persons.alliance[here] + persons.alliance_growth[here] * (session - 1) - depth
        alliance -= self._population.alliance.per_point_of_progress * self._behind(here, session)
        return level, alliance, depth, self._item[here]

    def true_level(self, here: Rows, session: int | NDArray[np.int32]) -> Points:
        """Level without the ups and downs of the week."""
        persons = self._persons
        way = 1.0 - np.exp(-(session - 1) / persons.pace[here])
        return np.asarray(persons.level[here] + persons.gain[here] * way - self._harm[here])

    def _pass_weather(self, here: Rows) -> None:
        numbers = self._population.level
        fresh = self._rng.normal(0.0, numbers.weather_sd * np.sqrt(1.0 - numbers.weather_memory**2), len(here))
        self._weather[here] = numbers.weather_memory * self._weather[here] + fresh

    def _repair(self, here: Rows, session: int) -> None:
        mended = here[self._due[here] == session]
        self._repaired.update(dict.fromkeys(self._open[mended].tolist(), session))
        self._depth[mended], self._due[mended] = 0.0, 0

    def _linger(self, here: Rows) -> None:
        """A rupture that will not be repaired does harm each session, and slowly fades."""
        numbers = self._population.rupture
        unrepaired = here[(self._depth[here] > 0) & (self._due[here] == 0)]
        self._harm[unrepaired] += numbers.harm
        self._depth[unrepaired] *= numbers.lingering
        self._depth[unrepaired[self._depth[unrepaired] < CLOSED_DEPTH]] = 0.0

    def _break(self, here: Rows, session: int) -> None:
        numbers, rng = self._population.rupture, self._rng
        breaks = (rng.random(len(here)) < numbers.chance) & (self._depth[here] == 0) & (session > 1)
        broken = here[breaks]
        after = 1 + np.searchsorted(np.cumsum(numbers.repair_after)[:-1], rng.random(len(broken)), "right")
        will_be_repaired = rng.random(len(broken)) < numbers.repair_chance
        self._depth[broken] = numbers.least_depth + rng.gamma(2.0, numbers.depth_scale, len(broken))
        self._item[broken] = rng.integers(0, ITEMS, len(broken))
        self._due[broken] = np.where(will_be_repaired, session + after, 0)
        self._open[broken] = self._ruptures + np.arange(len(broken))
        self._ruptures += len(broken)
        self._found.append([broken, np.full(len(broken), session), self._depth[broken], self._item[broken]])

    def _leave(self, here: Rows, session: int) -> NDArray[np.bool_]:
        """Draw who leaves after this session: without a word, as planned, or passed on to others."""
        behind, rupture = self._pushes(here, session)
        unplanned = _chance(self._unplanned_odds(session) + behind + rupture)
        planned = _chance(self._planned_odds(here, session)) if self._may_be_planned(session) else np.zeros(len(here))
        moved = np.full(len(here), self._population.leaving.moved)
        steps = np.cumsum([unplanned, (1.0 - unplanned) * planned, moved, moved], axis=0)
        way = np.asarray((self._rng.random(len(here)) >= steps).sum(axis=0))
        if session == self._population.leaving.longest:
            way[way == STAYS] = WAYS_OUT.index(Ending.PLANNED)
        leaves = np.asarray(way < STAYS)
        self._note_leaving(here[leaves], session, way[leaves], _reasons(behind, rupture, way)[leaves])
        return leaves

    def _note_leaving(self, gone: Rows, session: int, way: Rows, reason: NDArray[np.int8]) -> None:
        self.ending[gone] = np.array([ENDINGS.index(ending) for ending in WAYS_OUT])[way]
        self.reason[gone] = reason
        self.last_session[gone] = session

    def _pushes(self, here: Rows, session: int) -> tuple[Points, Points]:
        """What speaks for leaving, as log odds: being behind the average client, and an open rupture."""
        leaving = self._population.leaving
        behind = self._behind(here, session)
        return leaving.unplanned_behind * behind, leaving.unplanned_depth * self._depth[here]

    def _behind(self, here: Rows, session: int) -> Points:
        """Points by which somebody has gained less than the average client of the time."""
        growth = self._population.growth
        average = (growth.reach[0] - self._population.level.mean[0]) * (1.0 - np.exp(-(session - 1) / growth.pace))
        return np.asarray(average - self.true_level(here, session) + self._persons.level[here])

    def _unplanned_odds(self, session: int) -> float:
        leaving = self._population.leaving
        return leaving.unplanned + (leaving.unplanned_first if session == 1 else 0.0)

    def _planned_odds(self, here: Rows, session: int) -> Points:
        leaving = self._population.leaving
        well = self.true_level(here, session) - 25.0
        return leaving.planned + leaving.planned_session * min(session, LONGEST_LEVELLED) + leaving.planned_level * well

    def _may_be_planned(self, session: int) -> bool:
        return session >= self._population.leaving.earliest_planned

    def ruptures(self) -> Ruptures:
        """All ruptures, by episode and session."""
        episode, session, depth, item = (np.concatenate([step[column] for step in self._found]) for column in range(4))
        repaired = np.zeros(self._ruptures, np.int32)
        repaired[list(self._repaired)] = list(self._repaired.values())
        order = np.lexsort((session, episode))
        return Ruptures(
            episode=episode[order].astype(np.int32),
            session=session[order].astype(np.int32),
            depth=depth[order],
            item=item[order].astype(np.int8),
            repaired_at=repaired[order],
        )


def _chance(log_odds: Points) -> Points:
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


def _reasons(behind: Points, rupture: Points, way: Rows) -> NDArray[np.int8]:
    """Say why: for an unplanned ending the stronger of two pushes, or life when neither was strong."""
    pushed = np.where(rupture >= behind, REASONS.index(LeavingReason.RUPTURE), REASONS.index(LeavingReason.NO_PROGRESS))
    life = REASONS.index(LeavingReason.LIFE)
    reasons = np.array([REASONS.index(reason) for reason in _REASON_OF_WAY])[way]
    unplanned = np.where(np.maximum(behind, rupture) >= NOTICED, pushed, life)
    return np.where(way == 0, unplanned, reasons).astype(np.int8)


def _in_order(steps: list[tuple[Rows, int, tuple[Points, Points, Points, NDArray[np.int8]]]]) -> Sessions:
    episode = np.concatenate([here for here, _session, _state in steps]).astype(np.int32)
    order = np.argsort(episode, kind="stable")
    session = np.repeat([session for _here, session, _state in steps], [len(here) for here, *_rest in steps])
    level, alliance, depth, item = (np.concatenate([state[column] for *_who, state in steps]) for column in range(4))
    return Sessions(
        episode=episode[order],
        session=session[order].astype(np.int32),
        level=level[order],
        alliance=alliance[order],
        depth=depth[order],
        item=item[order],
    )
