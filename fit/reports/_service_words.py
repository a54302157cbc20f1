"""Published figures in words: about how much, between what, of about how many; or why nothing is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fit.service.definitions import Unit, definition
from fit.service.suppression import LEAST_COUNT, TOO_FEW, TOO_ROUGH, Few, Rounded

if TYPE_CHECKING:
    from fit.service.benchmarks import Benchmark
    from fit.service.suppression import Published

__all__ = [
    "SaidFigure",
    "benchmark_in_words",
    "briefly",
    "in_words",
    "is_too_wide",
    "said_of",
    "source_in_words",
    "worded",
]

PERCENT: Final = 100
NOT_TOLD, TOO_ROUGH_SAID, NONE_OR_FEW = "not told", "too few to say", "none or too few"
CANNOT_BE_TOLD, WIDEST = "cannot be told", 0.9
"""Said of a share whose interval is wider than that: it could be nearly none or nearly all."""
NAMES: Final = {Unit.POINTS: " points", Unit.SESSIONS: " sessions", Unit.DAYS: " days", Unit.STANDARD_DEVIATIONS: " SD"}
DIGITS: Final = {Unit.COUNT: 0, Unit.DAYS: 0, Unit.STANDARD_DEVIATIONS: 2}
"""Places after the point; one where nothing stands here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFigure:
    """A figure as it is read."""

    title: str
    value: str
    interval: str = ""
    n: str = ""


def said_of(definition_id: str, found: Published) -> SaidFigure:
    """Say a figure in words; the reason where there is none."""
    meaning = definition(definition_id)
    if isinstance(found, Rounded):
        count = meaning.unit == Unit.COUNT
        if is_too_wide(found):
            return SaidFigure(title=meaning.title, value=CANNOT_BE_TOLD, n=_about(found))
        return SaidFigure(
            title=meaning.title,
            value=f"about {worded(found.value, meaning.unit)}",
            interval=_interval(found.lower, found.upper, meaning.unit),
            n="" if count else _about(found),
        )
    if isinstance(found, Few) and is_too_wide(found):
        return SaidFigure(title=meaning.title, value=CANNOT_BE_TOLD, n=_about(found))
    if isinstance(found, Few):
        few = f"fewer than {LEAST_COUNT}"
        up_to = f"up to {worded(found.upper, meaning.unit)}"
        return SaidFigure(title=meaning.title, value=few, interval=up_to, n=_about(found))
    untold = TOO_ROUGH_SAID if found == TOO_ROUGH else NONE_OR_FEW if found == TOO_FEW else NOT_TOLD
    return SaidFigure(title=meaning.title, value=f"{untold}: {found.reason}")


def _about(found: Rounded | Few) -> str:
    """Of about how many of what."""
    return f"about {found.n:,} {definition(found.definition).rounded_of}s"


def is_too_wide(found: Published) -> bool:
    """Whether a share could be nearly none or nearly all, so that neither number nor bar says anything."""
    match found:
        case Few():
            return found.upper > WIDEST
        case Rounded() if definition(found.definition).unit == Unit.SHARE:
            return found.lower is not None and found.upper is not None and found.upper - found.lower > WIDEST
        case _:
            return False


def in_words(definition_id: str, found: Published) -> str:
    """The same in one phrase, without its title; a count with what is counted."""
    said = said_of(definition_id, found)
    if isinstance(found, Rounded) and definition(definition_id).unit == Unit.COUNT:
        return _about(found)
    n = f"of {said.n}" if said.n else ""
    between = f"({said.interval})" if said.interval else ""
    return " ".join(part for part in (said.value, between, n) if part)


def briefly(definition_id: str, found: Published) -> str:
    """The same without the reason why nothing is told."""
    return in_words(definition_id, found) if isinstance(found, Rounded | Few) else TOO_ROUGH_SAID


def worded(value: float, unit: Unit) -> str:
    """A value with its unit."""
    if unit == Unit.SHARE:
        return f"{PERCENT * value:.0f} %"
    return f"{value:,.{DIGITS.get(unit, 1)}f}{NAMES.get(unit, '')}"


def _interval(lower: float | None, upper: float | None, unit: Unit) -> str:
    if lower is None or upper is None:
        return ""
    if unit == Unit.SHARE:
        return f"{PERCENT * lower:.0f} to {PERCENT * upper:.0f} %"
    digits = DIGITS.get(unit, 1)
    return f"{lower:,.{digits}f} to {upper:,.{digits}f}"


def source_in_words(one: Benchmark) -> str:
    """Where others said so, and whether it was read there."""
    place = f"p. {one.page}" if one.page[:1].isdigit() else one.page
    if one.status == "confirmed":
        return f"{one.source}, {place}."
    return f"{one.source}. Not read in the paper itself."


def benchmark_in_words(one: Benchmark) -> str:
    """What others found, as a range or a number."""
    unit = definition(one.figure).unit
    if one.low == one.high:
        return worded(one.low, unit)
    return _interval(one.low, one.high, unit)
