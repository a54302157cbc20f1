"""What a client gives: scores in whole tenths, ratings, sessions, episodes. Valid or not built."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.errors import RatingError
from fit.scales import AgeBand, Informant, Score

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fit.scales import Scale

__all__ = ["AgeBand", "Ending", "Informant", "Mode", "Rating", "Score"]


class Mode(StrEnum):
    """How the marks reached us."""

    TABLET = "tablet"
    REMOTE = "remote"
    PAPER = "paper"
    ORAL = "oral"
    IMPORTED = "imported"


class Ending(StrEnum):
    """How an episode of care closed."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"
    REFERRED = "referred"
    TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One filled-in scale, on one day, by one informant. Answers are None where only a total is known.

    The total is None, and the answers are known, on a scale that is not scored.
    """

    scale: Scale
    informant: Informant
    occurred_on: date
    total: Score | None
    answers: Mapping[str, Score] | None = None
    mode: Mode = Mode.TABLET

    def __post_init__(self) -> None:
        if self.total is not None:
            self.scale.check_total(self.total)
        elif self.scale.scored or self.answers is None:
            raise RatingError(
                f"{self.scale.title}: nothing is marked. Give the answers, or the total of a scored scale."
            )
        if self.answers is not None:
            self._check_sum(self.scale.total_of(self.answers))

    def _check_sum(self, summed: Score | None) -> None:
        if summed != self.total:
            raise RatingError(f"The items add up to {summed}, the total says {self.total}. Correct one of them.")

    @classmethod
    def from_answers(
        cls, scale: Scale, answers: Mapping[str, Score], *, informant: Informant, occurred_on: date, mode: Mode
    ) -> Rating:
        """Build a rating from the marks on every item; the total is their sum.

        Raises
        ------
        RatingError
            when an item is missing, unknown, or outside its range.
        """
        total = scale.total_of(answers)
        return cls(scale=scale, informant=informant, occurred_on=occurred_on, total=total, answers=answers, mode=mode)
