"""Where help is needed: what waits, what was answered in time, who has no ratings. To help, not to judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._deed import looking
from fit.casework.views import Board, BoardRow, OutcomesScope
from fit.service.evidence import Counted, Share
from fit.service.suppression import SMALLEST_GROUP, TOO_FEW, Rounded, published
from fit.store import accounts
from fit.store.cells import monday
from fit.store.queries import board as queries
from fit.store.queries.outcomes import weeks_of
from fit.store.states import AlertState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.service.evidence import Evidence
    from fit.service.figure import Answer
    from fit.service.suppression import Published
    from fit.store.types import Record

A_WEEK = timedelta(days=7)
LOOKED_BACK = timedelta(weeks=13)
"""A quarter: enough alerts to count, recent enough to do something about."""
WEEKS_WITHOUT = 4
"""[weeks] longer than most holidays."""
TOGETHER = "Everybody together"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alert:
    """An alert with the episode it is of."""

    of: Record
    row: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a board is made of."""

    open_episodes: Sequence[Record]
    alerts: Sequence[_Alert]
    rated: frozenset[int]
    now: datetime

    def of(self, clinician_id: int) -> _Seen:
        return _Seen(
            open_episodes=[row for row in self.open_episodes if row.clinician_id == clinician_id],
            alerts=[one for one in self.alerts if one.of.clinician_id == clinician_id],
            rated=self.rated,
            now=self.now,
        )

    @property
    def holders(self) -> set[int]:
        """Clinicians with an open episode that has begun."""
        return {row.clinician_id for row in self.open_episodes if row.sessions}


def open_board(clinic: Clinic, actor: Actor) -> Board:
    """The board of the whole clinic: rounded counts, and no client."""
    with looking(clinic, actor, "open_board") as deed:
        everybody = [person.id for person in accounts.users(deed.connection, deed.clinic_id) if person.active]
        seen = _seen(clinic, deed, everybody)
    without = len(seen.holders - seen.rated)
    return _board(clinic, OutcomesScope.CLINIC, seen, people=(), without=without)


def open_team_board(clinic: Clinic, actor: Actor) -> Board:
    """The board of one's supervisees, together and each by name."""
    with looking(clinic, actor, "open_team_board") as deed:
        people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
        seen = _seen(clinic, deed, [person.id for person in people])
    rows = tuple(_row(person.display_name, seen.of(person.id), rounded=False) for person in people)
    silent = seen.holders - seen.rated
    names = tuple(person.display_name for person in people if person.id in silent)
    return _board(clinic, OutcomesScope.TEAM, seen, people=rows, without=names)


def _seen(clinic: Clinic, deed: Deed, clinician_ids: Sequence[int]) -> _Seen:
    today, place = clinic.today(), (deed.connection, deed.clinic_id, clinician_ids)
    episodes = {row.episode_id: row for row in queries.recent_episodes(*place, today - LOOKED_BACK)}
    alerts = queries.alerts_of(deed.connection, deed.clinic_id, sorted(episodes))
    weeks = weeks_of(*place, monday(today) - timedelta(weeks=WEEKS_WITHOUT - 1))
    return _Seen(
        open_episodes=[row for row in episodes.values() if row.active],
        alerts=[_Alert(of=episodes[row.episode_id], row=row) for row in alerts],
        rated=frozenset(row.clinician_id for row in weeks if row.with_alliance),
        now=deed.now,
    )


def _board(
    clinic: Clinic,
    scope: OutcomesScope,
    seen: _Seen,
    *,
    people: tuple[BoardRow, ...],
    without: tuple[str, ...] | int,
) -> Board:
    return Board(
        scope=scope,
        together=_row(TOGETHER, seen, rounded=scope is OutcomesScope.CLINIC),
        people=people,
        without_ratings=without,
        asked=len(seen.holders),
        smallest_group=SMALLEST_GROUP,
        as_of=clinic.today(),
    )


def _row(name: str, seen: _Seen, *, rounded: bool) -> BoardRow:
    evidence = _evidence(seen)
    figures = {one: _shown(found, one, rounded=rounded) for one, found in evidence.items()}
    never = _never_opened(seen)
    if rounded and len({row.client_id for row in never}) < SMALLEST_GROUP:
        figures["alerts_never_opened"] = TOO_FEW
    held = _shown(Counted(n=len(seen.open_episodes)), "episodes", rounded=rounded)
    known = None if rounded and not isinstance(held, Rounded) else int(getattr(held, "value", 0))
    return BoardRow(name=name, open_episodes=known, figures=figures)


def _shown(evidence: Evidence, name: str, *, rounded: bool) -> Answer | Published:
    return published(evidence, name) if rounded else evidence.figure(name)


def _evidence(seen: _Seen) -> Mapping[str, Evidence]:
    due = [one for one in seen.alerts if _is_due(one.row, seen.now)]
    return {
        "on_watch": _share((row.open_alerts > 0 for row in seen.open_episodes), seen.open_episodes),
        "alerts_answered": _share((_answered(one.row) for one in due), [one.of for one in due]),
        "alerts_never_opened": Counted(n=len(_never_opened(seen))),
    }


def _share(hits: Iterable[bool], episodes: Sequence[Record]) -> Share:
    return Share(hit=np.fromiter(hits, np.bool_), client=np.array([row.client_id for row in episodes], np.int64))


def _is_due(row: Record, now: datetime) -> bool:
    """Raised long enough ago to have been answered, and open for a while.

    Past ratings that came in together raise alerts that are over as soon as they are found: nobody's to answer.
    """
    was_open = row.closed_at is None or row.closed_at > row.raised_at
    return was_open and bool(now - LOOKED_BACK <= row.raised_at <= now - A_WEEK)


def _answered(row: Record) -> bool:
    """Talked about in a session within a week, or closed within one."""
    talked: date | None = row.talked_on
    in_session = talked is not None and talked <= (row.raised_at + A_WEEK).date()
    return in_session or (row.closed_at is not None and row.closed_at <= row.raised_at + A_WEEK)


def _never_opened(seen: _Seen) -> list[Record]:
    """The episodes of alerts that are still new after a week, one entry an alert."""
    waiting = (one for one in seen.alerts if one.of.active and one.row.state == AlertState.NEW.value)
    return [one.of for one in waiting if one.row.raised_at <= seen.now - A_WEEK]
