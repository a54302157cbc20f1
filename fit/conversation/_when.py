"""When a situation is there: conditions over one moment's signals and verdicts. All that a table names must hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fit.conversation._moment import last_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fit.assessment import EpisodeAssessment, Signal
    from fit.conversation._moment import Moment

LOW_ITEMS = "low"
"""Name of the evidence in which a rule lists low items with their marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """One way to come to a situation. What is None or empty is not asked; `known` says aloud what it rests on."""

    known: str = ""
    rules: tuple[str, ...] = ()
    """One of these rules speaks now."""
    onset: bool | None = None
    """It begins to speak now (true), or goes on (false)."""
    evidence: Mapping[str, str] = field(default_factory=dict)
    """It speaks with this evidence, by name."""
    none_of: tuple[str, ...] = ()
    """None of these rules speaks now."""
    item: str = ""
    """This is the lowest of the low items of the newest alliance rating."""
    change: tuple[str, ...] = ()
    """The change since intake is one of these."""
    track: tuple[str, ...] = ()
    """The place against the expected path is one of these."""
    in_clinical_range: bool | None = None
    """The latest outcome rating lies in the clinical range."""
    first_session: bool | None = None
    """There has been no session but this one."""
    sessions_up_to: int | None = None
    """There have been no more sessions than these."""
    repaired: bool | None = None
    """The newest alliance rating is the one that came back after a dip."""
    informants_differ: bool | None = None
    """Two people rate life of the same session a reliable change or more apart."""
    tag: str = ""
    """The clinic gave the client this tag."""

    def holds(self, moment: Moment) -> bool:
        """Say whether all that is asked is so."""
        return all(test(self, moment) for test in TESTS)


def _spoken(when: When, moment: Moment) -> bool:
    return not when.rules or any(_fits(when, signal) for signal in moment.signals)


def _fits(when: When, signal: Signal) -> bool:
    return (
        signal.rule.id in when.rules
        and when.onset in {None, signal.onset}
        and all(str(signal.evidence.get(name)) == value for name, value in when.evidence.items())
    )


def _silent(when: When, moment: Moment) -> bool:
    return not any(signal.rule.id in when.none_of for signal in moment.signals)


def _item(when: When, moment: Moment) -> bool:
    return not when.item or when.item in _lowest(moment)


def _lowest(moment: Moment) -> Iterator[str]:
    """Name the lowest item of each list of low items, the first of equal ones."""
    for signal in moment.signals:
        listed = signal.evidence.get(LOW_ITEMS)
        if isinstance(listed, str) and listed:
            marks = [part.rsplit(" ", 1) for part in listed.split(", ")]
            yield min(marks, key=lambda mark: float(mark[1]))[0]


def _verdicts(when: When, moment: Moment) -> bool:
    one = moment.one
    return (not when.change or one.change.value in when.change) and (not when.track or one.track.value in when.track)


def _range(when: When, moment: Moment) -> bool:
    return when.in_clinical_range is None or moment.one.in_clinical_range is when.in_clinical_range


def _sessions(when: When, moment: Moment) -> bool:
    first = when.first_session is None or (moment.one.sessions == 1) is when.first_session
    return first and (when.sessions_up_to is None or moment.one.sessions <= when.sessions_up_to)


def _repaired(when: When, moment: Moment) -> bool:
    newest = moment.last_alliance_meeting
    return when.repaired is None or (newest is not None and newest in moment.one.repaired_at) is when.repaired


def _informants(when: When, moment: Moment) -> bool:
    return when.informants_differ is None or informants_differ(moment) is when.informants_differ


def informants_differ(moment: Moment) -> bool:
    """Say whether somebody else's rating of the newest rated session lies a reliable change or more apart."""
    others = (each for each in moment.strands if each.informant is not moment.one.informant)
    return any(_far_apart(moment.one, other) for other in others)


def _far_apart(one: EpisodeAssessment, other: EpisodeAssessment) -> bool:
    meeting = last_given(one.meetings, one.outcome)
    here, there = _score_at(one, meeting), _score_at(other, meeting)
    if here is None or there is None or one.reliable_change is None or _family(one) != _family(other):
        return False
    line = replace(one.policy.reliable_change, score=one.reliable_change)
    return line.crossed(abs(here - there))


def _score_at(one: EpisodeAssessment, meeting: int | None) -> int | None:
    score = next((score for at, score in zip(one.meetings, one.outcome, strict=True) if at == meeting), None)
    return None if score is None else score.tenths


def _family(one: EpisodeAssessment) -> str | None:
    return one.outcome_scale.family if one.outcome_scale else None


def _tag(when: When, moment: Moment) -> bool:
    return not when.tag or when.tag in moment.tags


TESTS: tuple[Callable[[When, Moment], bool], ...] = (
    _spoken,
    _silent,
    _item,
    _verdicts,
    _range,
    _sessions,
    _repaired,
    _informants,
    _tag,
)
