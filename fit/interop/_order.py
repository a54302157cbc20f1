"""What can be said of rows only together: one age band an episode, sessions in order, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fit.interop._cells import HIGHEST_SESSION, UNKNOWN
from fit.interop._problems import Check
from fit.scales import AgeBand, Informant, scale_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from fit.interop._problems import Described, Problems

    Columns = Mapping[str, NDArray[Any]]

_LIFT_BITS = HIGHEST_SESSION.bit_length()
# Lifting each strand by so many bits puts all its sessions above those of the strand before it.


class AgeBands:
    """The age band of each episode is that of its first row; the other rows must say the same."""

    def __init__(self, columns: Columns, ids: Sequence[str]) -> None:
        self._columns, self._ids = columns, ids
        said = np.flatnonzero((columns["episode"] >= 0) & (columns["band"] >= 0))[::-1]
        self._first = np.full(len(ids) + 1, UNKNOWN, np.int64)
        self._first[columns["episode"][said]] = said

    @property
    def of_episodes(self) -> NDArray[np.int8]:
        """Age band of every episode, unknown where no row says it."""
        said = np.append(self._columns["band"], np.int8(UNKNOWN))[self._first]
        return np.asarray(said[:-1])

    def find_others(self) -> Check:
        """Find rows with another age band than the first of their episode."""
        band = self._columns["band"]
        of_row = np.append(self.of_episodes, np.int8(UNKNOWN))[self._columns["episode"]]
        return Check((of_row >= 0) & (band >= 0) & (of_row != band) & self._columns["good"], self._describe)

    def _describe(self, row: int) -> Described:
        bands, episode = tuple(AgeBand), self._columns["episode"][row]
        first = self._first[episode]
        here, there = (bands[self._columns["band"][place]] for place in (row, first))
        what = f"episode {self._ids[episode]!r} is {here} here and {there} in line {self._columns['line'][first]}"
        return what, "The age band is that of the start of the episode: write it alike in all rows"


class Strands:
    """Rows of one episode, scale and informant belong together; in each such strand sessions must go up."""

    def __init__(self, columns: Columns, good: NDArray[np.bool_], ids: Sequence[str]) -> None:
        self._columns, self._ids = columns, ids
        self._rows = np.flatnonzero(good)
        self._strand = self._strand_of(self._rows)
        if (self._strand[1:] < self._strand[:-1]).any():
            order = np.argsort(self._strand, kind="stable")
            self._rows, self._strand = self._rows[order], self._strand[order]

    def _strand_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        episode, scale, informant = (self._columns[name][rows] for name in ("episode", "scale", "informant"))
        return np.asarray((episode.astype(np.int64) * len(scale_ids()) + scale) * len(Informant) + informant)

    def find_disorder(self) -> Check:
        """Find rows whose session is not above all earlier ones of their strand."""
        session = self._columns["session"][self._rows]
        bad = np.zeros(len(self._columns["line"]), np.bool_)
        falls = (self._strand[1:] == self._strand[:-1]) & (session[1:] <= session[:-1])
        if falls.any():
            bad[self._rows[self._below_highest(session)]] = True
        return Check(bad, self._describe)

    def _below_highest(self, session: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Lift each strand above the one before it; then one running maximum serves all."""
        number = np.cumsum(np.diff(self._strand, prepend=self._strand[0]) > 0)
        lifted = (number << _LIFT_BITS) + session
        highest = np.maximum.accumulate(lifted)
        return np.concatenate(([False], lifted[1:] <= highest[:-1]))

    def _describe(self, row: int) -> Described:
        before = self._earlier_rows(row)
        session, sessions = self._columns["session"][row], self._columns["session"][before]
        name = f"session {session} of {self._name(row)}"
        same = before[sessions == session]
        if len(same):
            what = f"{name} stands already in line {self._columns['line'][same[0]]}"
            return what, "Remove one of the two rows, or correct its session"
        highest = int(np.argmax(sessions))
        what = f"{name} comes after session {sessions[highest]} in line {self._columns['line'][before[highest]]}"
        return what, "Put the rows of an episode in the order of its sessions, or correct the number"

    def _name(self, row: int) -> str:
        scale, informant = (int(self._columns[name][row]) for name in ("scale", "informant"))
        return f"{self._ids[self._columns['episode'][row]]!r} ({scale_ids()[scale]}, {tuple(Informant)[informant]})"

    def _earlier_rows(self, row: int) -> NDArray[np.int64]:
        strand = self._strand_of(np.array([row]))[0]
        own = self._rows[slice(*np.searchsorted(self._strand, [strand, strand + 1]))]
        return own[own < row]


def judge_together(
    columns: Columns, ids: Sequence[str], problems: Problems
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Note the rows that are bad beside others; give each episode's age band and the good rows."""
    bands = AgeBands(columns, ids)
    good = columns["good"] & problems.judge([bands.find_others()], columns["line"])
    disorder = Strands(columns, good, ids).find_disorder()
    return bands.of_episodes, good & problems.judge([disorder], columns["line"])
