"""Every figure of a service for somebody who may not see the clients: the same evidence, shown with suppression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.service.episodes import State
from fit.service.outcomes import evidence_by_age_band, evidence_by_informant, evidence_of
from fit.service.suppression import MOST_BESIDE_STATES, published

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.scales import AgeBand, Informant
    from fit.service.effect_sizes import Reference
    from fit.service.episodes import Episodes
    from fit.service.evidence import Evidence
    from fit.service.suppression import Published

__all__ = ["PublishedOutcomes", "published_outcomes", "published_service_outcomes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedOutcomes:
    """The figures of one selection as they may be shown, by id of their definition."""

    figures: Mapping[str, Published]
    by_age_band: Mapping[AgeBand, Mapping[str, Published]]
    informants: Mapping[Informant, Published]


def published_service_outcomes(
    episodes: Episodes, reference: Reference, clinic_sd: float | None, *, filters: int
) -> dict[State, PublishedOutcomes]:
    """Show all figures of each state; beside more filters than one, of all states together alone.

    Parameters
    ----------
    episodes : what the filters left over
    reference, clinic_sd : of the whole clinic
    filters : how many are set
    """
    told = State if filters <= MOST_BESIDE_STATES else (State.ALL,)
    return {state: published_outcomes(episodes.of_state(state), reference, clinic_sd) for state in told}


def published_outcomes(episodes: Episodes, reference: Reference, clinic_sd: float | None) -> PublishedOutcomes:
    """Show all figures of one selection."""

    def shown(found: Mapping[str, Evidence]) -> dict[str, Published]:
        return {name: published(one, name, clinic_sd=clinic_sd) for name, one in found.items()}

    informants = evidence_by_informant(episodes)
    return PublishedOutcomes(
        figures=shown(evidence_of(episodes, reference)),
        by_age_band={band: shown(found) for band, found in evidence_by_age_band(episodes).items()},
        informants={who: published(found, "informants") for who, found in informants.items()},
    )
