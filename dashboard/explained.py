"""Why, in plain text: every verdict and every signal of an episode with formula, values, line, policy and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.assessment import explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.assessment import EpisodeAssessment, Explanation, Signal
    from fit.assessment._explain import Value

__all__ = ["in_plain_text"]

NOT_KNOWN = "not known"
VERDICTS = {
    "change": "change",
    "track": "track",
    "alliance": "alliance_latest",
    "target": "target",
    "effect_size": "effect_size",
}
"""By name: where the assessment says it."""


def in_plain_text(one: EpisodeAssessment) -> str:
    """Explain one strand of an episode: what an informant's ratings say, and why."""
    return "\n".join(line for part in _parts(one) for line in part)


def _parts(one: EpisodeAssessment) -> Iterator[list[str]]:
    yield [_heading(one)]
    for verdict, where in VERDICTS.items():
        explained = explain(one, verdict)
        yield ["", f"{explained.title}: {_said(getattr(one, where))}", *_reasons(explained)]
    for signal in one.signals:
        explained = explain(one, signal.rule.id, signal.session)
        yield ["", f"Session {signal.session}: {explained.title} ({signal.rule.id}){_mended(signal)}"]
        yield _reasons(explained)


def _heading(one: EpisodeAssessment) -> str:
    titles = [scale.title for scale in (one.outcome_scale, one.alliance_scale) if scale]
    return f"Episode {one.episode_id}: {' and '.join(titles)} by the {one.informant}, {one.sessions} sessions"


def _mended(signal: Signal) -> str:
    if signal.repair is None:
        return ""
    at = f" at session {signal.repaired_at}" if signal.repaired_at else ""
    return f"; {signal.repair.replace('_', ' ')}{at}"


def _reasons(explained: Explanation) -> list[str]:
    values = ", ".join(f"{name} {_said(value)}" for name, value in explained.values)
    told = {
        "rule": explained.rule,
        "formula": explained.formula,
        "values": values,
        "line": explained.line,
        "policy": explained.policy,
        "source": explained.source,
        "usual next step": explained.usual_next_step,
    }
    return [f"  {name}: {text}" for name, text in told.items() if text]


def _said(value: Value) -> str:
    if value is None:
        return NOT_KNOWN
    return f"{value:.2f}" if isinstance(value, float) else str(value).replace("_", " ")
