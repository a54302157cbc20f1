"""How many sessions each episode has had, when the last was, and how many of the last ones nobody rated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from fit.series import Ratings
    from fit.store.types import Record

    Numbers = NDArray[np.int64]

__all__ = ["NOTHING_HELD", "NO_DAY", "Held", "Sessions", "held_by_episode", "place_of", "sessions_of_rows"]

MEETING_BITS = 20
"""As in fit.series: more meetings than anybody has."""
NO_DAY = 0


@dataclass(frozen=True, slots=True)
class Held:
    """The sessions of one episode in short."""

    sessions: int
    latest: int
    """Number of the last one; 0 before the first."""
    last_on: date | None
    unrated_lately: int
    """How many of the last sessions in a row have no rating at all."""


NOTHING_HELD = Held(0, 0, None, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Sessions as columns: key, episode (its place), number, and day as an ordinal, NO_DAY where it was not noted."""

    id: Numbers
    episode: Numbers
    meeting: Numbers
    day: Numbers

    @property
    def meeting_of(self) -> Mapping[int, int]:
        """Number of each session."""
        return dict(zip(self.id.tolist(), self.meeting.tolist(), strict=True))


def sessions_of_rows(rows: Sequence[Record], episode_ids: Sequence[int]) -> Sessions:
    """Lay out sessions that were read as rows; their episodes are places in `episode_ids`."""
    code = {episode_id: place for place, episode_id in enumerate(episode_ids)}
    days = (NO_DAY if row.occurred_on is None else row.occurred_on.toordinal() for row in rows)
    return Sessions(
        id=np.array([row.id for row in rows], np.int64),
        episode=np.array([code[row.episode_id] for row in rows], np.int64),
        meeting=np.array([row.meeting for row in rows], np.int64),
        day=np.fromiter(days, np.int64, len(rows)),
    )


def place_of(episode: NDArray[np.integer], meeting: NDArray[np.integer]) -> Numbers:
    """One number for an episode's session, in the order of both."""
    return episode.astype(np.int64) << MEETING_BITS | meeting


def held_by_episode(sessions: Sessions, ratings: Ratings, episodes: int) -> list[Held]:
    """Sum up the sessions of each episode."""
    rated = np.isin(place_of(sessions.episode, sessions.meeting), place_of(ratings.episode, ratings.session))
    latest, last_rated, last_day = np.zeros((3, episodes), np.int64)
    np.maximum.at(latest, sessions.episode, sessions.meeting)
    np.maximum.at(last_rated, sessions.episode[rated], sessions.meeting[rated])
    np.maximum.at(last_day, sessions.episode, sessions.day)
    since = sessions.meeting > last_rated[sessions.episode]
    columns = (
        np.bincount(sessions.episode, minlength=episodes).tolist(),
        latest.tolist(),
        [None if day == NO_DAY else date.fromordinal(day) for day in last_day.tolist()],
        np.bincount(sessions.episode[since], minlength=episodes).tolist(),
    )
    return [Held(*row) for row in zip(*columns, strict=True)]
