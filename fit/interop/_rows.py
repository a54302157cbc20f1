"""The rows of one block: cells into numbers, and what can be said of a row by itself."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from fit.interop._cells import UNKNOWN, WRONG, CellError, Column, Names, read_day, read_name, read_points, read_session
from fit.interop._problems import Check
from fit.interop._ratings_table import MOST_ITEMS
from fit.scales import AgeBand, Informant, Score, scales

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from fit.interop._columns import Cells
    from fit.interop._problems import Described
    from fit.scales import Item, Scale

    Fault = tuple[NDArray[np.bool_], Callable[[int], Described]]

TENTHS_PER_POINT = 10

_SHORT = {"episode_id": "episode", "age_band": "band"}


class Reader:
    """Reads the columns of a table, block after block; it remembers names and texts between blocks."""

    def __init__(self, items: Sequence[str]) -> None:
        self.episodes, self.clinicians = Names(), Names()
        self._columns = {
            "age_band": Column(read_name("age_band", tuple(AgeBand))),
            "session": Column(read_session),
            "scale": Column(_read_scale()),
            "total": Column(read_points("total", blank=False)),
            "date": Column(read_day),
            "informant": Column(read_name("informant", tuple(Informant), Informant.CLIENT)),
            **{item: Column(read_points(item, blank=True)) for item in items},
        }
        self._items = tuple(items)

    def read(self, cells: Mapping[str, Cells]) -> tuple[dict[str, NDArray[np.int32]], list[Check]]:
        """Turn cells into numbers; give the checks that can be made on each row alone."""
        numbers = {_SHORT.get(name, name): self._numbers(name, column) for name, column in cells.items()}
        checks = [Check(numbers["episode"] == UNKNOWN, _no_episode)]
        checks += [
            _unread(column, cells[name], numbers[_SHORT.get(name, name)])
            for name, column in self._columns.items()
            if name in cells
        ]
        return numbers, checks

    def _numbers(self, name: str, cells: Cells) -> NDArray[np.int32]:
        names = {"episode_id": self.episodes, "clinician": self.clinicians}
        column = names[name] if name in names else self._columns[name]
        return column.read_all(cells.texts)[cells.codes]


def _read_scale() -> Callable[[str], int]:
    places = [place for place, scale in enumerate(scales().values()) if scale.scored]
    known = tuple(scales())
    place_of = read_name("scale", [known[place] for place in places])
    unscored = {name for name, scale in scales().items() if not scale.scored}

    def read(text: str) -> int:
        name = text.strip().lower()
        if name in unscored:
            raise CellError(f"{name} is not scored", "Leave its rows out; there is no total to take")
        return places[place_of(text)]

    return read


def _no_episode(_row: int) -> Described:
    return "episode_id is empty", "Give every row the id of its episode"


def _unread(column: Column, cells: Cells, numbers: NDArray[np.int32]) -> Check:
    return Check(numbers == WRONG, lambda row: column.faults[cells.text(row)])


class ScaleRows:
    """The rows of one scale in a block: its range, its own items, and whether they add up."""

    def __init__(
        self, scale: Scale, numbers: Mapping[str, NDArray[np.int32]], rows: NDArray[np.int64], items: Sequence[str]
    ) -> None:
        self.scale, self.rows, self._numbers = scale, rows, numbers
        self._columns = tuple(items)
        self.total = numbers["total"][rows]
        # An answer by choice is a whole number of points, so its total is one too.
        self._step = TENTHS_PER_POINT if scale.items[0].choices else 1

    @cached_property
    def answers(self) -> NDArray[np.int32]:
        """The scale's own items in its own order; unknown where the table has no column for one."""
        unknown = np.full(len(self.rows), UNKNOWN, np.int32)
        return np.stack(
            [self._numbers[item.id][self.rows] if item.id in self._columns else unknown for item in self.scale.items],
            axis=1,
        )

    def checks(self) -> list[Check]:
        """Give what is wrong with any of them, as checks over the rows of the block."""
        faults: list[Fault] = [(self._is_outside(self.total, self.scale.maximum), self._total_fault)]
        if self._columns:
            faults += [*self._item_faults(), *self._foreign_faults(), (self._does_not_add_up(), self._sum_fault)]
        return [Check(self._in_block(bad), describe) for bad, describe in faults if bad.any()]

    def _is_outside(self, scores: NDArray[np.int32], maximum: Score) -> NDArray[np.bool_]:
        return (scores > maximum.tenths) | ((scores >= 0) & (scores % self._step > 0))

    def _item_faults(self) -> Iterator[Fault]:
        for place, item in enumerate(self.scale.items):
            yield self._is_outside(self.answers[:, place], item.maximum), partial(self._item_fault, item)

    def _foreign_faults(self) -> Iterator[Fault]:
        own = {item.id for item in self.scale.items}
        for name in self._columns:
            if name not in own:
                yield self._numbers[name][self.rows] != UNKNOWN, partial(self._foreign_fault, name)

    def _does_not_add_up(self) -> NDArray[np.bool_]:
        """Unknown items may be anything from zero to their maximum; known ones bind."""
        known = np.maximum(self.answers, 0).sum(axis=1)
        open_to = (self.answers < 0) @ np.array([item.maximum.tenths for item in self.scale.items])
        return np.asarray((self.total >= 0) & ((self.total < known) | (self.total > known + open_to)))

    def _in_block(self, bad: NDArray[np.bool_]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self._numbers["total"]), np.bool_)
        mask[self.rows[bad]] = True
        return mask

    def _score(self, column: str, row: int) -> Score:
        return Score(int(self._numbers[column][row]))

    def _range(self, maximum: Score) -> str:
        return f"Give a whole number from 0 to {maximum}" if self._step > 1 else f"Give points from 0.0 to {maximum}"

    def _total_fault(self, row: int) -> Described:
        return f"{self._score('total', row)} is no {self.scale.title} total", self._range(self.scale.maximum)

    def _item_fault(self, item: Item, row: int) -> Described:
        return f"{self._score(item.id, row)} is no answer on {item.id}", self._range(item.maximum)

    def _foreign_fault(self, name: str, _row: int) -> Described:
        return (
            f"{self.scale.title} has no item {name}, and a score stands there",
            "Leave it empty, or correct the scale",
        )

    def _sum_fault(self, row: int) -> Described:
        place = int(np.searchsorted(self.rows, row))
        answers, total = self.answers[place], self._score("total", row)
        summed = Score(int(np.maximum(answers, 0).sum()))
        given = "items add up to" if (answers >= 0).all() else "items that are given add up to"
        return f"the {given} {summed}, the total says {total}", "Correct one of them"


def own_answers(parts: Sequence[ScaleRows], rows: int) -> NDArray[np.int16]:
    """Lay the answers of all scales into one table, each row in the order of its own scale."""
    answers = np.full((rows, MOST_ITEMS), UNKNOWN, np.int16)
    for part in parts:
        answers[part.rows, : len(part.scale.items)] = np.clip(part.answers, UNKNOWN, None)
    return answers


def by_scale(numbers: Mapping[str, NDArray[np.int32]], items: Sequence[str]) -> list[ScaleRows]:
    """Part the rows of a block by scale. Rows of no known scale are in no part."""
    parts = ((place, scale, np.flatnonzero(numbers["scale"] == place)) for place, scale in enumerate(scales().values()))
    return [ScaleRows(scale, numbers, rows, items) for _place, scale, rows in parts if len(rows)]


def days(numbers: NDArray[np.int32]) -> NDArray[np.datetime64]:
    """Turn days since 1970-01-01 into dates, unknown ones into NaT."""
    dates = numbers.astype(np.int64).astype("datetime64[D]")
    dates[numbers < 0] = np.datetime64("NaT")
    return dates
