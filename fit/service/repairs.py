"""What became of ruptures: talked about or not, back within the next ratings or not, and who ended unplanned after.

Nothing here says why: what stands side by side is an association.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fit.errors import InputError
from fit.ratings import Ending
from fit.service.intervals import median_interval, wilson
from fit.service.ruptures import Answer
from fit.service.suppression import SMALLEST_GROUP, round_counts, wilson_of_rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from fit.service.ruptures import Rupture

__all__ = ["Median", "RepairFigures", "Share", "figures_of", "published_repairs", "withhold_small"]

DECIDED = frozenset({Answer.REPAIRED, Answer.NOT_REPAIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many ruptures, of how many episodes, with Wilson's interval; None where there is nothing.

    References
    ----------
    1. Wilson 1927, J. Am. Stat. Assoc. 22, 209-212
    2. Newcombe 1998, Stat. Med. 17, 857-872 (method 3)
    """

    part: int
    whole: int
    episodes: int
    rounded: bool = False
    """Whether these are rounded counts; the interval is then wider by what rounding may have done."""

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole or self.episodes > self.whole:
            raise InputError(f"{self.part} of {self.whole} in {self.episodes} episodes is no share.")

    @property
    def value(self) -> float | None:
        """The share from 0 to 1."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share lies with 95 percent confidence, as if every rupture stood for itself."""
        if not self.whole:
            return None
        if self.rounded:
            low, high = wilson_of_rounded(self.part, self.whole)
        else:
            low, high = wilson(self.part / self.whole, self.whole)
        return float(low), float(high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """The middle of a few counts [rated sessions], with the interval of its order statistics where there are enough.

    References
    ----------
    1. Conover 1999, Practical Nonparametric Statistics, 3rd ed., section 3.2
    """

    values: tuple[int, ...]
    """In order; never empty."""

    @property
    def value(self) -> float:
        """The median; between the two middle ones where their number is even."""
        return float(np.median(self.values))

    @property
    def interval(self) -> tuple[int, int] | None:
        """The outer values that hold the median with at least 95 percent confidence; None for fewer than six."""
        found = median_interval(np.array(self.values))
        return None if found is None else (int(found[0]), int(found[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairFigures:
    """All of it for one person, a team or a clinic. A None in the place of a figure is withheld: it is about too few.

    What nobody could talk about yet, or ever, is in none of the shares about talking. `by_kind` and `by_dimension` are
    empty when no plan says anything; `ended` has the unplanned endings among closed episodes, by what became of the
    episode's last rupture.
    """

    found: int | None
    too_early: int | None
    unknown: int | None
    talked: Share | None
    repaired: Share | None
    sessions_to_repair: Median | None
    repaired_after_talk: Share | None
    repaired_without_talk: Share | None
    by_kind: Mapping[str, Share | None] | None
    by_dimension: Mapping[str, Share | None] | None
    ended: Mapping[Answer, Share | None]


def figures_of(ruptures: Iterable[Rupture]) -> RepairFigures:
    """Put the figures together. What is too early or unknown is in no share of repairs."""
    every = tuple(ruptures)
    decided = [one for one in every if one.answer in DECIDED]
    steps = sorted(one.repaired_after for one in decided if one.repaired_after is not None)
    return RepairFigures(
        found=len(every),
        too_early=_count(every, Answer.TOO_EARLY),
        unknown=_count(every, Answer.UNKNOWN),
        talked=_share([one for one in every if one.talked is not None], lambda one: bool(one.talked)),
        repaired=_share(decided, _is_repaired),
        sessions_to_repair=Median(values=tuple(steps)) if steps else None,
        repaired_after_talk=_share([one for one in decided if one.talked is True], _is_repaired),
        repaired_without_talk=_share([one for one in decided if one.talked is False], _is_repaired),
        by_kind=_by(decided, lambda one: one.reading.kind),
        by_dimension=_by(decided, lambda one: one.reading.dimension),
        ended={answer: _ended(every, answer) for answer in Answer if answer is not Answer.TOO_EARLY},
    )


def _count(ruptures: Iterable[Rupture], answer: Answer) -> int:
    return sum(one.answer is answer for one in ruptures)


def _is_repaired(one: Rupture) -> bool:
    return one.answer is Answer.REPAIRED


def _share(ruptures: Sequence[Rupture], is_part: Callable[[Rupture], bool]) -> Share:
    episodes = {one.episode_id for one in ruptures}
    return Share(part=sum(map(is_part, ruptures)), whole=len(ruptures), episodes=len(episodes))


def _by(decided: Sequence[Rupture], named: Callable[[Rupture], str]) -> dict[str, Share]:
    """Repairs by what plans say, what they do not say under ""; nothing when none says anything."""
    names = sorted({named(one) for one in decided})
    if not any(names):
        return {}
    return {name: _share([one for one in decided if named(one) == name], _is_repaired) for name in names}


def _ended(ruptures: Iterable[Rupture], answer: Answer) -> Share:
    """Unplanned among known endings, each episode once, by its last rupture."""
    ended = [one for one in ruptures if one.is_last_of_episode and one.ending is not None and one.answer is answer]
    return _share(ended, lambda one: one.ending is Ending.UNPLANNED)


def withhold_small(figures: RepairFigures, smallest: int) -> RepairFigures:
    """Leave out what is about fewer than so many ruptures or episodes, and what would give such a figure away.

    A zero points at nobody. Where one figure of a pair that adds up is small, the other is withheld too.
    """
    aside = (figures.too_early, figures.unknown)
    hidden = _any_small(smallest, figures.found, *aside, sum(count or 0 for count in aside))
    repaired = figures.repaired if _is_safe(figures.repaired, smallest) else None
    pair = (figures.repaired_after_talk, figures.repaired_without_talk)
    both = all(_is_safe(one, smallest) for one in (repaired, *pair)) and _rest_is_safe(repaired, pair, smallest)
    median = figures.sessions_to_repair
    return RepairFigures(
        found=None if hidden else figures.found,
        too_early=None if hidden else figures.too_early,
        unknown=None if hidden else figures.unknown,
        talked=figures.talked if not hidden and _is_safe_within(figures.talked, figures.found, smallest) else None,
        repaired=repaired,
        sessions_to_repair=None if repaired is None or (median and len(median.values) < smallest) else median,
        repaired_after_talk=pair[0] if both else None,
        repaired_without_talk=pair[1] if both else None,
        by_kind=_all_or_none(figures.by_kind, smallest),
        by_dimension=_all_or_none(figures.by_dimension, smallest),
        ended={answer: one if _is_safe(one, smallest) else None for answer, one in figures.ended.items()},
    )


def _is_safe_within(one: Share | None, every: int | None, smallest: int) -> bool:
    """Whether a share is safe, and also the number of those that it leaves out."""
    return (
        one is not None
        and every is not None
        and _is_safe(one, smallest)
        and not _any_small(smallest, every - one.whole)
    )


def _rest_is_safe(whole: Share | None, parts: Sequence[Share | None], smallest: int) -> bool:
    """Whether nobody can be told from what a whole has beside its parts."""
    known = [one for one in parts if one is not None]
    if whole is None or len(known) < len(parts):
        return False
    rest, yes = whole.whole - sum(one.whole for one in known), whole.part - sum(one.part for one in known)
    return not _any_small(smallest, rest, yes, rest - yes)


def _any_small(smallest: int, *counts: int | None) -> bool:
    return any(count is None or 0 < count < smallest for count in counts)


def _is_safe(one: Share | None, smallest: int) -> bool:
    """Whether nobody can be told from it: neither from the share nor from the rest."""
    if one is None:
        return False
    return not _any_small(smallest, one.whole, one.episodes, one.part, one.whole - one.part)


def _all_or_none(shares: Mapping[str, Share | None] | None, smallest: int) -> Mapping[str, Share | None] | None:
    """All parts of a whole, or none: a single one that is left out could be worked out from the others."""
    if shares is None or not all(_is_safe(one, smallest) for one in shares.values()):
        return None
    return shares


def published_repairs(figures: RepairFigures) -> RepairFigures:
    """What may be told to somebody who may not see the clients: nothing small, and the rest rounded as everywhere.

    A count of fewer than eight is withheld, none included, and so is every median; only that there was no rupture at
    all in the whole clinic is told as it is.
    """
    told = withhold_small(figures, SMALLEST_GROUP)
    return replace(
        told,
        found=figures.found and _about(told.found),
        too_early=_about(told.too_early),
        unknown=_about(told.unknown),
        talked=_rounded(told.talked),
        repaired=_rounded(told.repaired),
        sessions_to_repair=None,
        repaired_after_talk=_rounded(told.repaired_after_talk),
        repaired_without_talk=_rounded(told.repaired_without_talk),
        by_kind=_each_rounded(told.by_kind),
        by_dimension=_each_rounded(told.by_dimension),
        ended={answer: _rounded(one) for answer, one in told.ended.items()},
    )


def _about(count: int | None) -> int | None:
    about = float(round_counts(count or 0))
    return None if np.isnan(about) else int(about)


def _rounded(one: Share | None) -> Share | None:
    if one is None:
        return None
    part, whole, episodes = map(_about, (one.part, one.whole, one.episodes))
    if part is None or whole is None or episodes is None:
        return None
    return Share(part=part, whole=whole, episodes=episodes, rounded=True)


def _each_rounded(shares: Mapping[str, Share | None] | None) -> Mapping[str, Share | None] | None:
    return None if shares is None else {name: _rounded(one) for name, one in shares.items()}
