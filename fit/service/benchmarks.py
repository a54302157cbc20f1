"""Figures from the literature to be read beside one's own: context, never a target."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fit.errors import DefinitionError, in_file
from fit.service.definitions import Status, Unit, definition

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Benchmark", "benchmarks", "benchmarks_of"]

FILE = "benchmarks.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """What others found, from `low` to `high` (the same where one number is given), in the unit of the figure."""

    id: str
    figure: str
    low: float
    high: float
    context: str
    counted: str
    source: str
    page: str
    status: Status
    reviewed_on: date

    def __post_init__(self) -> None:
        meaning = definition(self.figure)
        if not self.low <= self.high:
            raise DefinitionError(f"{self.id}: low {self.low} is above high {self.high}. Exchange them.")
        if meaning.unit == Unit.SHARE and not (self.low >= 0 and self.high <= 1):
            raise DefinitionError(f"{self.id}: shares lie between 0 and 1, not {self.low} to {self.high}.")


@cache
def benchmarks() -> tuple[Benchmark, ...]:
    """Every cited figure, in the order of the file.

    Raises
    ------
    DefinitionError
        when the file has a mistake in it; names the file.
    """
    table = tomllib.loads((files(__package__) / FILE).read_text("utf-8"))
    with in_file(FILE):
        return tuple(read_benchmark(name, one, table["reviewed_on"]) for name, one in table["benchmark"].items())


def benchmarks_of(figure: str) -> tuple[Benchmark, ...]:
    """What others found of this figure; empty where nothing comparable is cited."""
    return tuple(one for one in benchmarks() if one.figure == figure)


def read_benchmark(name: str, table: dict[str, Any], reviewed_on: date) -> Benchmark:
    """Build a benchmark from its table.

    Raises
    ------
    KeyError, ValueError, DefinitionError
        when something is missing or impossible.
    """
    return Benchmark(
        id=name,
        figure=table["figure"],
        low=float(table["low"]),
        high=float(table["high"]),
        context=table["context"],
        counted=table["counted"],
        source=table["source"],
        page=table["page"],
        status=Status(table["status"]),
        reviewed_on=reviewed_on,
    )
