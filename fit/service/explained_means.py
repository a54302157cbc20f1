"""How a mean is worked out from rounded numbers, in words with the very numbers of the computation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fit.errors import DefinitionError
from fit.service.definitions import Unit
from fit.service.intervals import Z_95
from fit.service.suppression import LEAST_COUNT, ROUGHEST, SLACK, SMALLEST_GROUP, base_of

if TYPE_CHECKING:
    from fit.service.definitions import Definition, Span

__all__ = ["MEAN_SOURCE", "RULE", "MeanExplained", "amount", "apart", "mean_explained"]

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


def amount(value: float, unit: Unit) -> str:
    """A number of the computation with its unit."""
    number = 100 * value if unit == Unit.SHARE else value
    return f"{number:g}{NAMES.get(unit, f' {unit}')}"


def mean_explained(meaning: Definition) -> MeanExplained:
    """Say how a mean of this figure is rounded.

    Raises
    ------
    DefinitionError
        when no bounds are set, without which no mean is told.
    """
    span, unit = meaning.span, meaning.unit
    if span is None:
        raise DefinitionError(f"{meaning.id}: a mean that is told rounded needs bounds. Add span.")
    return MeanExplained(
        formula=(
            f"from rounded numbers: {_distances(span, unit)} is added up, and the rounded sum divided by the rounded "
            f"number of episodes{_from_there(span, unit)}"
        ),
        interval=(
            f"{Z_95:.2f} times a fixed standard deviation of {apart(span.sd, unit)} (a usual one, set by us, not "
            f"that of these episodes), divided by the root of the rounded number less {SLACK}; wider on both sides "
            f"by what rounding may have moved the mean; no farther than {amount(span.low, unit)} "
            f"and {amount(span.high, unit)}"
        ),
        rounding=(
            f"the sum to multiples of {_base(meaning, span)}, the number of episodes to the nearest {SMALLEST_GROUP}; "
            f"nothing of fewer than {LEAST_COUNT} episodes or of fewer than {SMALLEST_GROUP} clients, perhaps none, "
            f"nor where rounding could move the mean by more than {apart(ROUGHEST * span.sd, unit)}"
        ),
    )


def _distances(span: Span, unit: Unit) -> str:
    """What is added up: values, or how far they lie from a place that is not zero; no share lies beyond its ends."""
    beyond = f"values beyond {amount(span.low, unit)} and {amount(span.high, unit)} counted as these"
    cut_off = "" if unit == Unit.SHARE else f" ({beyond})"
    what = (
        f"how far that of each episode lies from {amount(span.centre, unit)}" if span.centre else "that of each episode"
    )
    return what + cut_off


def _from_there(span: Span, unit: Unit) -> str:
    return f", counted from {amount(span.centre, unit)}" if span.centre else ""


def apart(value: float, unit: Unit) -> str:
    """A difference: of shares in percentage points."""
    return f"{100 * value:g} percentage points" if unit == Unit.SHARE else amount(value, unit)


def _base(meaning: Definition, span: Span) -> str:
    base = base_of(meaning, span)
    return f"{base:g} whole episodes" if meaning.unit == Unit.SHARE else amount(base, meaning.unit)
