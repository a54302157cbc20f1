"""Where help is needed: what waits, what was answered in time, who has no ratings. To help, not to judge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._deed import looking
from fit.casework._programmes import names_of
from fit.casework._unchanged import changed_since
from fit.casework.actor import Role
from fit.casework.views import Board, BoardRow, OutcomesScope
from fit.errors import InputError
from fit.service.evidence import Counted, Share
from fit.service.suppression import SMALLEST_GROUP, Rounded, published
from fit.store import accounts, audit
from fit.store.cells import NO_PROGRAMME, monday
from fit.store.queries import board as queries
from fit.store.queries.outcomes import weeks_of
from fit.store.states import AlertState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.service.evidence import Evidence
    from fit.service.figure import Answer
    from fit.service.suppression import Published
    from fit.store.types import Record

A_MINUTE = timedelta(minutes=1)
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
        return self.where(lambda row: row.clinician_id == clinician_id)

    def where(self, keeps: Callable[[Record], bool]) -> _Seen:
        """Of these episodes alone."""
        return replace(
            self,
            open_episodes=[row for row in self.open_episodes if keeps(row)],
            alerts=[one for one in self.alerts if keeps(one.of)],
        )

    @property
    def holders(self) -> set[int]:
        """Clinicians with an open episode that has begun."""
        return {row.clinician_id for row in self.open_episodes if row.sessions}


def open_board(clinic: Clinic, actor: Actor, *, team: str | None = None, programme: str | None = None) -> Board:
    """The board of the whole clinic, or of one team or programme: rounded counts, and no client.

    Raises
    ------
    InputError
        when a team and a programme are asked for at once, or one that there is not.
    """
    with looking(clinic, actor, "open_board") as deed:
        return _kept(clinic, deed, OutcomesScope.CLINIC, _Chosen(team=team, programme=programme))


def open_team_board(clinic: Clinic, actor: Actor, *, team: str | None = None, programme: str | None = None) -> Board:
    """The board of one's supervisees, together and each by name; all of them, or of one team or programme.

    Raises
    ------
    InputError
        when a team and a programme are asked for at once, or one that there is not.
    """
    with looking(clinic, actor, "open_team_board") as deed:
        return _kept(clinic, deed, OutcomesScope.TEAM, _Chosen(team=team, programme=programme))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """A team or a programme, by name; never both: with how care stands and the alert it would be one too many."""

    team: str | None
    programme: str | None

    def __post_init__(self) -> None:
        if self.team is not None and self.programme is not None:
            raise InputError("A team and a programme at once could point at somebody. Choose one of them.")

    @property
    def is_set(self) -> bool:
        return self.team is not None or self.programme is not None


def _kept(clinic: Clinic, deed: Deed, scope: OutcomesScope, chosen: _Chosen) -> Board:
    """The board as it was made within a minute, as long as nobody wrote since."""
    until = audit.last_sequence(deed.connection, deed.clinic_id)
    key = (deed.clinic_id, "board", scope, deed.user_id, clinic.today(), chosen)
    known = clinic.outcomes.get(key)
    if known is not None and deed.now - known[1][0] < A_MINUTE and not changed_since(deed, known[0]):
        found: Board = known[1][1]
        return found
    fresh = _fresh(clinic, deed, scope, chosen)
    clinic.outcomes[key] = (until, (deed.now, fresh))
    return fresh


def _fresh(clinic: Clinic, deed: Deed, scope: OutcomesScope, chosen: _Chosen) -> Board:
    people, names = _people(deed, scope), names_of(deed)
    teams = {person.id: person.team for person in people}
    choices = _Choices(
        teams=tuple(sorted({*teams.values()} - {""})), programmes=tuple(names.values()) if len(names) > 1 else ()
    )
    choices.check(chosen)
    seen = _seen(clinic, deed, list(teams))
    if chosen.team is not None:
        seen = seen.where(lambda row: teams[row.clinician_id] == chosen.team)
    if chosen.programme is not None:
        seen = seen.where(lambda row: names[row.programme_id or NO_PROGRAMME] == chosen.programme)
    board = _board(clinic, scope, seen, people, (choices, chosen))
    if scope is not OutcomesScope.CLINIC or chosen.is_set:
        return board
    return replace(board, unsupervised=_unsupervised(deed, people))


def _unsupervised(deed: Deed, people: Sequence[Record]) -> tuple[int, int]:
    """How many of the clinicians nobody supervises: staff, not clients, and so told exactly."""
    clinicians = {person.id for person in people if person.role == Role.CLINICIAN}
    return len(clinicians - accounts.supervised(deed.connection, deed.clinic_id)), len(clinicians)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choices:
    """Teams and programmes that can be chosen."""

    teams: tuple[str, ...]
    programmes: tuple[str, ...]

    def check(self, chosen: _Chosen) -> None:
        for value, among in ((chosen.team, self.teams), (chosen.programme, self.programmes)):
            if value is not None and value not in among:
                raise InputError(f"{value!r} is not among the choices here. Choose one that is offered.")


def _people(deed: Deed, scope: OutcomesScope) -> Sequence[Record]:
    """Whose clients these are."""
    everybody = accounts.users(deed.connection, deed.clinic_id)
    if scope is OutcomesScope.CLINIC:
        return [person for person in everybody if person.active]
    mine = {person.id for person in accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)}
    return [person for person in everybody if person.id in mine]


def _seen(clinic: Clinic, deed: Deed, clinician_ids: Sequence[int]) -> _Seen:
    today, place = clinic.today(), (deed.connection, deed.clinic_id, clinician_ids)
    episodes = {row.episode_id: row for row in queries.recent_episodes(*place, today - LOOKED_BACK)}
    alerts = queries.alerts_of(deed.connection, deed.clinic_id, sorted(episodes), deed.now - LOOKED_BACK)
    weeks = weeks_of(*place, monday(today) - timedelta(weeks=WEEKS_WITHOUT - 1))
    return _Seen(
        open_episodes=[row for row in episodes.values() if row.active],
        alerts=[_Alert(of=episodes[row.episode_id], row=row) for row in alerts],
        rated=frozenset(row.clinician_id for row in weeks if row.with_alliance),
        now=deed.now,
    )


def _board(
    clinic: Clinic, scope: OutcomesScope, seen: _Seen, people: Sequence[Record], choice: tuple[_Choices, _Chosen]
) -> Board:
    choices, chosen = choice
    rounded = scope is OutcomesScope.CLINIC
    shown = [] if rounded else [one for one in people if not chosen.is_set or seen.of(one.id).open_episodes]
    return Board(
        scope=scope,
        together=_row(TOGETHER, seen, rounded=rounded),
        people=tuple(_row(person.display_name, seen.of(person.id), rounded=False) for person in shown),
        without_ratings=_without(seen, people, chosen, rounded=rounded),
        asked=len(seen.holders),
        smallest_group=SMALLEST_GROUP,
        teams=choices.teams,
        programmes=choices.programmes,
        team=chosen.team,
        programme=chosen.programme,
        as_of=clinic.today(),
    )


def _without(seen: _Seen, people: Sequence[Record], chosen: _Chosen, *, rounded: bool) -> tuple[str, ...] | int | None:
    """Who gave no session rating lately: by name to the supervisor; to a director how many, of the whole clinic alone.

    Of a team of one or two the number would be a name.
    """
    silent = seen.holders - seen.rated
    if rounded:
        return None if chosen.is_set else len(silent)
    return tuple(person.display_name for person in people if person.id in silent)


def _row(name: str, seen: _Seen, *, rounded: bool) -> BoardRow:
    evidence = _evidence(seen)
    figures = {one: _shown(found, one, rounded=rounded) for one, found in evidence.items()}
    held = _shown(_count(seen.open_episodes), "episodes", rounded=rounded)
    known = None if rounded and not isinstance(held, Rounded) else int(getattr(held, "value", 0))
    return BoardRow(name=name, open_episodes=known, figures=figures)


def _shown(evidence: Evidence, name: str, *, rounded: bool) -> Answer | Published:
    return published(evidence, name) if rounded else evidence.figure(name)


def _evidence(seen: _Seen) -> Mapping[str, Evidence]:
    due = [one for one in seen.alerts if _is_due(one.row, seen.now)]
    return {
        "on_watch": _share((row.open_alerts > 0 for row in seen.open_episodes), seen.open_episodes),
        "alerts_answered": _share((_answered(one.row) for one in due), [one.of for one in due]),
        "alerts_never_opened": _count(_never_opened(seen)),
        "alerts_new": _count(_new_this_week(seen)),
    }


def _count(episodes: Sequence[Record]) -> Counted:
    return Counted(n=len(episodes), client=np.array([row.client_id for row in episodes], np.int64))


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


def _new_this_week(seen: _Seen) -> list[Record]:
    """Open episodes with an alert raised within the last seven days, answered since or not, each once.

    Alerts of past ratings that came in together were over when they were found, and are none of these.
    """
    lately = {one.of.episode_id for one in seen.alerts if one.row.raised_at > seen.now - A_WEEK}
    return [row for row in seen.open_episodes if row.episode_id in lately]
