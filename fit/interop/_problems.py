"""Bad rows, gathered by line: how many there are, and what is wrong with the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fit.errors import MendlineError, RowProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Described = tuple[str, str]

KEPT_PROBLEMS = 1_000
# Nobody reads more at once; the count is exact, and a corrected file is checked again from the start.

MOST_PROBLEMS = 20 * KEPT_PROBLEMS
# Held at once: rows are not judged in the order of their lines, so more are held than will be told.


class ScatteredError(Exception):
    """The rows of an episode stand too far apart to be read part by part: the file must be read whole."""


class UnreadableError(MendlineError):
    """The file as a whole cannot be read; no row of it is used."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        self.problem = RowProblem(line, what, remedy)
        super().__init__(str(self.problem))


class Check(NamedTuple):
    """One thing that can be wrong with a row: where it is, and how to say it of one row."""

    bad: NDArray[np.bool_]
    describe: Callable[[int], Described]


class Problems:
    """The bad rows of a table. A row counts once; of its faults the first in the order of the columns is told."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[RowProblem] = []

    def add(self, line: int, what: str, remedy: str) -> None:
        """Note one bad row."""
        self.count += 1
        self._kept.append(RowProblem(line, what, f"{remedy}."))
        if len(self._kept) > MOST_PROBLEMS:
            self._kept = list(self.in_order())

    def judge(self, checks: Sequence[Check], lines: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Note every row that fails a check; say which rows are good."""
        bad = np.zeros(len(lines), np.bool_)
        for check in checks:
            bad |= check.bad
        rows = np.flatnonzero(bad)
        told = rows[:KEPT_PROBLEMS].tolist()
        for row in told:
            self.add(int(lines[row]), *_first_fault(checks, row))
        self.count += len(rows) - len(told)
        return ~bad

    def in_order(self) -> tuple[RowProblem, ...]:
        """Give the first problems of the file, by line."""
        return tuple(sorted(self._kept, key=_line)[:KEPT_PROBLEMS])


def one_of(known: Iterable[str]) -> str:
    """List what may stand in a cell."""
    return f"Use one of: {', '.join(known)}"


def _first_fault(checks: Sequence[Check], row: int) -> Described:
    return next(check.describe(row) for check in checks if check.bad[row])


def _line(problem: RowProblem) -> int:
    return problem.line
