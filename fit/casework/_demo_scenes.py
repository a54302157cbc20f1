"""Moments of an episode that a demo should have several of: what a clinician would look at twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fit.scales import AgeBand

POINT = 10  # [tenths]
FULL = 40 * POINT
SOME, MANY = 3, 5  # [sessions] from which something is missed, and from which it is a habit or a course


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the ratings say up to a session: an entry a session, in tenths, None where none was given."""

    age_band: AgeBand
    outcome: tuple[int | None, ...]
    alliance: tuple[int | None, ...]
    swings: bool
    caregiver: bool

    @property
    def sessions(self) -> int:
        """Sessions so far."""
        return len(self.outcome)

    def last_alliance(self, count: int) -> tuple[int, ...]:
        """The last alliance totals, none where one is missing."""
        return _all_known(self.alliance[-count:]) if len(self.alliance) >= count else ()

    @property
    def first_and_last(self) -> tuple[int, ...]:
        """First and last outcome totals, none where one is missing."""
        return _all_known((self.outcome[0], self.outcome[-1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A kind of moment, and how many of it."""

    wanted: int
    shows: Callable[[Moment], bool]


def _all_known(totals: tuple[int | None, ...]) -> tuple[int, ...]:
    known = tuple(total for total in totals if total is not None)
    return known if len(known) == len(totals) else ()


def fresh_drop(now: Moment) -> bool:
    """The alliance rating has just fallen below the line."""
    totals = now.last_alliance(3)
    return bool(totals) and totals[2] <= totals[1] - 2 * POINT and totals[2] < 36 * POINT <= totals[1]


def repaired_drop(now: Moment) -> bool:
    """It fell last time and is back."""
    totals = now.last_alliance(4)
    return bool(totals) and totals[2] <= totals[1] - 2 * POINT and totals[3] >= totals[1] - POINT // 2


def slow_slide(now: Moment) -> bool:
    """It has been falling a little for three sessions, inside the line."""
    totals = now.last_alliance(4)
    return bool(totals) and totals[0] > totals[1] > totals[2] > totals[3] >= 36 * POINT


def always_forty(now: Moment) -> bool:
    """Full marks every time."""
    return now.sessions >= MANY and set(now.alliance) == {FULL}


def alliance_missing(now: Moment) -> bool:
    """The last session was not rated."""
    return now.sessions >= SOME and now.outcome[-1] is not None and now.alliance[-1] is None


def outcome_missing(now: Moment) -> bool:
    """Life was not rated at the last session."""
    return now.sessions >= SOME and now.outcome[-1] is None and now.alliance[-1] is not None


def off_track(now: Moment) -> bool:
    """Life is no better than at intake, after five sessions."""
    totals = now.first_and_last if now.sessions >= MANY else ()
    return bool(totals) and totals[0] < 25 * POINT and totals[1] <= totals[0] - POINT


def worse(now: Moment) -> bool:
    """Life is reliably worse than at intake."""
    totals = now.first_and_last
    return bool(totals) and totals[1] <= totals[0] - 6 * POINT


def recovered(now: Moment) -> bool:
    """Life is reliably better and beyond the cutoff."""
    totals = now.first_and_last
    return bool(totals) and totals[0] < 24 * POINT and totals[1] >= max(27 * POINT, totals[0] + 7 * POINT)


def high_start(now: Moment) -> bool:
    """Life was fine at the first session already."""
    return now.sessions > 1 and (now.outcome[0] or 0) > 32 * POINT


def swinging(now: Moment) -> bool:
    """Life goes up and down by turns."""
    return now.swings and now.sessions >= MANY


def only_one(now: Moment) -> bool:
    """There was one session."""
    return now.sessions == 1


def two_voices(now: Moment) -> bool:
    """A caregiver rates too."""
    return now.caregiver and now.sessions >= SOME


SCENES = (
    Scene(wanted=6, shows=fresh_drop),
    Scene(wanted=6, shows=off_track),
    Scene(wanted=6, shows=recovered),
    Scene(wanted=5, shows=repaired_drop),
    Scene(wanted=3, shows=worse),
    Scene(wanted=4, shows=high_start),
    Scene(wanted=3, shows=alliance_missing),
    Scene(wanted=2, shows=outcome_missing),
    Scene(wanted=3, shows=always_forty),
    Scene(wanted=2, shows=slow_slide),
    Scene(wanted=2, shows=swinging),
    Scene(wanted=4, shows=two_voices),
    Scene(wanted=4, shows=only_one),
)
