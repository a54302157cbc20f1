"""Outcomes of one person, of a team, or of a clinic, and where help is needed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fit.scales import AgeBand, Informant
    from fit.service.change_spread import Histogram, Pairs, Squares
    from fit.service.dose_response import DoseResponse
    from fit.service.episodes import State
    from fit.service.figure import Answer, NotAssessable
    from fit.service.funnel import Funnel
    from fit.service.outcomes import Outcomes
    from fit.service.published_outcomes import PublishedOutcomes
    from fit.service.suppression import Published, Withheld
    from fit.service.survival import Incidence, SurvivalCurve


class OutcomesScope(StrEnum):
    """Whose clients the figures are about."""

    OWN = "own"
    TEAM = "team"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesFilter:
    """Which episodes are counted; None where all are. `period` is a year, "2026", or a quarter, "2026 Q3"."""

    period: str | None = None
    team: str | None = None
    age_band: AgeBand | None = None
    informant: Informant | None = None
    tag: str | None = None

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(getattr(self, one.name) is not None for one in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesChoices:
    """What each filter may be set to here."""

    periods: tuple[str, ...]
    teams: tuple[str, ...]
    age_bands: tuple[AgeBand, ...]
    informants: tuple[Informant, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateOutcomes:
    """Figures and pictures of the episodes of one state."""

    figures: Outcomes | PublishedOutcomes
    gains: Histogram | Withheld | NotAssessable
    pairs: Pairs | Squares | Withheld | NotAssessable


@dataclass(frozen=True, slots=True, kw_only=True)
class Courses:
    """How many sessions it takes. `ended_alone` is None where it may not be shown."""

    to_improvement: SurvivalCurve | Withheld | NotAssessable
    to_unplanned: SurvivalCurve | Withheld | NotAssessable
    ended_alone: Incidence | NotAssessable | None
    dose: DoseResponse | Withheld | NotAssessable


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicianFigure:
    """One clinician beside the others. `name` is empty for whoever may not know it."""

    name: str
    is_you: bool
    n: int
    mean: float
    estimate: float
    lower: float
    upper: float
    provisional: bool
    stands_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenClinicians:
    """The clinicians that may be shown, by name, with what chance and usual spread do."""

    clinicians: tuple[ClinicianFigure, ...]
    hidden: int | None
    """How many have too few closed episodes; None where that is not told."""
    clinic_mean: float
    spread: float
    funnel: Funnel
    compared: bool
    reason: str
    rounded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletenessRow:
    """Sessions with a session rating, by week, of one clinician or of everybody together."""

    name: str
    weeks: Mapping[date, Answer | Published]
    whole: Answer | Published


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesPage:
    """All that the page of outcomes shows."""

    scope: OutcomesScope
    chosen: OutcomesFilter
    choices: OutcomesChoices
    people: tuple[tuple[str, str], ...]
    """Id and name of each supervisee; empty but for a supervisor."""
    states: Mapping[State, StateOutcomes]
    others: Mapping[State, PublishedOutcomes] | None
    """The clients of all colleagues together, for a clinician."""
    courses: Courses
    between: BetweenClinicians | NotAssessable
    completeness: tuple[CompletenessRow, ...]
    reliable_change: float
    """[points]"""
    cutoffs: Mapping[AgeBand, float]
    """[points] of the age bands that are counted."""
    policy: str
    smallest_group: int
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """Where help is needed, for one person or for everybody together."""

    name: str
    open_episodes: int | None
    figures: Mapping[str, Answer | Published]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The early-warning board."""

    scope: OutcomesScope
    together: BoardRow
    people: tuple[BoardRow, ...]
    """Supervisees by name; nobody for a director."""
    without_ratings: tuple[str, ...] | int
    """Names for a supervisor; how many for a director."""
    asked: int
    """Clinicians with open episodes."""
    smallest_group: int
    as_of: date
