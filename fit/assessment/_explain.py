"""Why this? The formula in words, the numbers put in, the line with its bound, the policy and the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.assessment._gravity import gravity
from fit.assessment._next_steps import AFTER_CHANGE, AFTER_TRACK
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
    """One verdict or signal, explained. `values` are the numbers put in, in the order of the formula.

    `rule` names what was applied, with its version where it has one of its own.
    """

    title: str
    formula: str
    values: tuple[tuple[str, Value], ...]
    line: str
    policy: str
    source: str
    usual_next_step: str = ""
    rule: str = ""


def explain(one: EpisodeAssessment, what: str, session: int | None = None) -> Explanation:
    """Explain a verdict (change, track, alliance, target, effect_size) or a signal by its rule id.

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
        line=f"{signal.line} points" if signal.line else signal.rule.bound.format_map(_Facts(one, signal)),
        policy=_policy_name(one),
        source=signal.source,
        usual_next_step=signal.rule.next_step,
        rule=f"{signal.rule.id}, version {signal.rule.version}",
    )


class _Facts(dict[str, Value]):
    """What the words of a rule's bound may name: its evidence, the reliable change, and counts of the policy."""

    def __init__(self, one: EpisodeAssessment, signal: Signal) -> None:
        bound = one.policy.reliable_change.bound.replace("_", " ")
        general: dict[str, Value] = {
            "session": signal.session,
            "reliable bound": bound,
            "reliable change": one.reliable_change,
        }
        super().__init__(general | dict(signal.evidence))
        self.policy = one.policy

    def __missing__(self, name: str) -> Value:
        value: Value = getattr(self.policy, name)
        return value


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
        usual_next_step=AFTER_CHANGE[one.change],
        rule="change",
    )


def _change_line(one: EpisodeAssessment) -> str:
    if one.outcome_scale is None:
        return "no outcome rating yet"
    bound = one.policy.reliable_change.bound.replace("_", " ")
    side = _clinical_side(one.outcome_scale, one.policy)
    range_ = (
        "no clinical cutoff is known" if one.clinical_cutoff is None else f"clinical range {side} {one.clinical_cutoff}"
    )
    return f"reliable change {bound} {one.reliable_change} points; {range_}"


def _clinical_side(scale: Scale, policy: Policy) -> str:
    at_line = policy.clinical_at_line if scale.clinical_at_line is None else scale.clinical_at_line
    side = "above" if scale.better == Better.LOWER else "below"
    return f"at or {side}" if at_line else side


def _change_source(one: EpisodeAssessment) -> str:
    scale, line = one.outcome_scale, one.policy.reliable_change
    if scale is None:
        return line.source
    cutoff = scale.clinical_cutoff(one.age_band, one.informant)
    of_change = [scale.source] if scale.reliable_change else [line.source, line.derivation]
    return "; ".join(dict.fromkeys([*filter(None, of_change), *([cutoff.source] if cutoff else [])]))


def _track(one: EpisodeAssessment) -> Explanation:
    return Explanation(
        title="Place against the expected path",
        formula="The expected score is that of clients who began alike, at the same rated session. On the path: at or "
        "above the amber line. Under it: below the amber line. Well under it: below the red line. Both lines lie under "
        "the path: by so many points of the curve file or the policy, or at a percentile of clients who began alike.",
        values=_track_values(one),
        line=f"from {one.policy.track_ratings} ratings on; nothing is expected after an intake {one.policy.high_start}",
        policy=_policy_name(one),
        source=f"{one.curve_set.label} ({one.curve_set.id} {one.curve_set.version}): {one.curve_set.source}",
        usual_next_step=AFTER_TRACK[one.track],
        rule="track",
    )


def _track_values(one: EpisodeAssessment) -> tuple[tuple[str, Value], ...]:
    expected = one.expected_latest
    if expected is None:
        return (("first score", one.intake), ("rated sessions", sum(score is not None for score in one.outcome)))
    return (
        ("latest", one.latest),
        ("expected", expected),
        ("amber below", one.amber_line),
        ("red below", one.red_line),
    )


def _alliance(one: EpisodeAssessment) -> Explanation:
    place = _last_session_rating(one)
    own = None if place is None else one.own_levels[place]
    policy = one.policy
    return Explanation(
        title="The working relation in the last session rating",
        formula="The latest session rating against the policy's line, each of its lines against the one for items, its "
        "fall since the rating before, and the client's own usual range: mean of the earlier ratings less 2.66 x their "
        "mean moving range, or less one point where that is more. Watch and rupture: one and two SD below the client's "
        "own mean, at least one and two points.",
        values=(
            ("latest", one.alliance_latest),
            ("own mean before", None if own is None else own.mean),
            ("own lower limit", None if place is None else one.usual_range_lower[place]),
            ("watch below", None if own is None else own.watch),
            ("rupture below", None if own is None else own.rupture),
        ),
        line=f"total {policy.alliance_total}; one line {policy.alliance_item}; fall {policy.alliance_drop} points; own "
        f"range from {policy.usual_range_ratings} earlier ratings on",
        policy=_policy_name(one),
        source=f"{policy.alliance_total.source}; Wheeler & Chambers 1992 (own usual range)",
        usual_next_step=_after_alliance(one),
        rule="alliance",
    )


def _last_session_rating(one: EpisodeAssessment) -> int | None:
    return next((place for place in reversed(range(one.sessions)) if one.alliance[place] is not None), None)


def _after_alliance(one: EpisodeAssessment) -> str:
    """Say what people do about the gravest finding in the last session rating."""
    found = [signal for signal in one.latest_signals if signal.rule.kind == "alliance"]
    if found:
        gravest = min(
            found, key=lambda signal: gravity(signal.rule.id, one.policy.severity(signal.rule.id), signal.session)
        )
        return gravest.rule.next_step
    if one.alliance_latest is None:
        return "Keep the last five minutes of the session free for the session rating."
    return "Ask what helped today, and what one small thing could be better."


def _target(one: EpisodeAssessment) -> Explanation:
    return Explanation(
        title="Target",
        formula="The expected score at the end of the shortest course of treatment; share of the way = "
        "100 x gain / (target - intake).",
        values=(
            ("intake", one.intake),
            ("latest", one.latest),
            ("target", one.target),
            ("share of the way [%]", one.target_met_percent),
        ),
        line=f"no target after an intake {one.policy.high_start}",
        policy=_policy_name(one),
        source=f"{one.curve_set.label} ({one.curve_set.id} {one.curve_set.version}): {one.curve_set.source}",
        usual_next_step="A guide, not a goal to press for; when it is reached, talk about what comes next.",
        rule="target",
    )


def _effect_size(one: EpisodeAssessment) -> Explanation:
    return Explanation(
        title="Effect size",
        formula="gain divided by the standard deviation of the scale's norm",
        values=(("gain", one.gain), ("standard deviation", one.effect_size_sd), ("effect size", one.effect_size)),
        line="no line: a size to compare with, not a verdict",
        policy=_policy_name(one),
        source=_sd_source(one),
        usual_next_step="For talk among colleagues; with the client, look at the chart.",
        rule="effect_size",
    )


def _sd_source(one: EpisodeAssessment) -> str:
    norm = one.outcome_scale.norm("effect size", one.age_band) if one.outcome_scale else None
    return norm.source if norm and norm.sd == one.effect_size_sd else f"curve set {one.curve_set.id}"


_VERDICTS: dict[str, Callable[[EpisodeAssessment], Explanation]] = {
    "change": _change,
    "track": _track,
    "alliance": _alliance,
    "target": _target,
    "effect_size": _effect_size,
}
