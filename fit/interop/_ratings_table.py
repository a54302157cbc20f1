"""The columns of a table of ratings, as numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fit.errors import RowProblem, TableError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_ITEMS = 10
# Columns of `items`; no scale has more items than this.


@dataclass(frozen=True, kw_only=True, eq=False)
class RatingsTable:
    """Ratings as columns, one row a rating, in the order of the file.

    Codes are places: of `episode_ids` (order of first appearance), `scale_ids`, `tuple(AgeBand)`, `tuple(Informant)`,
    `clinician_names`. A column that the file does not have is None. Use the rows only where `good`; elsewhere they
    hold what could be read, and -1 or less for what could not.
    """

    episode_ids: list[str]
    scale_ids: tuple[str, ...]
    clinician_names: list[str]
    age_band: NDArray[np.int8]  # one an episode, -1 where no row says it
    episode: NDArray[np.int32]
    session: NDArray[np.int32]
    scale: NDArray[np.int8]
    informant: NDArray[np.int8]
    total: NDArray[np.int16]  # [tenths of a point]
    items: NDArray[np.int16] | None  # [tenths of a point], rows x 10 in the scale's own order, -1 unknown
    date: NDArray[np.datetime64] | None  # NaT unknown
    clinician: NDArray[np.int32] | None  # -1 unknown
    line: NDArray[np.int64]  # of the file; its header is line 1
    good: NDArray[np.bool_]
    problems: tuple[RowProblem, ...]  # the first thousand, by line
    problem_count: int
    ignored_columns: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.line)

    def raise_if_bad(self, file_name: str) -> None:
        """Refuse the table when any row of it is bad.

        Raises
        ------
        TableError
            with the bad rows by line.
        """
        if self.problem_count:
            raise TableError(file_name, self.problems, self.problem_count)

    def only_good(self) -> RatingsTable:
        """Leave out the bad rows. Episodes keep their codes, also those that lose all rows."""
        good = self.good
        return replace(
            self,
            episode=self.episode[good],
            session=self.session[good],
            scale=self.scale[good],
            informant=self.informant[good],
            total=self.total[good],
            items=None if self.items is None else self.items[good],
            date=None if self.date is None else self.date[good],
            clinician=None if self.clinician is None else self.clinician[good],
            line=self.line[good],
            good=good[good],
        )
