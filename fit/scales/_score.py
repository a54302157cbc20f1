"""A score as the scale counts it: whole tenths, never a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, Overflow
from functools import total_ordering

from fit.errors import ScoreError

TENTHS_PER_POINT = 10
# A longer number is no score, and turning it into a whole number would take its time.
MOST_DIGITS = 9


@total_ordering
@dataclass(frozen=True, slots=True)
class Score:
    """A score in whole tenths of a point, so that equality at a clinical line is exact."""

    tenths: int

    def __post_init__(self) -> None:
        if isinstance(self.tenths, bool) or not isinstance(self.tenths, int):
            raise ScoreError(f"{self.tenths!r} is no whole number of tenths. Use Score.of for points.")

    @classmethod
    def of(cls, points: str | float | Decimal) -> Score:
        """Read a score given in points, such as "25.3".

        Raises
        ------
        ScoreError
            when it is no number, or finer than a tenth.
        """
        try:
            tenths = Decimal(str(points).strip()) * TENTHS_PER_POINT
        except InvalidOperation:
            raise ScoreError(f"{points!r} is not a number. Write points such as 25.3.") from None
        except Overflow:
            tenths = Decimal("inf")
        if not tenths.is_finite() or tenths.adjusted() > MOST_DIGITS:
            raise ScoreError(f"{points!r} is no score of any scale. Write points such as 25.3.")
        if tenths != tenths.to_integral_value():
            raise ScoreError(f"{points!r} is finer than a tenth. Round it to one decimal.")
        return cls(int(tenths))

    @property
    def points(self) -> float:
        """The score in points, for display and for arithmetic that meets no line."""
        return self.tenths / TENTHS_PER_POINT

    def __lt__(self, other: Score) -> bool:
        return self.tenths < other.tenths

    def __str__(self) -> str:
        sign = "-" if self.tenths < 0 else ""
        whole, tenth = divmod(abs(self.tenths), TENTHS_PER_POINT)
        return f"{sign}{whole}.{tenth}"
