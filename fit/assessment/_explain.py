"""Why this? The formula in words, the numbers put in, the line with its bound, the policy and the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.errors import NotFoundError
from fit.scales import Better, Score

if TYPE_CHECKING:
    from collections.abc import Callable

    from fit.assessment._signal import Signal
    from fit.assessment._verdict import EpisodeAssessment
    from fit.policies import Policy
    from fit.scales import Scale

Value = Score | float | int | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One verdict or signal, explained. `values` are the numbers put in, in the order of the formula."""

    title: str
    formula: str
    values: tuple[tuple[str, Value], ...]
    line: str
    policy: str
    source: str
    usual_next_step: str = ""


def explain(one: EpisodeAssessment, what: str, session: int | None = None) -> Explanation:
    """Explain a verdict (change, track, target, effect_size) or a signal by its rule id.

    Raises
    ------
    NotFoundError
        when there is no such verdict, or the rule does not speak (at that session).
    """
    if what in _VERDICTS:
        return _VERDICTS[what](one)
    spoken = [s for s in one.signals if s.rule.id == what and session in {None, s.session}]
    if not spoken:
        known = ", ".join([*_VERDICTS, *sorted({s.rule.id for s in one.signals})])
        raise NotFoundError(f"Nothing to explain by the name of {what!r} here. There is: {known}.")
    return _signal(one, spoken[-1])


def _policy_name(one: EpisodeAssessment) -> str:
    return f"{one.policy.title} {one.policy.version}"


def _signal(one: EpisodeAssessment, signal: Signal) -> Explanation:
    return Explanation(
        title=signal.rule.title,
        formula=signal.rule.formula,
        values=(("session", signal.session), *signal.evidence.items()),
        line=f"{signal.line} points" if signal.line else "",
        policy=_policy_name(one),
        source=signal.source,
        usual_next_step=signal.rule.next_step,
    )


def _change(one: EpisodeAssessment) -> Explanation:
    return Explanation(
        title="Change since intake",
        formula="gain = latest score - intake score, turned so that better is positive. Recovered: in the clinical "
        "range at intake, reliable gain, now outside it. Improved: reliable gain otherwise. Deteriorated: reliable "
        "loss. Harmed: outside the clinical range at intake, reliable loss, now in it. Unchanged: within measurement "
        "error.",
        values=(
            ("intake", one.intake),
            ("latest", one.latest),
            ("gain", one.gain),
            ("clinical cutoff", one.clinical_cutoff),
        ),
        line=_change_line(one),
        policy=_policy_name(one),
        source=_change_source(one),
    )


def _change_line(one: EpisodeAssessment) -> str:
    if one.outcome_scale is None:
        return "no outcome rating yet"
    bound = one.policy.reliable_change.bound.replace("_", " ")
    side = _clinical_side(one.outcome_scale, one.policy)
    return f"reliable change {bound} {one.reliable_change} points; clinical range {side} {one.clinical_cutoff}"


def _clinical_side(scale: Scale, policy: Policy) -> str:
    at_line = policy.clinical_at_line if scale.clinical_at_line is None else scale.clinical_at_line
    side = "above" if scale.better == Better.LOWER else "below"
    return f"at or {side}" if at_line else side


def _change_source(one: EpisodeAssessment) -> str:
    scale, line = one.outcome_scale, one.policy.reliable_change
    if scale is None:
        return ""
    cutoff = scale.clinical_cutoff(one.age_band, one.informant)
    of_change = [scale.source] if scale.reliable_change else [line.source, line.derivation]
    return "; ".join([*filter(None, of_change), *([cutoff.source] if cutoff else [])])


def _track(one: EpisodeAssessment) -> Explanation:
    return Explanation(
        title="Place against the expected path",
        formula="The expected score is that of clients who began alike, at the same rated session. On the path: at or "
        "above the amber line. Under it: below the amber line. Well under it: below the red line. Both lines lie under "
        "the path: by so many points of the curve file or the policy, or at a percentile of clients who began alike.",
        values=(
            ("latest", one.latest),
            ("expected", one.expected_latest),
            ("amber from, points under the path", one.amber_below),
            ("red from, points under the path", one.red_below),
        ),
        line=f"from {one.policy.track_ratings} ratings on; nothing is expected after an intake {one.policy.high_start}",
        policy=_policy_name(one),
        source=f"{one.curve_set.label} ({one.curve_set.id} {one.curve_set.version}): {one.curve_set.source}",
    )


def _target(one: EpisodeAssessment) -> Explanation:
    return Explanation(
        title="Target",
        formula="The expected score at the end of the shortest course of treatment; met percent = "
        "100 x gain / (target - intake).",
        values=(
            ("intake", one.intake),
            ("latest", one.latest),
            ("target", one.target),
            ("met percent", one.target_met_percent),
        ),
        line=f"no target after an intake {one.policy.high_start}",
        policy=_policy_name(one),
        source=f"{one.curve_set.label} ({one.curve_set.id} {one.curve_set.version}): {one.curve_set.source}",
    )


def _effect_size(one: EpisodeAssessment) -> Explanation:
    return Explanation(
        title="Effect size",
        formula="gain divided by the standard deviation of the scale's norm",
        values=(("gain", one.gain), ("standard deviation", one.effect_size_sd), ("effect size", one.effect_size)),
        line="",
        policy=_policy_name(one),
        source=_sd_source(one),
    )


def _sd_source(one: EpisodeAssessment) -> str:
    norm = one.outcome_scale.norm("effect size", one.age_band) if one.outcome_scale else None
    return norm.source if norm and norm.sd == one.effect_size_sd else f"curve set {one.curve_set.id}"


_VERDICTS: dict[str, Callable[[EpisodeAssessment], Explanation]] = {
    "change": _change,
    "track": _track,
    "target": _target,
    "effect_size": _effect_size,
}
