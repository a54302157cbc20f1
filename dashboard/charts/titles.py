"""What the two scales of a course are called on a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words import INFORMANT
from fit.scales import Informant, leading_pair, scale

if TYPE_CHECKING:
    from fit.assessment import EpisodeAssessment

__all__ = ["alliance_title", "by_whom", "outcome_title", "strand_title"]

PARTNER = {"ors": "srs", "cors": "csrs", "ycors": "ycsrs"}
"""Ids of the outcome scales and the session ratings that go with them."""


def outcome_title(one: EpisodeAssessment) -> str:
    """Return the title of the outcome scale; as long as none was given, of the one for this age."""
    return (one.outcome_scale or scale(leading_pair(one.age_band)[0])).title


def alliance_title(one: EpisodeAssessment) -> str:
    """Return the title of the alliance scale; while none was given, of the one that goes with the outcome scale."""
    if one.alliance_scale:
        return one.alliance_scale.title
    partner = PARTNER.get(one.outcome_scale.id) if one.outcome_scale else None
    return scale(partner or leading_pair(one.age_band)[1]).title


def strand_title(one: EpisodeAssessment) -> str:
    """Name a strand among others by its outcome scale, or by its session rating when it has nothing else."""
    return alliance_title(one) if one.outcome_scale is None and one.alliance_scale else outcome_title(one)


def by_whom(one: EpisodeAssessment) -> str:
    """Name who gave the ratings, as it is said after a scale: "caregiver"; "" for the client."""
    return "" if one.informant is Informant.CLIENT else INFORMANT[one.informant].lower()
