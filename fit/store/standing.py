"""Where each episode stands, written in the transaction that saves a rating: alerts, cells, one summary row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fit.alerts import find_alerts, rules
from fit.assessment import Axis, assess
from fit.series import Series
from fit.store import alerts as alert_rows
from fit.store._method import Method
from fit.store._rows import write_rows
from fit.store._shares import shares_of
from fit.store._standing_columns import UNRATED, verdicts_of
from fit.store._standing_row import empty_row, standing_row
from fit.store.cells import Share, alone, update_shares
from fit.store.held import held_by_episode, sessions_of_rows
from fit.store.ratings import History, history
from fit.store.tables import Episode, Session, Standing, columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fit.assessment import Assessment, EpisodeAssessment
    from fit.series import Ratings
    from fit.store.alerts import Found, Key
    from fit.store.types import Record

__all__ = ["Method", "begin", "refresh", "strands_by_episode", "strands_of"]

NO_SHARE = Share()
EPISODES_AT_ONCE = 5_000

episode = columns_of(Episode)
session = columns_of(Session)
standing = columns_of(Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """The episodes at hand, with all that is known of them."""

    connection: Connection
    clinic_id: int
    method: Method
    ids: Sequence[int]
    episodes: Sequence[Record]
    sessions: Sequence[Record]
    history: History
    assessment: Assessment

    @property
    def session_ids(self) -> dict[tuple[int, int], int]:
        return {(row.episode_id, row.meeting): row.id for row in self.sessions}


def refresh(
    connection: Connection,
    clinic_id: int,
    episode_ids: Sequence[int],
    method: Method,
    *,
    causes: Mapping[int, int] | None = None,
    imported: bool = False,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Bring alerts, cells and standings of these episodes up to what their ratings say.

    `causes` names for each episode the rating that brought the news; `imported` says that they are past ratings.
    `progress` is told how many are done.
    """
    alone(connection, clinic_id)
    for first in range(0, len(episode_ids), EPISODES_AT_ONCE):
        some = sorted(episode_ids[first : first + EPISODES_AT_ONCE])
        work = _gather(connection, clinic_id, some, method)
        update_shares(connection, _shares(work))
        _reconcile_alerts(work, causes or {}, imported=imported)
        _write_standings(work)
        if progress is not None:
            progress(first + len(some))


def begin(connection: Connection, clinic_id: int, episode_ids: Sequence[int], method: Method) -> None:
    """Write the first standing of new episodes, before there is any rating."""
    found = select(episode).where(episode.c.clinic_id == clinic_id, episode.c.id.in_(episode_ids))
    write_rows(connection, standing, [empty_row(row, method) for row in connection.execute(found).all()])


def strands_of(
    connection: Connection, clinic_id: int, episode_id: int, method: Method, *, until: int | None = None
) -> tuple[EpisodeAssessment, ...]:
    """Assess one episode as it stands in the database, the leading strand first.

    `until` leaves out what was rated after that session: so it was seen then, by the rules of today.
    """
    return strands_by_episode(connection, clinic_id, [episode_id], method, until=until).get(episode_id, ())


def strands_by_episode(
    connection: Connection, clinic_id: int, episode_ids: Sequence[int], method: Method, *, until: int | None = None
) -> dict[int, tuple[EpisodeAssessment, ...]]:
    """Assess several episodes at once; one without ratings is not there."""
    ids = sorted(episode_ids)
    if not ids:
        return {}
    ratings = history(connection, clinic_id, ids).ratings
    series = Series.of(ratings if until is None else _until(ratings, until))
    assessment = assess(series, method.policy, method.curves, rules())
    return {episode_id: tuple(found) for episode_id, found in _strands(assessment, ids).items()}


def _until(ratings: Ratings, meeting: int) -> Ratings:
    """The ratings of sessions up to that one."""
    kept = ratings.session <= meeting
    names = ("episode", "session", "scale", "informant", "total")
    items = None if ratings.items is None else ratings.items[kept]
    return replace(ratings, items=items, **{name: getattr(ratings, name)[kept] for name in names})


def _strands(assessment: Assessment, ids: Sequence[int]) -> dict[int, list[EpisodeAssessment]]:
    strands: dict[int, list[EpisodeAssessment]] = {}
    for strand, code in enumerate(assessment.series.episode.tolist()):
        strands.setdefault(ids[code], []).append(assessment.episode(strand))
    return strands


def _gather(connection: Connection, clinic_id: int, episode_ids: list[int], method: Method) -> _Work:
    past = history(connection, clinic_id, episode_ids)
    series = Series.of(past.ratings)
    assessment = assess(series, method.policy, method.curves, rules())
    return _Work(
        connection=connection,
        clinic_id=clinic_id,
        method=method,
        ids=episode_ids,
        episodes=connection.execute(
            select(episode).where(episode.c.clinic_id == clinic_id, episode.c.id.in_(episode_ids))
        ).all(),
        sessions=connection.execute(
            select(session)
            .where(session.c.clinic_id == clinic_id, session.c.episode_id.in_(episode_ids))
            .order_by(session.c.episode_id, session.c.meeting)
        ).all(),
        history=past,
        assessment=assessment,
    )


def _shares(work: _Work) -> Iterator[tuple[Record, Share]]:
    """What each session adds to its cell, read from the leading strand's columns."""
    said = shares_of(work.assessment, work.ids)
    for row in work.sessions:
        yield row, said.get((row.episode_id, row.meeting), NO_SHARE)


def _reconcile_alerts(work: _Work, causes: Mapping[int, int], *, imported: bool) -> None:
    meeting_of = {row.id: row.meeting for row in work.sessions}
    stored = alert_rows.stored(work.connection, work.clinic_id, [row.id for row in work.episodes])
    alert_rows.reconcile(
        work.connection,
        work.clinic_id,
        rows={(row.episode_id, meeting_of[row.session_id], row.rule, row.scale, row.informant): row for row in stored},
        found=dict(_found(work)),
        session_ids=work.session_ids,
        causes=causes,
        now=work.method.now,
        imported=imported,
    )


def _found(work: _Work) -> Iterator[tuple[Key, Found]]:
    unfinished = _todays(work)
    for episode_id, strands in _strands(work.assessment, work.ids).items():
        for one in strands:
            over = [
                alert
                for alert in find_alerts(one)
                if not _waits(one, alert.rule, unfinished=(episode_id, alert.meeting) in unfinished)
            ]
            yield from alert_rows.found_in(one, over, episode_id, work.history.ids)


def _todays(work: _Work) -> set[tuple[int, int]]:
    return {(row.episode_id, row.meeting) for row in work.sessions if _is_on(row, work.method.today)}


def _is_on(session_row: Record, today: date) -> bool:
    return session_row.occurred_on is not None and session_row.occurred_on >= today


def _waits(one: EpisodeAssessment, rule_id: str, *, unfinished: bool) -> bool:
    """That a rating is missing cannot be said before the day is over: the second one is given when the session ends."""
    return unfinished and any(signal.rule.id == rule_id and signal.rule.axis == Axis.SESSION for signal in one.signals)


def _write_standings(work: _Work) -> None:
    write_rows(work.connection, standing, _standing_rows(work))


def _standing_rows(work: _Work) -> list[dict[str, Any]]:
    sessions = sessions_of_rows(work.sessions, work.ids)
    meeting_of = sessions.meeting_of
    held = dict(zip(work.ids, held_by_episode(sessions, work.history.ratings, len(work.ids)), strict=True))
    found = _by_episode(alert_rows.stored(work.connection, work.clinic_id, work.ids))
    said = verdicts_of(work.assessment, work.ids)
    return [
        standing_row(
            each,
            held=held[each.id],
            meeting_of=meeting_of,
            alerts=found[each.id],
            verdicts=said.get(each.id, UNRATED),
            method=work.method,
        )
        for each in work.episodes
    ]


def _by_episode(rows: Sequence[Record]) -> dict[int, list[Record]]:
    grouped: dict[int, list[Record]] = defaultdict(list)
    for row in rows:
        grouped[row.episode_id].append(row)
    return grouped
