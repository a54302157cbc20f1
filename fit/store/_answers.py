"""When a later rating answers an alert."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fit.assessment import Axis
from fit.policies import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.assessment import EpisodeAssessment, Signal

CONCERN = frozenset({Severity.URGENT, Severity.ACT, Severity.WATCH})


class Outcome(NamedTuple):
    """What later ratings make of an alert."""

    meeting: int
    by_newer: bool
    """A newer alert of the same rule takes it up; else the rating of that meeting answers it."""


def outcome_of(one: EpisodeAssessment, signal: Signal, severity: Severity) -> Outcome | None:
    """Say what later ratings make of an alert, None while they make nothing of it.

    What is said anew before it was answered is taken up there, so that the open alert carries the newest numbers and
    nothing that goes on is called answered. A dip of the alliance is answered where it is repaired. A state is answered
    by the first rating at which it no longer holds, and so is a mere note. Any other event is answered by the first
    rating without a concern; an urgent one by none: somebody has to have talked about it.
    """
    answered = _answered_at(one, signal, severity)
    newer = _newest_of_its_kind(one, signal, answered)
    if newer is not None:
        return Outcome(newer, by_newer=True)
    return None if answered is None else Outcome(answered, by_newer=False)


def _answered_at(one: EpisodeAssessment, signal: Signal, severity: Severity) -> int | None:
    if severity is Severity.URGENT:
        return None
    if signal.repair is not None:
        return signal.repaired_at
    same_rule_only = signal.rule.lasting or severity not in CONCERN
    rule_id = signal.rule.id if same_rule_only else ""
    worrying = {other.session for other in one.signals if _speaks_on(one, other, signal.rule.kind, rule_id)}
    return next((meeting for meeting in _rated_after(one, signal) if meeting not in worrying), None)


def _newest_of_its_kind(one: EpisodeAssessment, signal: Signal, answered: int | None) -> int | None:
    """The last session, up to the answer, of which an event's rule speaks too; a state that goes on is one alert."""
    if signal.rule.lasting:
        return None
    same = (other.session for other in one.signals if other.rule.id == signal.rule.id)
    return max((at for at in same if at > signal.session and (answered is None or at <= answered)), default=None)


def is_overtaken(one: EpisodeAssessment, signal: Signal) -> bool:
    """Whether a later session was rated, so that this signal speaks of the past; a state that goes on does not."""
    later = set(_rated_after(one, signal))
    speaking = {other.session for other in one.signals if _speaks_on(one, other, signal.rule.kind, signal.rule.id)}
    goes_on = signal.rule.lasting and later <= speaking
    return bool(later) and not goes_on


def _speaks_on(one: EpisodeAssessment, other: Signal, kind: str, rule_id: str) -> bool:
    if rule_id:
        return other.rule.id == rule_id
    return other.rule.kind == kind and one.policy.severity(other.rule.id) in CONCERN


def _rated_after(one: EpisodeAssessment, signal: Signal) -> Iterator[int]:
    """Later meetings that have a rating of the signal's kind."""
    scores = one.alliance if signal.rule.kind == Axis.ALLIANCE else one.outcome
    for meeting, score in zip(one.meetings, scores, strict=True):
        if meeting > signal.session and score is not None:
            yield meeting
