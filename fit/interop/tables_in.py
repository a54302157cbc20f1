"""Reads a table of ratings: the one reader of `mendline assess` and `mendline import ratings`.

A CSV file in UTF-8 with commas. Its first line names the columns, in any order:

- `episode_id`; `age_band`: adult, adolescent or child, one an episode; `session`: 1, 2, 3 and so on, going up;
  `scale`: id of a scale, such as ors or srs; `total`: points, to the tenth, within the range of the scale;
- optionally `date` (2026-01-31), `informant` (client where blank), `clinician` (sign-in name; only the import uses
  it), and the items of scales by id: a row fills those of its own scale. Items that are given must agree with the
  total; a total without items is fine, and its items stay unknown.

Other columns are ignored, unless they look like a known one misspelt. Rows of several episodes, scales and informants
may alternate.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import numpy as np

from fit.interop._columns import parse
from fit.interop._header import Header, read_header
from fit.interop._order import judge_together
from fit.interop._problems import Problems, UnreadableError
from fit.interop._ratings_table import RatingsTable
from fit.interop._rows import Reader, by_scale, days, own_answers
from fit.interop._text_blocks import BLOCK_BYTES, read_blocks
from fit.scales import scale_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from fit.interop._columns import Cells
    from fit.interop._text_blocks import Block, Progress

__all__ = ["RatingsTable", "read_ratings"]

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


def read_ratings(
    source: Path | bytes | IO[bytes] | IO[str], *, progress: Progress | None = None, block_bytes: int = BLOCK_BYTES
) -> RatingsTable:
    """Read a table of ratings. Bad rows are listed in it by line; a file that is no such table is one bad row.

    `progress` is told the bytes read and the size of the file (None where unknown). Memory grows with the rows, not
    with their text.
    """
    try:
        return _Gathered().read(read_blocks(source, progress, block_bytes))
    except UnreadableError as wrong:
        nothing = _Gathered()
        nothing.problems.add(wrong.problem.line, wrong.problem.what, wrong.problem.remedy)
        return nothing.table()


class _Gathered:
    """What the blocks of one file have given so far."""

    def __init__(self) -> None:
        self.problems = Problems()
        self._use(Header(names=(), items=(), ignored=()))
        self._parts: list[dict[str, NDArray[Any]]] = []

    def _use(self, header: Header) -> None:
        self.header, self.reader = header, Reader(header.items)

    def read(self, blocks: Iterable[Block]) -> RatingsTable:
        line = 1
        for block in blocks:
            rest = block if self.header.names else self._begin(block)
            self._take(rest)
            line = rest.first_line + rest.line_count
        if not self.header.names:
            raise UnreadableError(1, "the file is empty", "Choose a file with a header and a row for each rating")
        if not self._parts and not self.problems.count:
            raise UnreadableError(line, "there is no rating below the header", "Add a row for each rating")
        return self.table()

    def _begin(self, first: Block) -> Block:
        header, rest = read_header(first)
        self._use(header)
        return rest

    def _take(self, block: Block) -> None:
        if not block.text.strip(b"\n"):
            return
        cells, records = parse(block, self.header)
        lines, odd_lines, odd_fields = block.lines(records, len(self.header.names))
        for line, found in zip(odd_lines.tolist(), odd_fields.tolist(), strict=True):
            self.problems.add(line, *_odd_fields(found, len(self.header.names)))
        if records:
            self._parts.append(self._rows(cells, lines))

    def _rows(self, cells: Mapping[str, Cells], lines: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        numbers, checks = self.reader.read(cells)
        parts = by_scale(numbers, self.header.items)
        good = self.problems.judge([*checks, *(check for part in parts for check in part.checks())], lines)
        rows: dict[str, NDArray[Any]] = {name: numbers[name].astype(_KINDS[name]) for name in numbers if name in _KINDS}
        rows |= {"line": lines, "good": good}
        if self.header.items:
            rows["items"] = own_answers(parts, len(lines))
        if "date" in numbers:
            rows["date"] = days(numbers["date"])
        if "clinician" in numbers:
            rows["clinician"] = numbers["clinician"]
        return rows

    def table(self) -> RatingsTable:
        columns = {name: self._joined(name) for name in _KINDS}
        ids = list(self.reader.episodes.known)
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
            items=self._joined_if_there("items"),
            date=self._joined_if_there("date"),
            clinician=self._joined_if_there("clinician"),
            line=columns["line"],
            good=good,
            problems=self.problems.in_order(),
            problem_count=self.problems.count,
            ignored_columns=self.header.ignored,
        )

    def _joined_if_there(self, name: str) -> NDArray[Any] | None:
        return self._joined(name) if self._parts and name in self._parts[0] else None

    def _joined(self, name: str) -> NDArray[Any]:
        """Join a column over the blocks, letting go of each block's share. A missing informant is the client, 0."""
        shares = [part.pop(name) if name in part else np.zeros(len(part["line"]), np.int8) for part in self._parts]
        return np.concatenate(shares) if shares else np.empty(0, _KINDS[name])


def _odd_fields(found: int, expected: int) -> tuple[str, str]:
    few = "Give every column of the header a cell"
    many = "Write scores with a decimal point, and put cells that hold a comma in quotation marks"
    return f"{found} fields, and the header has {expected}", few if found < expected else many
