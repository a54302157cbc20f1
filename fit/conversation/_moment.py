"""The moment that prompts are fitted to: what the ratings say as of now, and what else is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fit.assessment import Axis
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from fit.assessment import EpisodeAssessment, Signal
    from fit.scales import Score


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Where the conversation stands; what is asked of it again and again is worked out once.

    `strands` are all that is rated in this episode, by whomever; `unfinished` is the meeting that is going on, in
    which a rating that is not there yet is not missing, and `skipped` what the client left out in it. `settled` are
    findings (rule, meeting) whose alert somebody closed.
    """

    one: EpisodeAssessment
    strands: tuple[EpisodeAssessment, ...] = ()
    tags: frozenset[str] = frozenset()
    unfinished: int | None = None
    skipped: frozenset[ScaleKind] = frozenset()
    settled: frozenset[tuple[str, int]] = frozenset()

    @cached_property
    def newest(self) -> int:
        """The newest meeting with a rating of anybody, or with one that was skipped."""
        held = [max(strand.meetings) for strand in (self.one, *self.strands)]
        return max([*held, self.unfinished or 0] if self.skipped else held)

    def is_last_of(self, kind: ScaleKind, meeting: int) -> bool:
        """Whether no rating of that kind was given at a later meeting."""
        scores = self.one.outcome if kind is ScaleKind.OUTCOME else self.one.alliance
        return meeting >= (last_given(self.one.meetings, scores) or 0)

    @cached_property
    def signals_anywhere(self) -> tuple[tuple[EpisodeAssessment, Signal], ...]:
        """What the newest ratings on any scale, by anybody, say and nobody has closed yet."""
        found = [(strand, signal) for strand in self.strands or (self.one,) for signal in strand.latest_signals]
        return tuple(pair for pair in found if (pair[1].rule.id, pair[1].session) not in self.settled)

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """What holds now; of an unfinished meeting only what its ratings themselves say."""
        if self.one.meetings[-1] != self.unfinished:
            return self.one.latest_signals
        over = tuple(one for one in self.one.latest_signals if not self._waits(one))
        before = self.one.signals_at(self.one.meetings[-2]) if self.one.sessions > 1 else ()
        return over + tuple(one for one in before if one.rule.axis is Axis.SESSION)

    def _waits(self, signal: Signal) -> bool:
        return signal.rule.axis is Axis.SESSION and signal.session == self.unfinished

    @cached_property
    def last_alliance_meeting(self) -> int | None:
        """The meeting of the newest alliance rating."""
        return last_given(self.one.meetings, self.one.alliance)


def last_given(meetings: tuple[int, ...], scores: tuple[Score | None, ...]) -> int | None:
    """Return the newest meeting with a score."""
    given = [meeting for meeting, score in zip(meetings, scores, strict=True) if score is not None]
    return given[-1] if given else None
