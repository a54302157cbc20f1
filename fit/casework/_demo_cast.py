"""Who is in the demo clinic: simulated episodes, cut at a moment that shows something, placed before a given day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._demo_scenes import SCENES, Moment
from fit.ratings import Ending
from fit.scales import AgeBand, Informant, ScaleKind, scale, scale_ids
from fit.simulation import ENDINGS, Cohort, simulate_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

SEED = 20_260
POOL = 2_000  # simulated episodes to choose from
OPEN, CLOSED = 72, 120
CLINICIANS = 6
SPAN = timedelta(days=548)  # a year and a half
SHORTEST_AGO, LONGEST_AGO = 1, 13  # [days] since the last session of an open episode
QUIET = timedelta(days=21)  # the last closed episode began and ended before these
NOTICED_AFTER = timedelta(days=28)  # an unplanned ending is noted when the client has not come for so long
SATURDAY = 5

ASKED_FOR_RECORDING = 3  # of each clinician, all but each third client agreed to be recorded
RECORDING_WITHDRAWN = (6, 30, 57)  # places in the cast
RATINGS_WITHDRAWN = (64, 70)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRating:
    """A rating as a row of the file that the demo clinic imports."""

    session: int
    day: date
    scale_id: str
    informant: Informant
    total: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEpisode:
    """An episode of the demo clinic. `clinician` counts from 0; an open one has no ending."""

    label: str
    age_band: AgeBand
    clinician: int
    ratings: tuple[DemoRating, ...]
    closed_on: date | None
    ending: Ending | None
    recording_agreed: bool
    recording_withdrawn: bool
    ratings_withdrawn: bool

    @property
    def began_on(self) -> date:
        """Day of the first session."""
        return self.ratings[0].day

    @property
    def last_on(self) -> date:
        """Day of the last session."""
        return self.ratings[-1].day


@dataclass(frozen=True)
class _Course:
    """One simulated episode from beginning to end."""

    cohort: Cohort
    episode: int

    @cached_property
    def rows(self) -> range:
        return range(*np.searchsorted(self.cohort.ratings.episode, [self.episode, self.episode + 1]).tolist())

    @cached_property
    def days(self) -> dict[int, int]:
        """Day of each session that was rated, from the first."""
        return {int(self.cohort.ratings.session[row]): int(self.cohort.day[row]) for row in self.rows}

    @property
    def last(self) -> int:
        return max(self.days)

    @property
    def age_band(self) -> AgeBand:
        return tuple(AgeBand)[int(self.cohort.ratings.age_band[self.episode])]

    @property
    def ending(self) -> Ending:
        return ENDINGS[int(self.cohort.truth.ending[self.episode])]

    def at(self, session: int) -> Moment:
        """What the clinician sees after a session."""
        return Moment(
            age_band=self.age_band,
            outcome=self._totals(ScaleKind.OUTCOME)[:session],
            alliance=self._totals(ScaleKind.ALLIANCE)[:session],
            swings=bool(self.cohort.truth.sawtooth[self.episode]),
            caregiver=any(self.cohort.ratings.informant[row] for row in self.rows),
        )

    def _totals(self, kind: ScaleKind) -> tuple[int | None, ...]:
        totals: list[int | None] = [None] * self.last
        for row in self.rows:
            if self.cohort.ratings.informant[row] == 0 and scale(self._scale(row)).kind == kind:
                totals[self.cohort.ratings.session[row] - 1] = int(self.cohort.ratings.total[row])
        return tuple(totals)

    def _scale(self, row: int) -> str:
        return scale_ids()[int(self.cohort.ratings.scale[row])]

    def ratings(self, until: int, last_on: date) -> tuple[DemoRating, ...]:
        """Ratings up to a session, so dated that this session was on that day."""
        sessions = self.cohort.ratings.session
        return tuple(
            DemoRating(
                session=int(sessions[row]),
                day=last_on - timedelta(days=self.days[until] - int(self.cohort.day[row])),
                scale_id=self._scale(row),
                informant=tuple(Informant)[self.cohort.ratings.informant[row]],
                total=int(self.cohort.ratings.total[row]),
                items=tuple(np.asarray(self.cohort.ratings.items)[row].tolist()),
            )
            for row in self.rows
            if sessions[row] <= until
        )


def cast(today: date) -> tuple[DemoEpisode, ...]:
    """Give the episodes of the demo clinic, the oldest first; the same for the same day."""
    courses = _pool()
    shown = _moments_to_show(courses)
    used = {course.episode for course, _session in shown}
    others = iter([course for course in courses if course.episode not in used])
    shown += [(course, _middle(course)) for course, _place in zip(others, range(OPEN - len(shown)), strict=False)]
    opened = [_open(place, course, session, today) for place, (course, session) in enumerate(shown)]
    closed = [_closed(place, course, today) for place, course in zip(range(CLOSED), others, strict=False)]
    in_order = sorted([*opened, *closed], key=lambda episode: episode.began_on)
    return tuple(_labelled(number, episode) for number, episode in enumerate(in_order, start=1))


def _pool() -> list[_Course]:
    cohort = simulate_range(0, POOL, SEED)
    return [_Course(cohort, episode) for episode in range(POOL)]


def _moments_to_show(courses: Sequence[_Course]) -> list[tuple[_Course, int]]:
    """For each scene the first episodes that come to it, each used once."""
    shown: list[tuple[_Course, int]] = []
    used: set[int] = set()
    for scene in SCENES:
        free = (course for course in courses if course.episode not in used)
        found = [moment for moment, _place in zip(_moments(free, scene.shows), range(scene.wanted), strict=False)]
        shown += found
        used |= {course.episode for course, _session in found}
    return shown


def _moments(courses: Iterable[_Course], shows: Callable[[Moment], bool]) -> Iterator[tuple[_Course, int]]:
    for course in courses:
        session = next((session for session in sorted(course.days) if shows(course.at(session))), None)
        if session is not None:
            yield course, session


def _middle(course: _Course) -> int:
    """Halfway through what will come."""
    sessions = sorted(course.days)
    return sessions[len(sessions) // 2]


def _open(place: int, course: _Course, session: int, today: date) -> DemoEpisode:
    ago = SHORTEST_AGO + 5 * place % LONGEST_AGO
    ratings = course.ratings(session, working_day(today - timedelta(days=ago)))
    return _episode(place, course, ratings)


def _closed(place: int, course: _Course, today: date) -> DemoEpisode:
    """Episodes that began evenly over the span and have ended."""
    length = timedelta(days=course.days[course.last])
    first, latest = today - SPAN, today - QUIET - NOTICED_AFTER - length
    last_on = working_day(first + (latest - first) * place // (CLOSED - 1) + length)
    noted_on = last_on + (NOTICED_AFTER if course.ending is Ending.UNPLANNED else timedelta())
    ratings = course.ratings(course.last, last_on)
    return _episode(OPEN + place, course, ratings, closed_on=noted_on, ending=course.ending)


def _episode(
    place: int,
    course: _Course,
    ratings: tuple[DemoRating, ...],
    *,
    closed_on: date | None = None,
    ending: Ending | None = None,
) -> DemoEpisode:
    return DemoEpisode(
        label="",
        age_band=course.age_band,
        clinician=place % CLINICIANS,
        ratings=ratings,
        closed_on=closed_on,
        ending=ending,
        recording_agreed=place // CLINICIANS % ASKED_FOR_RECORDING > 0 or place in RECORDING_WITHDRAWN,
        recording_withdrawn=place in RECORDING_WITHDRAWN,
        ratings_withdrawn=place in RATINGS_WITHDRAWN,
    )


def working_day(day: date) -> date:
    """Return the day, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - SATURDAY + 1, 0))


def _labelled(number: int, episode: DemoEpisode) -> DemoEpisode:
    return replace(episode, label=f"Sim. {number:03d}")
