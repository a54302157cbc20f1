"""What each figure of a service means, read from one cited file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fit.errors import DefinitionError, UnknownNameError, in_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["MEASURED_BY_PATH", "Definition", "Span", "Status", "Unit", "Way", "definition", "definitions"]

FILE = "definitions.toml"
MEASURED_BY_PATH = frozenset(
    {"reached_session_target", "reached_target", "relative_effect_size", "unplanned_in_green", "unplanned_out_of_green"}
)
"""Figures that are worked out from the expected path."""
OPTIONAL = ("of", "sd", "interval_source", "beside", "rounded_formula", "rounded_counted", "rounded_source")
"""What a definition may say, each a text."""


class Unit(StrEnum):
    """What a figure is measured in."""

    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    SESSIONS = "sessions"
    DAYS = "days"
    STANDARD_DEVIATIONS = "standard deviations"


class Status(StrEnum):
    """How well the source is known."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    OWN = "own"


class Way(StrEnum):
    """How a figure is worked out from what is counted; what that means for which reader: fit.service.explained."""

    COUNT = "count"
    SHARE = "share"
    SESSION_SHARE = "share of sessions"
    MEAN = "mean"
    MEDIAN = "median"
    EFFECT_SIZE = "effect size"
    COURSE = "course"
    SHARE_IN_STEPS = "share in steps"
    POOLED = "pooled"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Least and highest value of one episode, where its sums are measured from, and the usual SD of the values.

    Only for means shown to people who may not see the clients: one client can move such a sum by `width` at most.
    Measured from an end, two rounded sums tell nothing of one client between them; from the middle, at most the side.
    """

    low: float
    high: float
    centre: float
    sd: float

    def __post_init__(self) -> None:
        if not (self.low < self.high and self.sd > 0):
            raise DefinitionError(f"span {self.low} to {self.high}, SD {self.sd}: order them, SD above 0.")
        if self.centre not in (self.low, (self.low + self.high) / 2, self.high):
            raise DefinitionError(f"centre {self.centre} of {self.low} to {self.high}: take an end or the middle.")

    @property
    def width(self) -> float:
        """Most by which one episode can move a sum."""
        return self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure is called, how it is worked out, and where that comes from."""

    id: str
    title: str
    unit: Unit
    way: Way
    formula: str
    counted: str
    interval: str
    source: str
    status: Status
    reviewed_on: date
    of: str = "episode"
    """What is counted, one of them."""
    sd: str = ""
    interval_source: str = ""
    """Where the interval comes from, where that is not a common one."""
    beside: str = ""
    """What is said beside the number wherever it stands, where it would mislead alone."""
    span: Span | None = None
    rounded_formula: str = ""
    """What is worked out for whoever may not see the clients, where that is another thing; so the next two."""
    rounded_counted: str = ""
    rounded_source: str = ""

    def __post_init__(self) -> None:
        if self.unit == Unit.STANDARD_DEVIATIONS and not self.sd:
            raise DefinitionError(f"{self.id}: an effect size must say which standard deviation. Add sd.")
        if self.way == Way.SESSION_SHARE and not (self.rounded_formula and self.rounded_counted):
            raise DefinitionError(
                f"{self.id}: rounded, it is a mean of episodes' shares. Add rounded_formula and _counted."
            )

    @property
    def rounded_of(self) -> str:
        """One of what a rounded figure counts: of sessions, their episodes."""
        return "episode" if self.way == Way.SESSION_SHARE else self.of


def definition(definition_id: str) -> Definition:
    """Return the definition of a figure.

    Raises
    ------
    UnknownNameError
        when there is none of that id.
    """
    known = definitions()
    if definition_id not in known:
        raise UnknownNameError(f"There is no figure {definition_id!r}. Known: {', '.join(known)}.")
    return known[definition_id]


@cache
def definitions() -> Mapping[str, Definition]:
    """Every figure of a service, in the order of the file.

    Raises
    ------
    DefinitionError
        when the file has a mistake in it.
    """
    table = tomllib.loads((files(__package__) / FILE).read_text("utf-8"))
    with in_file(FILE):
        return {name: read_definition(name, one, table["reviewed_on"]) for name, one in table["figure"].items()}


def read_definition(name: str, table: dict[str, Any], reviewed_on: date) -> Definition:
    """Build a definition from its table.

    Raises
    ------
    KeyError, ValueError, DefinitionError
        when something is missing or impossible.
    """
    span = table.get("span")
    return Definition(
        id=name,
        title=table["title"],
        unit=Unit(table["unit"]),
        way=Way(table["way"]),
        formula=table["formula"],
        counted=table["counted"],
        interval=table["interval"],
        source=table["source"],
        status=Status(table["status"]),
        reviewed_on=table.get("reviewed_on", reviewed_on),
        **{name: table[name] for name in OPTIONAL if name in table},
        span=None if span is None else Span(**{key: float(value) for key, value in span.items()}),
    )
