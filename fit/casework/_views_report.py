"""What a director may choose of a service report, what was asked for, and what came of an extract."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoices:
    """Months that are over, the last one first, each by its first day; teams and programmes by name."""

    months: tuple[date, ...]
    teams: tuple[str, ...]
    programmes: tuple[str, ...] = ()
    """With that there is none as the last; empty in a clinic without programmes."""


class ReportState(StrEnum):
    """How far a report is that was asked for."""

    WAITS = "waits"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedReport:
    """A report that was asked for; `team` and `programme` are empty for all, `month` is its first day."""

    report_id: str
    month: date
    team: str
    programme: str
    names: bool
    """With clinicians by name."""
    asked_at: datetime
    state: ReportState
    why_not: str
    """Why it could not be made, and what to do; empty otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenReport:
    """A report that is taken out: what it is about, and its PDF file."""

    report: AskedReport
    file: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What an extract holds, and what it took that nobody stands alone in it."""

    rows: Mapping[str, int]
    """By table."""
    smallest_group: int
    """[clients] that share the rarest combination."""
    left_out: int
    """Episodes."""
    less_exact: int
    """Episodes without programme, team, year or kind of ending."""
