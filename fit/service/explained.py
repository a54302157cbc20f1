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
from fit.service.explained_means import MEAN_SOURCE, RULE, mean_explained
from fit.service.followed import FEWEST_FOLLOWED
from fit.service.partial_pooling import FEWEST_SHOWN
from fit.service.published_curves import FEWEST_FOR_STEPS, FEWEST_STEPS
from fit.service.share_bands import FEWEST_FOR_A_NUMBER, TWENTIETHS
from fit.service.suppression import LEAST_COUNT, SD_STEP, SLACK, SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fit.service.definitions import Definition

__all__ = ["Explained", "explained_exactly", "explained_rounded"]

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
        rounding=f"to the nearest {SMALLEST_GROUP}; {NOT_OF_FEW}",
        source=_and_ours(meaning, "rounding"),
    )


def _share(meaning: Definition) -> Explained:
    return Explained(
        formula=f"{meaning.formula}; their rounded number by the rounded number of all that are counted",
        counted=meaning.counted,
        weighs=f"each {meaning.of} the same",
        interval=f"{WIDENED}. {UPPER_ALONE}",
        rounding=(
            f"both numbers to the nearest {SMALLEST_GROUP}; fewer than {LEAST_COUNT}, perhaps none, are told as just "
            f"that; {NOT_OF_FEW}"
        ),
        source=_and_ours(meaning, "rounding and the widening of the interval", WILSON),
    )


def _mean(meaning: Definition) -> Explained:
    told = mean_explained(meaning)
    of = f"; the mean of these shares, {told.formula}" if meaning.way == Way.SESSION_SHARE else f"; {told.formula}"
    weighs = "each episode the same"
    if meaning.way == Way.SESSION_SHARE:
        weighs += ", however many sessions it has: it is not the share of all sessions together"
    spread = f". The standard deviation divided by: {meaning.sd}" if meaning.sd else ""
    return Explained(
        formula=f"{meaning.rounded_formula or meaning.formula}{of}{spread}",
        counted=meaning.rounded_counted or meaning.counted,
        weighs=weighs,
        interval=told.interval,
        rounding=told.rounding,
        source=_and_ours(meaning, MEAN_SOURCE),
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
    gain = mean_explained(definition("gain_mean"))
    return Explained(
        formula=(
            f"mean gain divided by a standard deviation (SD). The gain: {definition('gain_mean').formula}, "
            f"{gain.formula}. The SD: that of the first outcome ratings of {spread}, n - 1, rounded to the nearest "
            f"{SD_STEP:g} points; the same for every part and state, and not that of the episodes counted"
        ),
        counted=meaning.counted,
        weighs="each episode the same",
        interval=f"that of the mean gain, divided by the same SD, whose own uncertainty is left out: {gain.interval}",
        rounding=f"of the gain: {gain.rounding}",
        source=_and_ours(meaning, "another SD than there, the rounding and the interval"),
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
        formula=f"{meaning.formula}; their rounded number by the rounded number of all that are counted",
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
