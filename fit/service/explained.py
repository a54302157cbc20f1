"""How a figure is worked out, in words, for whom: exactly for who may see the clients, from rounded numbers for others.

The one place that says so, for the service report, "Why this?" and docs/service_figures.md. The numbers in the
sentences are those of the computation (fit.service.suppression, published_curves, share_bands, between_clinicians), and
`suppression.published` shows no figure that is explained in another way than it is worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fit.service.between_clinicians import COUNT_STEP, ESTIMATE_STEP
from fit.service.clinic_spread import Spread
from fit.service.definitions import Way, definition
from fit.service.explained_means import MEAN_SOURCE, RULE, any_mean_explained, mean_explained, mean_numbers
from fit.service.followed import FEWEST_FOLLOWED
from fit.service.partial_pooling import FEWEST_SHOWN
from fit.service.published_curves import FEWEST_FOR_STEPS, FEWEST_STEPS
from fit.service.share_bands import FEWEST_FOR_A_NUMBER, TWENTIETHS
from fit.service.suppression import LEAST_COUNT, SD_STEP, SLACK, SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fit.service.definitions import Definition

__all__ = ["RULES", "UPPER_ALONE", "WIDENED", "Explained", "explained_exactly", "explained_rounded"]

STEP: Final = 100 // TWENTIETHS
"""[percent] in which shares of sessions by clinician are told."""
NOT_OF_FEW: Final = f"nothing of fewer than {LEAST_COUNT} or of fewer than {SMALLEST_GROUP} clients, perhaps none"
WIDENED: Final = (
    f"Wilson, widened by what rounding may have done: its lower end is that of {SLACK} fewer among {SLACK} more, its "
    f"upper end that of {SLACK} more among {SLACK} fewer"
)
UPPER_ALONE: Final = f"Of fewer than {LEAST_COUNT} the upper end alone, that of {LEAST_COUNT - 1} among {SLACK} fewer"
WILSON: Final = "Wilson 1927, J Am Stat Assoc 22(158), 209-212, for the interval before it is widened"
HALF_POINTS: Final = f"gain and estimate to the nearest {ESTIMATE_STEP:g} points, the interval outward to such steps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """How a figure is worked out. Each part is a clause without its full stop; empty where there is nothing to say."""

    formula: str
    counted: str
    weighs: str
    """What counts as much as what."""
    interval: str
    rounding: str
    source: str
    """Where it comes from; for what is rounded, the source of what is counted, and then our own rule."""
    brief: str = ""
    """In sentences, for a list that says the rules once (`RULES`): the figure's own formula, and the numbers of its
    rule; empty where the parts above say it best."""


SHARE_FORMULA: Final = "their rounded number by the rounded number of all that are counted"
SHARE_ROUNDING: Final = (
    f"both numbers to the nearest {SMALLEST_GROUP}; fewer than {LEAST_COUNT}, perhaps none, are told as just that; "
    f"{NOT_OF_FEW}"
)
COUNT_ROUNDING: Final = f"to the nearest {SMALLEST_GROUP}; {NOT_OF_FEW}"
_OF_MEANS: Final = any_mean_explained()
RULES: Final[Mapping[str, str]] = {
    "The rule for counts": f"Rounded: {COUNT_ROUNDING}. {RULE.format(what='Rounding:')}.",
    "The rule for shares": (
        f"Of what holds for an episode: {SHARE_FORMULA}, each weighing the same. Rounded: {SHARE_ROUNDING}. Interval: "
        f"{WIDENED}. {UPPER_ALONE}. Source: {WILSON}. {RULE.format(what='Rounding and the widening:')}."
    ),
    "The rule for means": (
        f"Each episode weighs the same; {_OF_MEANS.formula}. Rounded: {_OF_MEANS.rounding}. Interval: "
        f"{_OF_MEANS.interval}. {RULE.format(what=f'{MEAN_SOURCE[:1].upper()}{MEAN_SOURCE[1:]}:')}."
    ),
}
"""What is the same for every count, share and mean that is told rounded, by its name."""
BY_COUNTS, BY_SHARES, BY_MEANS = (f"By {one[:1].lower()}{one[1:]}" for one in RULES)


def explained_exactly(name: str) -> Explained:
    """The figure for who may see the clients."""
    meaning = definition(name)
    spread = f". The standard deviation is {meaning.sd}" if meaning.sd else ""
    of = f"; interval: {meaning.interval_source}" if meaning.interval_source else ""
    return Explained(
        formula=meaning.formula + spread,
        counted=meaning.counted,
        weighs="" if meaning.way in ALONE else f"each {meaning.of} the same",
        interval=meaning.interval,
        rounding=HALF_POINTS if meaning.way == Way.POOLED else "",
        source=meaning.source + of,
    )


def explained_rounded(name: str, spread: Spread = Spread.RATED) -> Explained:
    """The figure for who may not see the clients, as `fit.service.suppression` works it out.

    Parameters
    ----------
    spread : whose first ratings a raw effect size is divided by the SD of
    """
    meaning = definition(name)
    if meaning.way == Way.EFFECT_SIZE:
        return _effect_size(meaning, spread)
    return _ROUNDED[meaning.way](meaning)


def _count(meaning: Definition) -> Explained:
    return Explained(
        formula=meaning.formula,
        counted=meaning.counted,
        weighs="",
        interval=meaning.interval,
        rounding=COUNT_ROUNDING,
        source=_and_ours(meaning, "rounding"),
        brief=f"{_sentence(meaning.formula)} Counted: {meaning.counted}. {BY_COUNTS}.",
    )


def _share(meaning: Definition) -> Explained:
    weighs = f"each {meaning.of} the same"
    return Explained(
        formula=f"{meaning.formula}; {SHARE_FORMULA}",
        counted=meaning.counted,
        weighs=weighs,
        interval=f"{WIDENED}. {UPPER_ALONE}",
        rounding=SHARE_ROUNDING,
        source=_and_ours(meaning, "rounding and the widening of the interval", WILSON),
        brief=(f"{_sentence(meaning.formula)} Counted: {meaning.counted}. Weighs: {weighs}. {BY_SHARES}."),
    )


def _mean(meaning: Definition) -> Explained:
    told, of_shares = mean_explained(meaning), meaning.way == Way.SESSION_SHARE
    formula = (meaning.rounded_formula or meaning.formula) + ("; the mean of these shares" if of_shares else "")
    counted = meaning.rounded_counted or meaning.counted
    weighs = "each episode the same"
    weighs += ", however many sessions it has: it is not the share of all sessions together" if of_shares else ""
    spread = f". The standard deviation divided by: {meaning.sd}" if meaning.sd else ""
    return Explained(
        formula=f"{formula}{',' if of_shares else ';'} {told.formula}{spread}",
        counted=counted,
        weighs=weighs,
        interval=told.interval,
        rounding=told.rounding,
        source=_and_ours(meaning, MEAN_SOURCE),
        brief=(
            f"{_sentence(formula + spread)} Counted: {counted}. Weighs: {weighs}. {BY_MEANS}, with: "
            f"{mean_numbers(meaning)}."
        ),
    )


def _median(meaning: Definition) -> Explained:
    return Explained(
        formula=f"not told: a median is one client's own value. What it would be: {meaning.formula}",
        counted=meaning.counted,
        weighs="",
        interval="none",
        rounding="",
        source=_and_ours(meaning, "that it is withheld"),
    )


def _effect_size(meaning: Definition, spread: Spread) -> Explained:
    mean = definition("gain_mean")
    gain = mean_explained(mean)
    sd = (
        f"that of the first outcome ratings of {spread}, n - 1, rounded to the nearest {SD_STEP:g} points; the same "
        "for every part and state, and not that of the episodes counted"
    )
    by_sd = "that of the mean gain, divided by the same SD, whose own uncertainty is left out"
    return Explained(
        formula=(
            f"mean gain divided by a standard deviation (SD). The gain: {mean.formula}; {gain.formula}. The SD: {sd}"
        ),
        counted=meaning.counted,
        weighs="each episode the same",
        interval=f"{by_sd}: {gain.interval}",
        rounding=f"of the gain: {gain.rounding}",
        source=_and_ours(meaning, "another SD than there, the rounding and the interval"),
        brief=(
            f"{mean.title}, as it is told, divided by a standard deviation (SD): {sd}. Counted: {meaning.counted}. "
            f"Interval: {by_sd}. Another SD than in the source, the rounding and the interval: our own rule, decision "
            "0015."
        ),
    )


def _course(meaning: Definition) -> Explained:
    return Explained(
        formula=(
            f"{meaning.rounded_formula}: a plain share, the rounded number so far by the rounded number of all, and no "
            f"Kaplan-Meier. Told at sessions at which the rounded number grows and {FEWEST_FOLLOWED} are still followed"
        ),
        counted=meaning.rounded_counted,
        weighs="each episode the same",
        interval=WIDENED,
        rounding=(
            f"both numbers to the nearest {SMALLEST_GROUP}; told from about {FEWEST_FOR_STEPS} episodes on, where it "
            f"can be told at {FEWEST_STEPS} sessions; {NOT_OF_FEW}"
        ),
        source=f"{meaning.rounded_source}. {RULE.format(what='All of this is')}",
    )


def _in_steps(meaning: Definition) -> Explained:
    return Explained(
        formula=f"{meaning.formula}; {SHARE_FORMULA}",
        counted=meaning.counted,
        weighs=f"each {meaning.of} the same",
        interval=(
            f"none; of fewer than about {FEWEST_FOR_A_NUMBER} sessions it is told between which steps of {STEP} % "
            "every share lies that would be rounded so"
        ),
        rounding=(
            f"both numbers to the nearest {SMALLEST_GROUP}, the share to steps of {STEP} %; nothing of fewer than "
            f"{LEAST_COUNT} sessions, nor where no week has sessions of {SMALLEST_GROUP} different clients"
        ),
        source=_and_ours(meaning, "rounding"),
    )


def _pooled(meaning: Definition) -> Explained:
    return Explained(
        formula=meaning.formula,
        counted=meaning.counted,
        weighs="",
        interval=f"{meaning.interval}; outward to steps of {ESTIMATE_STEP:g} points",
        rounding=(
            f"{HALF_POINTS}; episodes to the nearest {COUNT_STEP}; nothing of clinicians with fewer than "
            f"{FEWEST_SHOWN} closed episodes"
        ),
        source=_and_ours(meaning, "rounding"),
    )


def _staff(meaning: Definition) -> Explained:
    return Explained(
        formula=meaning.formula,
        counted=meaning.counted,
        weighs="",
        interval=meaning.interval,
        rounding="none: it counts staff, not clients, and is told of the whole clinic alone",
        source=_and_ours(meaning, "that it is told so"),
    )


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def _and_ours(meaning: Definition, what: str, beside: str = "") -> str:
    """The source of what is counted, and that the rest is a rule of our own."""
    before = f"{beside}. " if beside else ""
    return f"{meaning.source}. {before}{RULE.format(what=f'{what[:1].upper()}{what[1:]}:')}"


ALONE: Final = frozenset({Way.COUNT, Way.MEDIAN, Way.COURSE, Way.POOLED, Way.STAFF})
"""Of which nothing is weighed, or the formula says how."""
_ROUNDED: Final[Mapping[Way, Callable[[Definition], Explained]]] = {
    Way.COUNT: _count,
    Way.SHARE: _share,
    Way.SESSION_SHARE: _mean,
    Way.MEAN: _mean,
    Way.MEDIAN: _median,
    Way.COURSE: _course,
    Way.SHARE_IN_STEPS: _in_steps,
    Way.POOLED: _pooled,
    Way.STAFF: _staff,
}
