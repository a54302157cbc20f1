"""What the two scales of a course are called on a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fit.assessment import EpisodeAssessment

__all__ = ["alliance_title", "outcome_title", "strand_title"]


def outcome_title(one: EpisodeAssessment) -> str:
    """Return the title of the outcome scale; ORS as long as none was given."""
    return one.outcome_scale.title if one.outcome_scale else "ORS"


def alliance_title(one: EpisodeAssessment) -> str:
    """Return the title of the alliance scale; SRS as long as none was given."""
    return one.alliance_scale.title if one.alliance_scale else "SRS"


def strand_title(one: EpisodeAssessment) -> str:
    """Name a strand among others by its outcome scale, or by its session rating when it has nothing else."""
    return alliance_title(one) if one.outcome_scale is None and one.alliance_scale else outcome_title(one)
