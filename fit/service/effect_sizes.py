"""What a fair comparison of gains needs: what clients who began alike gained in this clinic, and on the path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.scales import AgeBand
from fit.service.episodes import Episodes, State
from fit.service.evidence import EffectSize, Evidence, Mean
from fit.service.figure import NotAssessable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = ["Line", "Reference", "raw_effect_size", "relative_effect_size", "severity_adjusted_effect_size"]

LEAST_CLOSED = 30
"""[episodes] a line through fewer closed episodes of an age band moves by more than a point from year to year."""
AGE_BANDS = tuple(AgeBand)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Gain [points] expected at a first rating, by the clinic's own closed episodes that began clinical."""

    at_zero: float
    per_point: float
    mean_gain: float
    intake_sd: float
    n: int

    @classmethod
    def through(cls, intake: Points, gain: Points) -> Line | None:
        """Least-squares line; None through too few, or where all began alike."""
        if intake.size < LEAST_CLOSED or not np.ptp(intake):
            return None
        mean, centre = float(gain.mean()), float(intake.mean())
        away = intake - centre
        slope = float(away @ gain / (away @ away))
        sd = float(intake.std(ddof=1))
        return cls(at_zero=mean - slope * centre, per_point=slope, mean_gain=mean, intake_sd=sd, n=intake.size)

    def adjusted(self, intake: Points, gain: Points) -> Points:
        """Each gain as if that client had begun where the clinic's clients usually do, in SDs of first ratings."""
        expected = self.at_zero + self.per_point * intake
        return (self.mean_gain + gain - expected) / self.intake_sd


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The clinic's own closed episodes, as one line an age band."""

    lines: Mapping[AgeBand, Line]

    @classmethod
    def of(cls, episodes: Episodes) -> Reference:
        """Draw the lines through the closed episodes that began in the clinical range and were rated again."""
        closed = episodes.in_state(State.CLOSED) & episodes.again & episodes.clinical_at_intake
        found = {}
        for code, band in enumerate(AGE_BANDS):
            mine = closed & (episodes.age_band == code)
            found[band] = Line.through(episodes.intake[mine] / 10, episodes.gain[mine] / 10)
        return cls(lines={band: line for band, line in found.items() if line is not None})


def raw_effect_size(episodes: Episodes) -> Evidence:
    """Mean gain in standard deviations of the first ratings of the same episodes."""
    mine = episodes.again
    return EffectSize(intake=episodes.intake[mine] / 10, gain=episodes.gain[mine] / 10, client=episodes.client[mine])


def severity_adjusted_effect_size(episodes: Episodes, reference: Reference) -> Evidence:
    """Gain as if all had begun alike, in standard deviations, as definitions.toml says."""
    clinical = episodes.again & episodes.clinical_at_intake
    values, clients = [], []
    for code, band in enumerate(AGE_BANDS):
        line, mine = reference.lines.get(band), clinical & (episodes.age_band == code)
        if line is not None:
            values.append(line.adjusted(episodes.intake[mine] / 10, episodes.gain[mine] / 10))
            clients.append(episodes.client[mine])
    if not values:
        reason = f"no age band has {LEAST_CLOSED} closed episodes that began in the clinical range and were rated again"
        return NotAssessable(reason=reason, n=int(clinical.sum()))
    return Mean(values=np.concatenate(values), client=np.concatenate(clients))


def relative_effect_size(episodes: Episodes) -> Evidence:
    """Distance from the expected path in standard deviations, as definitions.toml says."""
    distance = (episodes.latest / 10 - episodes.expected) / episodes.norm_sd
    mine = episodes.again & ~np.isnan(distance)
    return Mean(values=distance[mine], client=episodes.client[mine])
