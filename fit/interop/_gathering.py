"""Rows of a table that were read and wait to be judged beside the other rows of their episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fit.errors import TableError
from fit.interop._header import Header
from fit.interop._order import judge_together
from fit.interop._problems import Problems, ScatteredError, UnreadableError
from fit.interop._ratings_table import RatingsTable
from fit.interop._rows import Reader, by_scale, days, own_answers
from fit.scales import scale_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from fit.interop._records import Records

    Rows = dict[str, NDArray[Any]]

_KINDS = {
    "episode": np.int32,
    "band": np.int8,
    "session": np.int32,
    "scale": np.int8,
    "informant": np.int8,
    "total": np.int16,
    "line": np.int64,
    "good": np.bool_,
}


class Gathering:
    """Rows of one table: taken as they are read, given as tables of whole episodes."""

    def __init__(self, header: Header) -> None:
        self.problems = Problems()
        self.header, self.reader = header, Reader(header.items)
        self._parts: list[Rows] = []
        self._waiting = self._kept_back = self._taken = 0
        self._given = Fingerprints()

    @classmethod
    def of_nothing(cls) -> Gathering:
        """Stand for a file that cannot be read."""
        return cls(Header(names=(), items=(), ignored=()))

    def take(self, records: Records) -> None:
        """Read records into numbers, and judge each by itself."""
        for line, found in zip(records.odd_lines, records.odd_fields, strict=True):
            self.problems.add(line, *_odd_fields(found, len(self.header.names)))
        if len(records.lines):
            self._parts.append(self._rows(records))
            self._waiting += len(records.lines)
            self._taken += len(records.lines)

    def _rows(self, records: Records) -> Rows:
        numbers, checks = self.reader.read(records.cells)
        parts = by_scale(numbers, self.header.items)
        good = self.problems.judge([*checks, *(check for part in parts for check in part.checks())], records.lines)
        rows: Rows = {name: numbers[name].astype(_KINDS[name]) for name in numbers if name in _KINDS}
        rows |= {"line": records.lines, "good": good}
        if "informant" not in rows:
            rows["informant"] = np.zeros(len(good), np.int8)  # the client, who is the first of the informants
        if self.header.items:
            rows["items"] = own_answers(parts, len(good))
        if "date" in numbers:
            rows["date"] = days(numbers["date"])
        if "clinician" in numbers:
            rows["clinician"] = numbers["clinician"]
        return rows

    def check_there_is_any(self) -> None:
        """Refuse a table without rows."""
        if not self._taken and not self.problems.count:
            raise UnreadableError(2, "there is no rating below the header", "Add a row for each rating")

    def raise_if_bad(self, name: str) -> None:
        """Refuse a table with bad rows."""
        if self.problems.count:
            raise TableError(name, self.problems.in_order(), self.problems.count)

    def table(self) -> RatingsTable:
        """Give all rows that wait."""
        return self._judged(self._joined(), list(self.reader.episodes.known))

    def complete(self, most_waiting: int) -> Iterator[RatingsTable]:
        """Give the episodes that are complete, as far as one can see from here.

        Rows that were kept back once are looked at again only when as many have come: each is looked at about twice.
        """
        if self._waiting < 2 * self._kept_back:
            return
        rows = self._joined()
        cut = _complete_rows(rows["episode"])
        self._keep(rows, cut)
        if self._kept_back > most_waiting:
            raise ScatteredError
        yield from self._whole_episodes(rows, cut)

    def rest(self) -> Iterator[RatingsTable]:
        """Give what is left when the table has ended."""
        rows = self._joined()
        yield from self._whole_episodes(rows, len(rows["line"]))

    def _keep(self, rows: Rows, cut: int) -> None:
        self._waiting = self._kept_back = len(rows["line"]) - cut
        self._parts = [{name: column[cut:].copy() for name, column in rows.items()}] if self._waiting else []

    def _whole_episodes(self, rows: Rows, cut: int) -> Iterator[RatingsTable]:
        names = self.reader.episodes
        count = int(rows["episode"][:cut].max(initial=names.forgotten - 1)) + 1 - names.forgotten
        ids = list(names.known)[:count]
        self._given.add(ids)
        if cut:
            table = self._judged({name: column[:cut] for name, column in rows.items()}, ids)
            names.forget(count)
            if not self.problems.count:
                yield table

    def _judged(self, rows: Rows, ids: list[str]) -> RatingsTable:
        columns = rows | {"episode": np.maximum(rows["episode"] - self.reader.episodes.forgotten, -1)}
        bands, good = judge_together(columns, ids, self.problems)
        return RatingsTable(
            episode_ids=ids,
            scale_ids=scale_ids(),
            clinician_names=list(self.reader.clinicians.known),
            age_band=bands,
            episode=columns["episode"],
            session=columns["session"],
            scale=columns["scale"],
            informant=columns["informant"],
            total=columns["total"],
            items=columns.get("items"),
            date=columns.get("date"),
            clinician=columns.get("clinician"),
            line=columns["line"],
            good=good,
            problems=self.problems.in_order(),
            problem_count=self.problems.count,
            ignored_columns=self.header.ignored,
        )

    def _joined(self) -> Rows:
        """Join the columns of all parts, letting go of each part's share."""
        if not self._parts:
            return {name: np.empty(0, kind) for name, kind in _KINDS.items()}
        parts, self._parts = self._parts, []
        return {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}


class Fingerprints:
    """Which episodes were given already, in eight bytes each, so that millions need little memory.

    Two episodes with one fingerprint would only lead to reading the table whole.
    """

    def __init__(self) -> None:
        self._known = np.empty(0, np.int64)

    def add(self, ids: list[str]) -> None:
        """Note episodes; refuse when any was given before."""
        new = np.sort(np.fromiter(map(hash, ids), np.int64, len(ids)))
        places = np.searchsorted(self._known, new)
        if (np.append(self._known, 0)[places] == new)[places < self._known.size].any():
            raise ScatteredError
        self._known = np.insert(self._known, places, new)


def _complete_rows(episode: NDArray[np.int32]) -> int:
    """Count the rows before the last place that no episode stands on both sides of.

    Episodes are numbered by first appearance, so all numbers after such a place are above all before it. Rows
    without an episode are bad and stand anywhere.
    """
    most = np.maximum.accumulate(episode)
    still = np.where(episode < 0, np.iinfo(np.int32).max, episode)[::-1]
    least = np.minimum.accumulate(still)[::-1]
    places = np.flatnonzero(least[1:] > most[:-1]) + 1
    return int(places[-1]) if places.size else 0


def _odd_fields(found: int, expected: int) -> tuple[str, str]:
    few = "Give every column of the header a cell"
    many = "Write scores with a decimal point, and put cells that hold a comma in quotation marks"
    return f"{found} fields, and the header has {expected}", few if found < expected else many
