"""The alliance across the caseload, as far as somebody may see it, and the flagged sessions behind a cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from fit.scales import Score
    from fit.service.alliance_grid import GridView, Measure, Period
    from fit.service.grid_order import Order
    from fit.store.states import AlertState


class GridRows(StrEnum):
    """What a row of the grid stands for."""

    CLINICIANS = "clinicians"
    TEAMS = "teams"
    PROGRAMMES = "programmes"


class CellState(StrEnum):
    """What there is to see in a cell, or why there is nothing."""

    SHOWN = "shown"
    UNCERTAIN = "uncertain"
    """So few that one session would move it by more than ten points."""
    NOTHING = "nothing"
    """Nothing happened that could be counted; only for who may see the clients."""
    FEW_CLIENTS = "few_clients"
    """Withheld: fewer than five clients, or fewer than eight to count, perhaps none."""
    IN_COMPANY = "in_company"
    """Withheld, because a smaller one beside it could be worked out from it."""
    FEW_HITS = "few_hits"
    """Fewer than eight of those counted, none included; only the upper end of the interval is told."""


class DrillDown(StrEnum):
    """Where a cell or a row leads to for this person."""

    TO_CLINICIANS = "to_clinicians"
    TO_SESSIONS = "to_sessions"
    NO_FURTHER = "no_further"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A clinician, a team, a programme, or everybody together; `key` names it in an address: an opaque id, or the name.

    The key of everybody together is empty.     `team` is empty for a programme and for everybody.
    """

    key: str
    name: str
    team: str
    sessions: int | None
    """About how many, for who may not see the clients; None where these would be too few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedGrid:
    """Which grid is asked for: see `AllianceGrid`."""

    measure: Measure
    rows: GridRows
    period: Period
    order: Order
    team: str | None = None
    programme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceGrid:
    """One measure of rows by periods, in the order asked for; `view` and `states` are [rows, periods]."""

    measure: Measure
    by: GridRows
    period: Period
    order: Order
    team: str | None
    """The one team whose clinicians these are."""
    programme: str | None = None
    """The one programme whose sessions are counted, by name."""
    rows: tuple[GridRow, ...]
    periods: tuple[date, ...]
    view: GridView
    states: tuple[tuple[CellState, ...], ...]
    exact: bool
    """False: rounded, and small groups withheld."""
    drill_down: DrillDown
    cutoff: Score
    """Session ratings below this total count as low."""
    repair_ratings: int
    """Within so many further session ratings a dip is repaired or not."""
    as_of: date
    together: AllianceGrid | None = None
    """One row, over the same periods: everybody of these rows; None where there is one row alone."""

    def complete(self) -> AllianceGrid:
        """The same grid with everybody together as the first row, whose key is empty.

        Within a team or programme that is this one together, by its name: two figures of one name would contradict
        each other.
        """
        if self.together is None:
            return self
        first = self.together
        part = "" if self.exact else self.team or self.programme or ""
        rows = tuple(replace(one, name=f"{part} together") for one in first.rows) if part else first.rows
        return replace(
            self,
            rows=(*rows, *self.rows),
            states=(*first.states, *self.states),
            view=self.view.below(first.view),
            together=None,
        )

    def only(self, rows: slice) -> AllianceGrid:
        """The same grid with only some of its rows; what is withheld stays withheld."""
        return replace(self, rows=self.rows[rows], states=self.states[rows], view=self.view.only(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedSession:
    """A session with an alert that asks for something."""

    episode_id: str
    session_id: str
    client_label: str
    meeting: int
    occurred_on: date
    alliance: Score | None
    alerts: tuple[str, ...]
    """Their titles, the gravest first."""
    state: AlertState
    """Of one that still waits for an answer, or else of the gravest."""

    @property
    def waiting(self) -> bool:
        """Whether one of them still waits for an answer."""
        return self.state.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedSessions:
    """What is behind a clinician's cell: flagged sessions, the newest first."""

    clinician_id: str
    clinician_name: str
    first: date
    last: date
    sessions: tuple[FlaggedSession, ...]
    elsewhere: int
    """Flagged sessions of clients who are with somebody else by now; not shown."""
