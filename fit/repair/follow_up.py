"""What the ratings after a strained session say of its repair, with the numbers before, at and after it.

The verdict is the engine's; nothing is worked out a second time here. Only what "partly" means is ours:
docs/decisions/0014-reading-and-closing-a-repair.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.alliance import Repair
from fit.excerpts import FallenItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.assessment import EpisodeAssessment
    from fit.repair.falls import ItemFall
    from fit.scales import Score

__all__ = ["Answer", "FollowUp", "Numbers", "WhyUnknown", "follow_up"]

BACK_WITHIN = 2
# [tenths] So near its mark before the dip a line counts as back: two millimetres on a line of ten centimetres, which
# is as exactly as a hand marks.


class Answer(StrEnum):
    """What the next ratings say of a repair."""

    REPAIRED = "repaired"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


class WhyUnknown(StrEnum):
    """Why the ratings cannot answer."""

    NO_RATING_SINCE = "no_rating_since"
    NO_DIP = "no_dip"
    """The session's own rating had not fallen, so there is nothing for later ones to come back from."""
    NOT_RATED = "not_rated"
    """The session itself has no rating of the alliance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A score at the rating before the strained session, at it, and after it. None where not given."""

    before: Score | None
    at: Score | None
    after: Score | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The answer of the next ratings to the session `meeting`, and the numbers behind it.

    `before_at` and `after_at` are the sessions of the ratings compared with: the last one before the dip, and the one
    that repaired it or else the newest of those that may. `items` has the lines of the session rating by id.
    """

    meeting: int
    answer: Answer
    why_unknown: WhyUnknown | None
    repaired_at: int | None
    before_at: int | None
    after_at: int | None
    ratings_since: int
    ratings_that_count: int
    below_line: bool | None
    """Whether the rating compared with still lies below the policy's line, also where it is back in one's own usual
    range; None where there is none."""
    alliance: Numbers
    outcome: Numbers
    items: Mapping[FallenItem, Numbers]

    @property
    def is_open(self) -> bool:
        """Whether further ratings can still change the answer."""
        return self.answer is not Answer.REPAIRED and self.ratings_since < self.ratings_that_count


def follow_up(
    one: EpisodeAssessment,
    meeting: int,
    *,
    marks: Mapping[int, Mapping[str, Score | None]],
    falls: Sequence[ItemFall] = (),
) -> FollowUp:
    """Say what the ratings after a session make of its repair.

    Parameters
    ----------
    one : the engine's assessment of the strand that was rated
    meeting : number of the strained session
    marks : by session, the lines of the alliance rating by item id; empty where only a total is known
    falls : the lines that fell most at that session
    """
    place = one.meetings.index(meeting) if meeting in one.meetings else None
    rated = [at for at, score in zip(one.meetings, one.alliance, strict=True) if score is not None]
    most = one.policy.repair_ratings
    window = [at for at in rated if at > meeting][:most]
    repaired_at = None if place is None else one.repaired_at[place]
    before_at = max((at for at in rated if at < meeting), default=None)
    after_at = repaired_at or (window[-1] if window else None)
    sessions = (before_at, meeting, after_at)
    alliance = _numbers(dict(zip(one.meetings, one.alliance, strict=True)), sessions)
    items = {
        item: _numbers({at: found.get(item.value) for at, found in marks.items()}, sessions) for item in FallenItem
    }
    verdict = None if place is None or meeting not in rated else one.repairs[place]
    answer, why = _answer(verdict, is_partly=_is_partly(one, alliance, [items[fall.item] for fall in falls]))
    return FollowUp(
        meeting=meeting,
        answer=answer,
        why_unknown=why,
        repaired_at=repaired_at,
        before_at=before_at,
        after_at=after_at,
        ratings_since=len(window),
        ratings_that_count=most,
        below_line=None if alliance.after is None else one.policy.alliance_total.crossed(alliance.after.tenths),
        alliance=alliance,
        outcome=_numbers(dict(zip(one.meetings, one.outcome, strict=True)), sessions),
        items={item: found for item, found in items.items() if found.at is not None},
    )


def _numbers(scores: Mapping[int, Score | None], sessions: tuple[int | None, int, int | None]) -> Numbers:
    before, at, after = (None if session is None else scores.get(session) for session in sessions)
    return Numbers(before=before, at=at, after=after)


def _answer(verdict: Repair | None, *, is_partly: bool) -> tuple[Answer, WhyUnknown | None]:
    if verdict is None:
        return Answer.UNKNOWN, WhyUnknown.NOT_RATED
    if verdict is Repair.NONE_NEEDED:
        return Answer.UNKNOWN, WhyUnknown.NO_DIP
    if verdict is Repair.UNKNOWN:
        return Answer.UNKNOWN, WhyUnknown.NO_RATING_SINCE
    if verdict is Repair.REPAIRED:
        return Answer.REPAIRED, None
    return (Answer.PARTLY if is_partly else Answer.NOT_YET), None


def _is_partly(one: EpisodeAssessment, alliance: Numbers, fallen: Sequence[Numbers]) -> bool:
    """Whether the total rose by as much as counts as a fall, or every line that fell is back while the total is not."""
    if alliance.at is None or alliance.after is None:
        return False
    rose = one.policy.alliance_drop.crossed(alliance.after.tenths - alliance.at.tenths)
    return bool(rose) or (bool(fallen) and all(_is_back(line) for line in fallen))


def _is_back(line: Numbers) -> bool:
    if line.before is None or line.after is None:
        return False
    return line.after.tenths >= line.before.tenths - BACK_WITHIN
