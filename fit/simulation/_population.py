"""The numbers behind the simulator, read from its one cited file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

POPULATION_FILE = "population.toml"

ByBand = tuple[float, float, float]
MeanAndSd = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A published group fact that the simulated cohort must meet."""

    id: str
    about: str
    low: float
    high: float
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Shares of kinds of clients."""

    adult: float
    adolescent: float
    mandated: float
    sawtooth: float
    flat_alliance: float
    youth_caregiver: float
    child_caregiver: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How life goes at intake, and what a rating shows of it."""

    mean: ByBand
    sd: ByBand
    error_sd: float
    weather_sd: float
    weather_memory: float
    sawtooth_swing: MeanAndSd
    mandated_first: MeanAndSd
    mandated_fading: float
    caregiver_bias: float
    caregiver_sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Where life goes in the long run, and how fast."""

    reach: ByBand
    per_point_of_intake: float
    per_point_of_alliance: float
    per_alliance_growth: float
    spread: float
    worsening: float
    worsening_by: MeanAndSd
    pace: float
    pace_spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """How the working relation begins, grows and varies."""

    start: float
    start_sd: float
    growth: float
    growth_sd: float
    per_point_of_progress: float
    noise_sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruptures:
    """How often the relation breaks, how deep, and whether it is repaired."""

    chance: float
    least_depth: float
    depth_scale: float
    repair_chance: float
    repair_after: tuple[float, ...]
    harm: float
    lingering: float
    item_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who leaves when, and why."""

    unplanned: float
    unplanned_first: float
    unplanned_behind: float
    unplanned_depth: float
    planned: float
    planned_session: float
    planned_level: float
    earliest_planned: int
    moved: float
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingHabits:
    """What is filled in, and how the items differ."""

    missing_outcome: float
    missing_alliance: float
    missing_after_rupture: float
    missing_caregiver: float
    item_profile_sd: float
    item_noise_sd: float
    alliance_item_sd: float
    gap_days: tuple[int, ...]
    gap_shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When the made-up episodes begin."""

    first_day: date
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The people of the simulator."""

    version: str
    label: str
    targets: tuple[Target, ...]
    calendar: Calendar
    people: People
    level: Level
    growth: Growth
    alliance: Alliance
    rupture: Ruptures
    leaving: Leaving
    rating: RatingHabits


@cache
def population() -> Population:
    """Read the numbers of the simulator."""
    table = tomllib.loads((files(__package__) / POPULATION_FILE).read_text("utf-8"))
    tuned = {name: _values(section) for name, section in table["tuned"].items()}
    return Population(
        version=table["version"],
        label=table["label"],
        targets=tuple(Target(**target) for target in table["target"]),
        calendar=Calendar(**table["calendar"]),
        people=People(**tuned["people"]),
        level=Level(**tuned["level"]),
        growth=Growth(**tuned["growth"]),
        alliance=Alliance(**tuned["alliance"]),
        rupture=Ruptures(**tuned["rupture"]),
        leaving=Leaving(**tuned["leaving"]),
        rating=RatingHabits(**tuned["rating"]),
    )


def _values(section: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in section.items()}
