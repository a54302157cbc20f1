"""An alert: a signal with its severity, the reason in a sentence, and every version it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.assessment import EpisodeAssessment, Signal
    from fit.policies import Severity
    from fit.scales import Score

__all__ = ["Alert", "find_alerts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A signal that someone must look at. All that is needed to explain and recompute it years later."""

    rule: str
    rule_version: str
    kind: str
    title: str
    severity: Severity
    meeting: int
    evidence: Mapping[str, Score | int | str | None]
    line: str
    why: str
    source: str
    next_step: str
    policy: str
    policy_version: str
    trajectory: str
    trajectory_version: str
    scale: str
    scale_version: str


def find_alerts(one: EpisodeAssessment) -> tuple[Alert, ...]:
    """Turn every signal that is news into an alert; a state that merely goes on raises no second one."""
    return tuple(_alert(one, signal) for signal in one.signals if signal.onset)


def _alert(one: EpisodeAssessment, signal: Signal) -> Alert:
    scale = one.alliance_scale if signal.rule.kind == "alliance" else one.outcome_scale
    return Alert(
        rule=signal.rule.id,
        rule_version=signal.rule.version,
        kind=signal.rule.kind,
        title=signal.rule.title,
        severity=one.policy.severity(signal.rule.id),
        meeting=signal.session,
        evidence=signal.evidence,
        line=str(signal.line) if signal.line else "",
        why=_why(signal),
        source=signal.source,
        next_step=signal.rule.next_step,
        policy=one.policy.id,
        policy_version=one.policy.version,
        trajectory=one.curve_set.id,
        trajectory_version=one.curve_set.version,
        scale=scale.id if scale else "",
        scale_version=scale.version if scale else "",
    )


def _why(signal: Signal) -> str:
    numbers = ", ".join(f"{name} {value}" for name, value in signal.evidence.items() if value is not None)
    line = f"; the line is {signal.line}" if signal.line else ""
    return f"{signal.rule.title} at session {signal.session}: {numbers}{line}."
