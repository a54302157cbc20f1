"""When a situation is there: conditions over one moment's signals and verdicts. All that a table names must hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fit.conversation._about import about_rating, lowest_mark
from fit.conversation._moment import last_given
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fit.assessment import EpisodeAssessment, Signal
    from fit.conversation._about import About
    from fit.conversation._moment import Moment

LOW_ITEM = "low_item"
"""The rule whose evidence lists low items with their marks."""


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
    on_any_scale: bool | None = None
    """It counts too when it speaks of another scale than the leading one, or of another person's ratings."""
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
    skipped: str = ""
    """The client skipped this rating in the meeting that goes on: "outcome" or "alliance"."""

    def holds(self, moment: Moment) -> bool:
        """Say whether all that is asked is so."""
        return all(test(self, moment) for test in TESTS)

    def about(self, moment: Moment) -> About | None:
        """Say which rating it rests on; None where it is about the work as a whole."""
        if self.rules:
            one, signal = next(_speaking(self, moment))
            return about_rating(moment, one, ScaleKind(signal.rule.kind), signal.session, signal)
        if self.item or self.repaired:
            low = next((signal for signal in moment.signals if signal.rule.id == LOW_ITEM), None)
            return _newest(moment, ScaleKind.ALLIANCE, low if self.item else None)
        if self.skipped and moment.unfinished is not None:
            return about_rating(moment, moment.one, ScaleKind(self.skipped), moment.unfinished, None)
        of_life = self.change or self.track or self.in_clinical_range is not None or self.informants_differ
        return _newest(moment, ScaleKind.OUTCOME, None) if of_life else None


def _newest(moment: Moment, kind: ScaleKind, signal: Signal | None) -> About | None:
    scores = moment.one.outcome if kind is ScaleKind.OUTCOME else moment.one.alliance
    meeting = last_given(moment.one.meetings, scores)
    return None if meeting is None else about_rating(moment, moment.one, kind, meeting, signal)


def _spoken(when: When, moment: Moment) -> bool:
    return not when.rules or any(True for _ in _speaking(when, moment))


def _speaking(when: When, moment: Moment) -> Iterator[tuple[EpisodeAssessment, Signal]]:
    """Go through what speaks as asked, with the ratings that it speaks of."""
    of_one = ((moment.one, signal) for signal in moment.signals)
    for one, signal in moment.signals_anywhere if when.on_any_scale else of_one:
        if _fits(when, signal):
            yield one, signal


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
        mark = lowest_mark(signal)
        if mark is not None:
            yield mark[0]


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


def _skipped(when: When, moment: Moment) -> bool:
    return not when.skipped or when.skipped in moment.skipped


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
    _skipped,
)
