"""A couple, a family or a group: its people beside each other, each with their own ratings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._views_care import CaseloadRow
    from fit.scales import Score


class SharedKind(StrEnum):
    """Who is seen together."""

    COUPLE = "couple"
    FAMILY = "family"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedName:
    """A couple, a family or a group by name."""

    case_id: str
    kind: SharedKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRow:
    """One of the couples, families and groups in one's care."""

    case_id: str
    kind: SharedKind
    name: str
    people: tuple[str, ...]
    """Whom this person may see, by label."""
    others: int
    """People seen by colleagues: how many, and nothing else of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPerson:
    """One person of it whom the reader may see."""

    row: CaseloadRow
    joined_on: date
    left_on: date | None
    own: bool
    """The reader holds this person's episode."""
    pair: tuple[str, str]
    """Ids of the outcome and the alliance scale that this person fills in."""
    given_today: frozenset[str]
    """Ids of the scales that this person has filled in today."""

    @property
    def is_here(self) -> bool:
        """Belongs to it now, with an episode that goes on."""
        return self.left_on is None and self.row.closed_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """How two people or more rated the same day's session: facts without a verdict."""

    day: date
    scale_title: str
    marks: tuple[tuple[str, Score], ...]
    """Who gave which mark, the highest first."""
    points: Score
    """Between the highest and the lowest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPage:
    """Everything that the page of a couple, a family or a group draws."""

    case_id: str
    kind: SharedKind
    name: str
    people: tuple[SharedPerson, ...]
    """In the order in which they joined; also those who left."""
    others: int
    """People who are seen by a colleague: how many, and nothing else of them."""
    apart: tuple[Apart, ...]
    """The newest day first."""
    can_change: bool
    choices: tuple[tuple[str, str], ...]
    """Own open episodes that could join: id and label."""
    as_of: date
