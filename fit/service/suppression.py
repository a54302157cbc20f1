"""What may be shown to somebody who may not see the clients: rounded so that no two figures give a small group away.

Counts are rounded to the nearest five, always alike, and say nothing below eight; shares are made of rounded counts,
means of rounded sums, and nothing is told of fewer than five clients. Why that holds for every pair of filters and for
every total with its parts, and what is not promised: docs/decisions/0015.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.errors import DefinitionError
from fit.service.definitions import Definition, Span, Unit, Way, definition
from fit.service.evidence import Counted, EffectSize, Evidence, Mean, Median, SessionShare, Share
from fit.service.figure import NotAssessable
from fit.service.intervals import Z_95, wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

__all__ = [
    "LEAST_COUNT",
    "MOST_BESIDE_STATES",
    "MOST_FILTERS",
    "SMALLEST_GROUP",
    "TOO_ROUGH",
    "Few",
    "Published",
    "Rounded",
    "Withheld",
    "clients_in",
    "clinic_sd",
    "enough_clients",
    "published",
    "round_counts",
    "round_sums",
    "wilson_of_rounded",
    "with_company",
]

SMALLEST_GROUP = 5
"""[clients] a figure about fewer would point at somebody; counts are rounded to whole groups of so many."""
LEAST_COUNT = 8
"""Least count that is told: the least one that is rounded to ten. Were five to seven told as five, then a total of
about ten whose two parts are "fewer than five" would be four and four: its least true count is the sum of their
greatest. With eight, what is told of a part spans more than a total can leave open (docs/decisions/0015)."""
MOST_FILTERS = 3
"""[filters at once] the state (open, planned, unplanned) and two others, such as team and period: even an integer
solver given every count finds no cell below five exactly; with four at once it knows of one small cell in ten that it
is small (docs/decisions/0015)."""
MOST_BESIDE_STATES = 1
"""[filters] beside which the states are told apart. With two, each state would be the third filter of hundreds of
figures at once: the only place where all sums together still gave a small group away (docs/decisions/0015)."""
SLACK = SMALLEST_GROUP // 2
"""How far a count may lie from its rounded value."""
ENOUGH_TO_LOOK_AT = 100
"""[episodes] in how many the clients are counted; with five different ones among these there is no need to go on."""
FEWEST_FOR_SD = 10
"""[episodes] Twice the smallest group: an SD of fewer says little of a clinic, and much of each of them."""
SD_STEP = 0.5
"""[points] step to which the clinic's own SD is rounded before anything is divided by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Nothing is shown, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Few:
    """Fewer than eight of about `n`, none included; `upper` is the upper end of the share's interval."""

    definition: str
    n: int
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """A figure from rounded counts and sums. `n` is about how many; the interval is wider by what rounding may do."""

    definition: str
    value: float
    n: int
    lower: float | None = None
    upper: float | None = None


Published = Rounded | Few | Withheld | NotAssessable
ROUGHEST = 0.25
"""[usual SDs of the figure] by which rounding may move a mean that is told: about what a service would call a small
difference (Cohen's 0.2). Of fewer, means of parts would contradict the mean of the whole."""
TOO_ROUGH = Withheld(
    reason="for so few, rounding alone could move this mean by more than a quarter of its usual spread"
)
TOO_FEW = Withheld(reason=f"fewer than {SMALLEST_GROUP} clients or {LEAST_COUNT} to count, perhaps none")
"""Said of nobody too, and the same for both: which of them it is would be a count of its own."""


WAYS = {
    Counted: {Way.COUNT},
    Share: {Way.SHARE, Way.SHARE_IN_STEPS},
    SessionShare: {Way.SESSION_SHARE},
    Mean: {Way.MEAN},
    Median: {Way.MEDIAN},
    EffectSize: {Way.EFFECT_SIZE},
}
"""The ways in which a figure of such evidence is explained (fit.service.explained): no other one may be shown."""


def round_counts(counts: ArrayLike) -> Numbers:
    """Round counts to the nearest five; NaN for fewer than eight, none included."""
    n = np.asarray(counts, np.float64)
    return np.where(n < LEAST_COUNT, np.nan, np.floor(n / SMALLEST_GROUP + 0.5) * SMALLEST_GROUP)


def clients_in(places: NDArray[np.int64], client: NDArray[Any], size: int) -> NDArray[np.int64]:
    """Count the different clients in each of so many places; one entry an episode."""
    who, code = np.unique(client, return_inverse=True)
    pairs = np.unique(places * max(who.size, 1) + code)
    return np.bincount(pairs // max(who.size, 1), minlength=size)


def round_sums(sums: ArrayLike, base: float) -> Numbers:
    """Round sums to the nearest whole multiple of `base`, halves upward."""
    return np.floor(np.asarray(sums, np.float64) / base + 0.5) * base


def with_company(counts: NDArray[np.int64], also: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Mark groups of one to four, and the next larger ones until the total no longer gives a small one away.

    Parameters
    ----------
    also : groups that are hidden for another reason; never one alone stays hidden, whatever its size
    """
    hidden = (counts > 0) & (counts < SMALLEST_GROUP)
    if also is not None:
        hidden |= also
    for place in np.argsort(counts, kind="stable") if hidden.any() else ():
        if np.count_nonzero(hidden) > 1 and counts[hidden].sum() >= SMALLEST_GROUP:
            break
        hidden[place] |= counts[place] > 0
    return hidden


def wilson_of_rounded(hits: ArrayLike, n: ArrayLike) -> tuple[Numbers, Numbers]:
    """Interval that holds Wilson's for every two counts that are rounded so; NaN hits are fewer than eight."""
    some, about = np.asarray(hits, np.float64), np.asarray(n, np.float64)
    few = np.isnan(some) & ~np.isnan(about)
    fewest, most = about - SLACK, about + SLACK
    most_hits = np.minimum(np.where(few, LEAST_COUNT - 1, some + SLACK), fewest)
    lower, _ = wilson((some - SLACK) / most, most)
    _, upper = wilson(most_hits / fewest, fewest)
    return np.where(few, 0.0, lower), upper


def published(evidence: Evidence, definition_id: str, *, clinic_sd: float | None = None) -> Published:
    """Show a figure to somebody who may not see the clients.

    Parameters
    ----------
    clinic_sd : SD of first ratings for a raw effect size, from `clinic_sd`: the SD of the selection itself would let
        one client's rating be worked out

    Raises
    ------
    DefinitionError
        when the figure is explained in another way than it is worked out.
    """
    meaning = definition(definition_id)
    if meaning.way not in WAYS.get(type(evidence), {meaning.way}):
        raise DefinitionError(f"{definition_id} is explained as {meaning.way}, and worked out as {type(evidence)}.")
    match evidence:
        case NotAssessable():
            return NotAssessable(reason=evidence.reason)  # without their number, which is exact
        case Counted():
            return _count(evidence, definition_id)
        case Share():
            return _share(evidence, definition_id) if enough_clients(evidence.client) else TOO_FEW
        case Median():
            return Withheld(reason="a median is one client's own value; the mean is shown instead")
        case EffectSize():
            return _effect_size(evidence, definition_id, clinic_sd)
        case Mean() | SessionShare():
            return _mean(evidence, meaning)


def clinic_sd(intake: Numbers) -> float | None:
    """SD of first ratings [points] of the whole clinic in half points; None where it would rest on too few."""
    if intake.size < FEWEST_FOR_SD:
        return None
    return max(round(float(intake.std(ddof=1)) / SD_STEP) * SD_STEP, SD_STEP)


def enough_clients(client: NDArray[Any]) -> bool:
    """Whether these are five different clients at least, however many episodes or sessions they have."""
    return np.unique(client[:ENOUGH_TO_LOOK_AT]).size >= SMALLEST_GROUP or np.unique(client).size >= SMALLEST_GROUP


def _count(evidence: Counted, name: str) -> Published:
    if evidence.client is not None and not enough_clients(evidence.client):
        return TOO_FEW
    about = round_counts(evidence.n)
    if np.isnan(about):
        return TOO_FEW
    return Rounded(definition=name, value=float(about), n=int(about))


def _share(evidence: Share, name: str) -> Published:
    hits, n = round_counts([int(np.count_nonzero(evidence.hit)), evidence.hit.size])
    if np.isnan(n):
        return TOO_FEW
    lower, upper = map(float, wilson_of_rounded(hits, n))
    if np.isnan(hits):
        return Few(definition=name, n=int(n), upper=upper)
    return Rounded(definition=name, value=float(hits / n), n=int(n), lower=lower, upper=upper)


def _per_episode(evidence: Mean | SessionShare) -> tuple[Numbers, NDArray[Any]]:
    """One value an episode: of sessions, the share of the episode, so that long episodes do not show through."""
    if isinstance(evidence, Mean):
        return evidence.values, evidence.client
    seen = evidence.trials > 0
    return evidence.hits[seen] / evidence.trials[seen], evidence.client[seen]


def _mean(evidence: Mean | SessionShare, meaning: Definition) -> Published:
    values, client = _per_episode(evidence)
    if meaning.span is None:
        return Withheld(reason="no bounds are set for this figure, so that it cannot be rounded safely")
    if not enough_clients(client):
        return TOO_FEW
    sum_away = float((np.clip(values, meaning.span.low, meaning.span.high) - meaning.span.centre).sum())
    return mean_of_sums(meaning, values.size, sum_away)


def base_of(meaning: Definition, span: Span) -> float:
    """Multiple to which sums are rounded: what one client can move, and five times that for shares, as for counts."""
    return span.width * (SMALLEST_GROUP if meaning.unit == Unit.SHARE else 1)


def mean_of_sums(meaning: Definition, n: int, sum_away: float) -> Published:
    """Mean from how many there are and the sum of their distances from the middle of the span."""
    span = meaning.span
    about = float(round_counts(n))
    if span is None or np.isnan(about):
        return TOO_FEW
    base = base_of(meaning, span)
    away = float(round_sums(sum_away, base)) / about
    fewest = about - SLACK
    rounding = base / 2 / fewest + abs(away) * SLACK / fewest
    if rounding > ROUGHEST * span.sd:
        return TOO_ROUGH
    half = Z_95 * span.sd / fewest**0.5 + rounding
    value = min(max(span.centre + away, span.low), span.high)
    return Rounded(
        definition=meaning.id,
        value=value,
        n=int(about),
        lower=max(value - half, span.low),
        upper=min(value + half, span.high),
    )


def _effect_size(evidence: EffectSize, name: str, sd: float | None) -> Published:
    """Published mean gain in SDs of the whole clinic."""
    if sd is None:
        return Withheld(reason="the clinic has too few episodes for a standard deviation that gives nobody away")
    gain = _mean(Mean(values=evidence.gain, client=evidence.client), definition("gain_mean"))
    if not isinstance(gain, Rounded) or gain.lower is None or gain.upper is None:
        return gain
    return Rounded(definition=name, value=gain.value / sd, n=gain.n, lower=gain.lower / sd, upper=gain.upper / sd)
