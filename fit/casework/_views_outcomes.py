"""Outcomes of one person, of a team, or of a clinic, and where help is needed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.scales import AgeBand, Informant
    from fit.service.change_spread import Histogram, Pairs, Squares
    from fit.service.dose_response import DoseResponse
    from fit.service.episodes import State
    from fit.service.figure import Answer, NotAssessable
    from fit.service.funnel import Funnel
    from fit.service.outcomes import Outcomes
    from fit.service.published_curves import SeenSoFar
    from fit.service.published_outcomes import PublishedOutcomes
    from fit.service.share_bands import Band
    from fit.service.suppression import Published, Withheld
    from fit.service.survival import Incidence, SurvivalCurve


REPORT = "report"
"""Begins the period of a service report."""


class OutcomesScope(StrEnum):
    """Whose clients the figures are about."""

    OWN = "own"
    TEAM = "team"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesFilter:
    """Which episodes are counted; None where all are.

    `period` is a year, "2026", or a quarter, "2026 Q3", in which they began; or that of a service report, "report
    2026-10": open at some time in that month and the eleven before, as they stood on its last day.
    """

    period: str | None = None
    team: str | None = None
    programme: str | None = None
    age_band: AgeBand | None = None
    informant: Informant | None = None
    tag: str | None = None

    @property
    def report_month(self) -> date | None:
        """First day of the month whose service report is asked for; None where it is no such period."""
        word, _, month = (self.period or "").partition(" ")
        return date.fromisoformat(f"{month}-01") if word == REPORT else None

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(getattr(self, one.name) is not None for one in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesChoices:
    """What each filter may be set to here."""

    periods: tuple[str, ...]
    teams: tuple[str, ...]
    programmes: tuple[str, ...]
    """In their order, then that there is none; empty in a clinic without programmes."""
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
    """How many sessions it takes; each curve ends where fewer than ten are still followed.

    `ended_alone` is the share that really ended alone, `to_unplanned` what it would be if nobody ended as planned; None
    where it may not be shown.
    """

    to_improvement: SurvivalCurve | SeenSoFar | Withheld | NotAssessable
    to_unplanned: SurvivalCurve | NotAssessable | None
    ended_alone: Incidence | SeenSoFar | Withheld | NotAssessable
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
    weeks: Mapping[date, Answer | Published | Band]
    whole: Answer | Published | Band


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesPage:
    """All that the page of outcomes shows."""

    scope: OutcomesScope
    chosen: OutcomesFilter
    choices: OutcomesChoices
    people: tuple[tuple[str, str], ...]
    """Id and name of each supervisee; empty but for a supervisor."""
    states: Mapping[State, StateOutcomes]
    """For a director with two filters set only all together: apart they could point at somebody."""
    others: Mapping[State, PublishedOutcomes] | None
    """The clients of all colleagues together, for a clinician; with two filters set not told apart by state."""
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
    read_at: datetime
    """A large clinic is not read anew after every rating: figures are of what was recorded until then."""


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
    without_ratings: tuple[str, ...] | int | None
    """Names for a supervisor; how many for a director, of the whole clinic alone."""
    asked: int
    """Clinicians with open episodes."""
    smallest_group: int
    teams: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    """With that there is none as the last; empty in a clinic without programmes."""
    team: str | None = None
    """The one that is counted alone; never a team and a programme at once."""
    programme: str | None = None
    unsupervised: tuple[int, int] | None = None
    """Active clinicians whom nobody supervises, and of how many; to a director alone, of the whole clinic."""
    as_of: date
