"""What a rule is and what it finds: a mask over ratings, with the numbers it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, Any

from fit.scales import Score

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from fit.assessment._columns import Columns
    from fit.policies import Line

Values = "NDArray[Any]"


CURVE_SET = "the curve set in use"
"""Source of a rule that rests on the expected path; its signals name the set."""


class Axis(StrEnum):
    """What a rule looks at: the outcome ratings, the alliance ratings, or every session."""

    OUTCOME = "outcome"
    ALLIANCE = "alliance"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number a rule looked at, for every place on its axis, and how to say it."""

    values: NDArray[Any]
    say: Callable[[Any], Score | int | str | None]


def _score(value: float) -> Score | None:
    return None if isnan(value) else Score(round(value))


def _count(value: float) -> int:
    return int(value)


def points(values: NDArray[Any]) -> Evidence:
    """Evidence in tenths, said in points."""
    return Evidence(values, _score)


def counts(values: NDArray[Any]) -> Evidence:
    """Evidence that is a count."""
    return Evidence(values, _count)


def words(values: NDArray[Any], names: Callable[[Any], str]) -> Evidence:
    """Evidence that is said in words, such as the names of the low items."""
    return Evidence(values, names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a rule speaks, on its axis, with its evidence and the policy's line where it has one."""

    mask: NDArray[np.bool_]
    evidence: Mapping[str, Evidence]
    line: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A fact to be found in ratings. `kind` says which ratings it speaks about; `lasting` that it is a state."""

    id: str
    version: str
    kind: str
    axis: Axis
    title: str
    formula: str
    source: str
    next_step: str
    lasting: bool
    find: Callable[[Columns], Found]
    bound: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A rule that speaks at one session. `onset` is False where a lasting state merely goes on."""

    rule: Rule
    session: int
    onset: bool
    evidence: Mapping[str, Score | int | str | None]
    line: Line | None
    source: str
    repair: str | None = None
    repaired_at: int | None = None
