"""What a client may see of the own ratings, beside the clinician."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fit.scales import AgeBand


class Move(StrEnum):
    """How the last mark lies to the one before."""

    FIRST = "first"
    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """A client's own marks in the order of the sessions, as shares of the line: 0 its worse end, 1 its better end."""

    shares: tuple[float | None, ...]
    """None where no mark was given. Never empty, and never without a mark."""
    move: Move
    is_todays: bool
    """The last mark is of today."""
    cutoff: float | None
    """Share at which the cutoff lies; None unless the clinic wants it drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What a client may see of the ratings, beside the clinician: no name, no number, no verdict, no alert."""

    language: str
    age_band: AgeBand
    outcome: OwnLine | None
    alliance: OwnLine | None
