"""Summaries of many episodes put right by their ratings: compared as columns, so that only what is wrong is a row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Integer, cast, func, select

from fit.alerts import rules
from fit.assessment import assess
from fit.series import MISSING, Series
from fit.store import alerts as alert_rows
from fit.store._rows import write_rows
from fit.store._shares import share_columns, shares_of
from fit.store._standing_columns import UNRATED, verdicts_of
from fit.store._standing_row import standing_row
from fit.store.cells import Share, update_shares
from fit.store.held import NO_DAY, Sessions, held_by_episode, place_of
from fit.store.queries import bulk
from fit.store.ratings import ratings_of
from fit.store.tables import Episode, Session, Standing, columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from fit.assessment import Assessment
    from fit.series import Ratings
    from fit.store._method import Method
    from fit.store.types import Record

    Numbers = NDArray[np.int64]

__all__ = ["count_wrong", "restate", "wrong_among"]

NO_SHARE = Share()
MARKS = ("comparable", "below_line", "dropped", "dip", "followed", "repaired", "with_both")

episode = columns_of(Episode)
session = columns_of(Session)
standing = columns_of(Standing)
SESSIONS = (
    session.c.id,
    session.c.episode_id,
    session.c.meeting,
    func.coalesce(bulk.day_number(session.c.occurred_on), NO_DAY),
    func.coalesce(session.c.alliance_tenths, int(MISSING)),
    *(cast(session.c[name], Integer) for name in MARKS),
)
COMPARED = tuple(column for column in standing.c if column.name != "updated_at")
"""The moment of writing may be another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """The episodes at hand, their sessions with the shares that are noted, and what the engine says of them."""

    connection: Connection
    clinic_id: int
    method: Method
    ids: Sequence[int]
    episodes: Sequence[Record]
    sessions: Sessions
    noted: Mapping[str, Numbers]
    ratings: Ratings
    assessment: Assessment


def restate(connection: Connection, clinic_id: int, episode_ids: Sequence[int], method: Method) -> int:
    """Put right the shares and standings of these episodes, by their ratings and by the alerts as they stand.

    Returns how many of these rows were wrong. Nothing else is touched: no alert is raised or closed.
    """
    read = _read(connection, clinic_id, sorted(episode_ids), method)
    return _put_standings_right(read) + _put_shares_right(read)


def count_wrong(connection: Connection, clinic_id: int, episode_ids: Sequence[int], method: Method) -> int:
    """How many shares and standings of these episodes `restate` would put right; nothing is written."""
    read = _read(connection, clinic_id, sorted(episode_ids), method)
    return len(_wrong_standings(read)) + int(_is_wrong(read).sum())


def wrong_among(connection: Connection, clinic_id: int, episode_ids: Sequence[int], method: Method) -> list[int]:
    """Which of these episodes have a share or a standing that `restate` would put right; nothing is written."""
    read = _read(connection, clinic_id, sorted(episode_ids), method)
    by_share = {read.ids[at] for at in read.sessions.episode[_is_wrong(read)].tolist()}
    return sorted(by_share | {row["episode_id"] for row in _wrong_standings(read)})


def _read(connection: Connection, clinic_id: int, ids: Sequence[int], method: Method) -> _Read:
    asked = (episode.c.clinic_id, episode.c.id, episode.c.clinician_id, episode.c.closed_on, episode.c.age_band)
    mine = (episode.c.clinic_id == clinic_id, episode.c.id.in_(ids))
    episodes = sorted(connection.execute(select(*asked).where(*mine)), key=lambda row: row.id)
    theirs = (session.c.clinic_id == clinic_id, session.c.episode_id.in_(ids))
    keys, episode_id, meeting, day, *shares = bulk.numbers(connection, SESSIONS, *theirs)
    sessions = Sessions(id=keys, episode=np.searchsorted(ids, episode_id), meeting=meeting, day=day)
    ratings = ratings_of(connection, clinic_id, ids, [row.age_band for row in episodes], sessions)
    return _Read(
        connection=connection,
        clinic_id=clinic_id,
        method=method,
        ids=ids,
        episodes=episodes,
        sessions=sessions,
        noted=dict(zip(("alliance_tenths", *MARKS), shares, strict=True)),
        ratings=ratings,
        assessment=assess(Series.of(ratings), method.policy, method.curves, rules()),
    )


def _put_standings_right(read: _Read) -> int:
    wrong = _wrong_standings(read)
    write_rows(read.connection, standing, wrong)
    return len(wrong)


def _wrong_standings(read: _Read) -> list[dict[str, Any]]:
    """The standings as they ought to be, where another one is noted."""
    theirs = (standing.c.clinic_id == read.clinic_id, standing.c.episode_id.in_(read.ids))
    kept = {row.episode_id: row for row in read.connection.execute(select(*COMPARED).where(*theirs))}
    names = [column.name for column in COMPARED]
    return [row for row in _standing_rows(read) if kept.get(row["episode_id"]) != tuple(row[name] for name in names)]


def _standing_rows(read: _Read) -> list[dict[str, Any]]:
    held = held_by_episode(read.sessions, read.ratings, len(read.ids))
    alerts: dict[int, list[Record]] = defaultdict(list)
    for row in alert_rows.stored(read.connection, read.clinic_id, read.ids, only_open=True):
        alerts[row.episode_id].append(row)
    meeting_of, said = read.sessions.meeting_of, verdicts_of(read.assessment, read.ids)
    return [
        standing_row(
            each,
            held=short,
            meeting_of=meeting_of,
            alerts=alerts.get(each.id, ()),
            verdicts=said.get(each.id, UNRATED),
            method=read.method,
        )
        for each, short in zip(read.episodes, held, strict=True)
    ]


def _put_shares_right(read: _Read) -> int:
    wrong = read.sessions.id[_is_wrong(read)].tolist()
    if not wrong:
        return 0
    said = shares_of(read.assessment, read.ids)
    rows = read.connection.execute(
        select(session).where(session.c.clinic_id == read.clinic_id, session.c.id.in_(wrong))
    ).all()
    return update_shares(read.connection, ((row, said.get((row.episode_id, row.meeting), NO_SHARE)) for row in rows))


def _is_wrong(read: _Read) -> NDArray[np.bool_]:
    """Mark the sessions at which something else is noted than the engine says."""
    said = share_columns(read.assessment)
    there = place_of(read.sessions.episode, read.sessions.meeting)
    order = np.argsort(there)
    at = order[np.searchsorted(there, said.place, sorter=order)]
    wrong = np.zeros(there.size, np.bool_)
    for name, noted in read.noted.items():
        right = np.full(there.size, MISSING if name == "alliance_tenths" else 0, np.int64)
        right[at] = said.columns[name]
        wrong |= right != noted
    return wrong
