"""The last weeks of the demo clinic, one after the other: ratings come in, alerts are found, most are looked at soon.

Were everything brought in on one day, all alerts would be found on that day, and the board could say nothing of how
soon they are answered.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework import clinician
from fit.casework._demo_lives import FIRST_CLINICIAN
from fit.casework.views import AlertState
from fit.policies import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from fit.casework._clinic import Clinic
    from fit.casework._demo_cast import DemoEpisode
    from fit.casework.actor import Actor
    from fit.casework.views import AlertRow

__all__ = ["StoryClock", "Week", "look_at_alerts", "weeks_of"]

WEEKS = 12
LATEST = timedelta(days=6)
"""What came in at the last of the weeks is not a week old: nobody must have looked at it."""
LOOKED_AFTER = timedelta(days=2)
LATELY = timedelta(weeks=4)
LEFT_EVERY = 7
"""Of so many alerts one is left and one only seen; one is closed, where it is but to be watched."""
REASON = "Asked about it on the telephone; it was a bad day (simulated)."


@dataclass(slots=True)
class StoryClock:
    """A clock that can be put back while the past is told."""

    now: Callable[[], datetime]
    back: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        """Return the moment of the story."""
        return self.now() - self.back


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What comes in at one moment."""

    back: timedelta
    """How long before the day of the story."""
    episodes: tuple[DemoEpisode, ...]
    """With the ratings that are new."""

    @property
    def is_told(self) -> bool:
        """Whether it is over a week ago, so that somebody may have answered what was found in it."""
        return self.back > LATEST


def weeks_of(episodes: Sequence[DemoEpisode], today: date) -> Iterator[Week]:
    """Everything before the last twelve weeks, each of these, and the last days."""
    after: date | None = None
    for back in (*(LATEST + timedelta(weeks=number) for number in reversed(range(WEEKS))), timedelta()):
        until = today - back
        new = (_between(one, after, until) for one in episodes)
        yield Week(back=back, episodes=tuple(one for one in new if one.ratings))
        after = until


def _between(episode: DemoEpisode, after: date | None, until: date) -> DemoEpisode:
    mine = tuple(one for one in episode.ratings if one.day <= until and (after is None or one.day > after))
    return replace(episode, ratings=mine)


def look_at_alerts(clinic: Clinic, actors: Sequence[Actor], story: StoryClock, number: Iterator[int]) -> None:
    """Let the clinicians look at what is new, two days later: most is talked about, some is closed, some is left.

    At the first desk what is lately found is only seen: what else can be done is shown there. `number` counts the
    alerts of all weeks.
    """
    is_late = story.back < LATELY
    since = clinic.now() - LATEST
    story.back -= LOOKED_AFTER
    for place, actor in enumerate(actors):
        for episode_id in dict.fromkeys(one.episode_id for one in clinician.open_digest(clinic, actor).new):
            for alert in clinician.open_client(clinic, actor, episode_id).alerts:
                is_new = alert.state is AlertState.NEW and alert.raised_at > since
                if is_new and alert.severity is not Severity.NOTE:
                    _look_at(clinic, actor, alert, next(number), only_seen=is_late and place == FIRST_CLINICIAN)
    story.back += LOOKED_AFTER


def _look_at(clinic: Clinic, actor: Actor, alert: AlertRow, number: int, *, only_seen: bool) -> None:
    match number % LEFT_EVERY:
        case 0:
            return
        case 1:
            state = AlertState.SEEN
        case 2 if alert.severity is Severity.WATCH:
            state = AlertState.CLOSED
        case _:
            state = AlertState.TALKED_ABOUT
    state = AlertState.SEEN if only_seen else state
    clinician.mark_alert(clinic, actor, alert.alert_id, state, REASON if state is AlertState.CLOSED else "")
