"""How a mean is worked out from rounded numbers, in words with the very numbers of the computation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fit.errors import DefinitionError
from fit.service.definitions import Unit
from fit.service.intervals import Z_95
from fit.service.suppression import LEAST_COUNT, ROUGHEST, SLACK, SMALLEST_GROUP, base_of

if TYPE_CHECKING:
    from fit.service.definitions import Definition

__all__ = ["MEAN_SOURCE", "RULE", "MeanExplained", "any_mean_explained", "mean_explained", "mean_numbers"]

RULE: Final = "{what} our own rule, decision 0015"
MEAN_SOURCE: Final = "weighing, rounding, the fixed standard deviation and the interval"
"""What of a mean is our own rule."""
NAMES: Final = {Unit.SHARE: " %", Unit.STANDARD_DEVIATIONS: " SD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanExplained:
    """Clauses on a mean, as `suppression.mean_of_sums` makes it."""

    formula: str
    interval: str
    rounding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbers:
    """What differs from mean to mean, each as it is said."""

    place: str
    """From where distances are measured; empty from zero."""
    ends: str
    cut_off: bool
    """Whether values can lie beyond the ends: no share does."""
    multiple: str
    sd: str
    roughest: str


_ANY: Final = _Numbers(
    place="its fixed place of the scale",
    ends="its ends",
    cut_off=True,
    multiple="what one episode can move it by, of shares five episodes",
    sd="its own size",
    roughest="a quarter of that standard deviation",
)


def mean_explained(meaning: Definition) -> MeanExplained:
    """Say how the mean of this figure is rounded, with its numbers.

    Raises
    ------
    DefinitionError
        when no bounds are set, without which no mean is told.
    """
    return _explained(_numbers_of(meaning))


def any_mean_explained() -> MeanExplained:
    """The same for every mean, with names for what differs; `mean_numbers` has these of one."""
    return _explained(_ANY)


def mean_numbers(meaning: Definition) -> str:
    """What stands for these names in this figure."""
    of = _numbers_of(meaning)
    return (
        f"place {of.place or _amount(0, meaning.unit)}; ends {of.ends}; multiples of {of.multiple}; fixed standard "
        f"deviation {of.sd}; not told where rounding could move it by more than {of.roughest}"
    )


def _numbers_of(meaning: Definition) -> _Numbers:
    span, unit = meaning.span, meaning.unit
    if span is None:
        raise DefinitionError(f"{meaning.id}: a mean that is told rounded needs bounds. Add span.")
    base = base_of(meaning, span)
    return _Numbers(
        place=_amount(span.centre, unit) if span.centre else "",
        ends=f"{_amount(span.low, unit)} and {_amount(span.high, unit)}",
        cut_off=unit != Unit.SHARE,
        multiple=f"{base:g} whole episodes" if unit == Unit.SHARE else _amount(base, unit),
        sd=_apart(span.sd, unit),
        roughest=_apart(ROUGHEST * span.sd, unit),
    )


def _explained(of: _Numbers) -> MeanExplained:
    what = f"how far that of each episode lies from {of.place}" if of.place else "that of each episode"
    cut_off = f" (values beyond {of.ends} counted as these)" if of.cut_off else ""
    counted_from = f", counted from {of.place}" if of.place else ""
    return MeanExplained(
        formula=(
            f"from rounded numbers: {what}{cut_off} is added up, and the rounded sum divided by the rounded number of "
            f"episodes{counted_from}"
        ),
        interval=(
            f"{Z_95:.2f} times a fixed standard deviation of {of.sd} (a usual one, set by us, not that of these "
            f"episodes), divided by the root of the rounded number less {SLACK}; wider on both sides by what rounding "
            f"may have moved the mean; no farther than {of.ends}"
        ),
        rounding=(
            f"the sum to multiples of {of.multiple}, the number of episodes to the nearest {SMALLEST_GROUP}; nothing "
            f"of fewer than {LEAST_COUNT} episodes or of fewer than {SMALLEST_GROUP} clients, perhaps none, nor where "
            f"rounding could move the mean by more than {of.roughest}"
        ),
    )


def _amount(value: float, unit: Unit) -> str:
    """A number of the computation with its unit, and a true minus."""
    number = f"{100 * value if unit == Unit.SHARE else value:g}".replace("-", "\N{MINUS SIGN}")
    return f"{number}{NAMES.get(unit, f' {unit}')}"


def _apart(value: float, unit: Unit) -> str:
    """A difference: of shares in percentage points."""
    return f"{100 * value:g} percentage points" if unit == Unit.SHARE else _amount(value, unit)
