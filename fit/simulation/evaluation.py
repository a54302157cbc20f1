"""Does early warning warn? Every outcome rule and the rule set against what only the simulator knows.

Of a simulated client the true course is known, without the week's ups and downs and without rating error. A rule is
good when it speaks of those who end badly, in time, and leaves the others alone. The figures are of simulated people:
they compare rules with each other and say nothing certain about any clinic's clients.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from fit.alerts import rules
from fit.assessment import assess
from fit.policies import Severity
from fit.ratings import Ending
from fit.scales import Informant
from fit.series import INFORMANTS, MISSING, Series
from fit.simulation._cohort import simulate
from fit.simulation._truth import ENDINGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.assessment import Assessment
    from fit.policies import Policy
    from fit.simulation._truth import Truth
    from fit.trajectory import CurveSet

    Mask = NDArray[np.bool_]
    Numbers = NDArray[np.int64]

__all__ = ["Evaluation", "Measured", "PoorEnding", "Share", "evaluate"]

NEVER = np.iinfo(np.int32).max
LONGEST = 64
# [sessions] of warning that are counted apart; simulated episodes have 40 at most.


class PoorEnding(StrEnum):
    """What early warning should warn of, by what is true and not by what was rated."""

    WORSE = "got truly worse by a reliable change"
    LEFT = "left unplanned without a true gain of that size"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How one way of warning does for one poor ending. Shares are None where nobody could be counted."""

    sensitivity: float | None
    """Of those who ended so, the share ever flagged."""
    in_time: float | None
    """Of those who ended so, the share flagged at least one session before the last."""
    specificity: float | None
    """Of the others, the share never flagged."""
    sessions_of_warning: float | None
    """Median over those found: sessions from the first flag to the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One way of warning: a rule, a set of rules, or the parity rules."""

    name: str
    flagged: float
    """Share of the caseload ever flagged."""
    by_ending: dict[PoorEnding, Share]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All ways of warning on one simulated cohort."""

    clients: int
    seed: int
    episodes: int
    """With two outcome ratings or more: the others cannot be warned of by change."""
    poor: dict[PoorEnding, int]
    measured: tuple[Measured, ...]


Speaks = Callable[["Assessment"], "Mask"]


def evaluate(clients: int, seed: int, policy: Policy, curve_set: CurveSet) -> Evaluation:
    """Measure every outcome rule, the rule set by severity, and the parity rules on simulated clients.

    Raises
    ------
    InputError
        when clients or seed cannot be.
    """
    ways = _ways(policy)
    counts = {name: _Count() for name in ways}
    for cohort in simulate(clients, seed):
        assessment = assess(Series.of(cohort.ratings), policy, curve_set, rules())
        people = _people(assessment, cohort.truth)
        for name, speaks in ways.items():
            counts[name].add(people, _first_flag(assessment, speaks(assessment))[people.strand])
    some = next(iter(counts.values()))
    return Evaluation(
        clients=clients,
        seed=seed,
        episodes=some.people,
        poor={ending: some.of[ending].poor for ending in PoorEnding},
        measured=tuple(count.measured(name) for name, count in counts.items()),
    )


def _ways(policy: Policy) -> dict[str, Speaks]:
    """Ways of warning by name, in the order of the report."""
    outcome = [rule.id for rule in rules() if rule.kind == "outcome" and policy.severity(rule.id) != Severity.GOOD]
    acted = {Severity.URGENT, Severity.ACT}
    acting = [rule_id for rule_id in outcome if policy.severity(rule_id) in acted]
    seen = [rule_id for rule_id in outcome if policy.severity(rule_id) in {*acted, Severity.WATCH}]
    everything = [rule.id for rule in rules() if policy.severity(rule.id) in acted]
    return {
        **{f"{rule_id} ({policy.severity(rule_id)})": _rules([rule_id]) for rule_id in outcome},
        "set: outcome rules to act on": _rules(acting),
        "set: outcome rules to act on or watch": _rules(seen),
        "set: all rules to act on, alliance too": _rules(everything),
        "parity: outcome orange or red": _under_path(0),
        "parity: outcome red": _under_path(policy.red_below.tenths),
        "parity: alliance red": _rules(["low_total", "drop"]),
    }


def _rules(ids: list[str]) -> Speaks:
    def speaks(assessment: Assessment) -> Mask:
        bits = sum(1 << place for place, rule in enumerate(assessment.rules) if rule.id in ids)
        return ((assessment.outcome_signals | assessment.alliance_signals) & np.uint32(bits)) > 0

    return speaks


def _under_path(tenths: int) -> Speaks:
    """Published logic: orange under the session's target, red under its lower boundary, here so far below it."""

    def speaks(assessment: Assessment) -> Mask:
        score = assessment.series.outcome
        with np.errstate(invalid="ignore"):
            below: Mask = (score != MISSING) & (score < assessment.expected * 10 - tenths)
        return below

    return speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """Episodes that are counted, by their leading strand."""

    strand: Numbers
    last_session: Numbers
    poor: dict[PoorEnding, Mask]


def _people(assessment: Assessment, truth: Truth) -> _People:
    series = assessment.series
    leading = series.leading_strands()
    own = series.informant[leading] == INFORMANTS.index(Informant.CLIENT)
    strand = leading[own & (assessment.ratings[leading] > 1)]
    episode, line = series.episode[strand], assessment.reliable_change[strand] / 10
    change = truth.change[episode]
    unplanned = truth.ending[episode] == ENDINGS.index(Ending.UNPLANNED)
    poor = {PoorEnding.WORSE: change <= -line, PoorEnding.LEFT: unplanned & (change < line)}
    return _People(strand=strand, last_session=truth.last_session[episode].astype(np.int64), poor=poor)


def _first_flag(assessment: Assessment, speaks: Mask) -> Numbers:
    """Session of each strand's first flag, NEVER where there is none."""
    series = assessment.series
    strand = np.repeat(np.arange(series.strands), np.diff(series.offsets))
    first = np.full(series.strands, NEVER, np.int64)
    np.minimum.at(first, strand[speaks], series.session[speaks])
    return first


class _CountOfEnding:
    """Counts for one poor ending; `warning` by sessions from the first flag to the end."""

    def __init__(self) -> None:
        self.poor = self.others = self.left_alone = 0
        self.warning: Numbers = np.zeros(LONGEST, np.int64)

    def add(self, poor: Mask, flag: Numbers, last_session: Numbers) -> None:
        flagged = flag != NEVER
        self.poor += int(poor.sum())
        self.others += int((~poor).sum())
        self.left_alone += int((~poor & ~flagged).sum())
        sessions = np.clip((last_session - flag)[poor & flagged], 0, LONGEST - 1)
        self.warning += np.bincount(sessions, minlength=LONGEST)

    def share(self) -> Share:
        found = int(self.warning.sum())
        return Share(
            sensitivity=found / self.poor if self.poor else None,
            in_time=int(self.warning[1:].sum()) / self.poor if self.poor else None,
            specificity=self.left_alone / self.others if self.others else None,
            sessions_of_warning=float(np.median(np.repeat(np.arange(LONGEST), self.warning))) if found else None,
        )


class _Count:
    """What one way of warning did, block by block."""

    def __init__(self) -> None:
        self.people = self.flagged = 0
        self.of = {ending: _CountOfEnding() for ending in PoorEnding}

    def add(self, people: _People, flag: Numbers) -> None:
        self.people += people.strand.size
        self.flagged += int((flag != NEVER).sum())
        for ending, count in self.of.items():
            count.add(people.poor[ending], flag, people.last_session)

    def measured(self, name: str) -> Measured:
        shares = {ending: count.share() for ending, count in self.of.items()}
        return Measured(name=name, flagged=self.flagged / max(self.people, 1), by_ending=shares)
