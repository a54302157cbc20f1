"""The whole clinic's episodes through the one engine, clinician by clinician; what is unchanged is not read again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from time import thread_time
from typing import TYPE_CHECKING

import numpy as np

from fit.alerts import rules
from fit.assessment import assess
from fit.casework._deed import Deed
from fit.casework._programmes import names_of
from fit.casework._recording import method_of
from fit.casework._unchanged import OF_THE_DAY, changed_since
from fit.ratings import Ending
from fit.series import AGE_BANDS, Series
from fit.service.assessed import episodes_of
from fit.service.episodes import ENDINGS, OPEN, UNKNOWN, Care, Episodes
from fit.store import accounts, audit
from fit.store.cells import NO_PROGRAMME, NOBODY
from fit.store.held import NO_DAY
from fit.store.queries import outcomes as queries
from fit.store.ratings import ratings_of, sessions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from numpy.typing import NDArray

    from fit.casework._clinic import Clinic
    from fit.store.held import Sessions
    from fit.store.types import Record

    Prints = NDArray[np.int64]
    """A row for each episode: numbers that change whenever it does."""

EPISODES_AT_ONCE = 5_000
"""Whose ratings are held at a time."""
LARGE = 10_000
"""[episodes]"""
SOON_READ_S = 0.25
"""[s] of work: what takes less is read anew after every rating."""
TIMES_ITS_WORK, LONGEST = 200, timedelta(minutes=10)
"""At most half a percent of a processor goes into reading a clinic again and again."""
BANDS = [band.value for band in AGE_BANDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicEpisodes:
    """Every episode that somebody holds: its row in the record, the engine's columns in the same order, and tags."""

    read_at: datetime
    staff: Mapping[int, Record]
    rows: tuple[Record, ...]
    episodes: Episodes
    tagged: Mapping[str, set[int]]
    programmes: Mapping[int, str]
    """Name of every programme in their order, then of none."""

    def programme_of(self, row: Record) -> str:
        """Name of the programme that an episode belongs to, or that it is in none."""
        return self.programmes[row.programme_id or NO_PROGRAMME]


def read_clinic(clinic: Clinic, deed: Deed) -> ClinicEpisodes:
    """Read everything that figures are worked out from; nothing, as long as nobody wrote since.

    Of a large clinic that takes seconds, and somebody rates every moment: what was read may then be as old as
    `lasts` says, and `read_at` says how old it is. Small clinics are read anew after every rating, and every clinic
    after whatever else was changed. One reads at a time, and whoever waited has what that one read.
    """
    if (known := _still_good(clinic, deed)) is not None:
        return known
    with clinic.reading:
        if (known := _still_good(clinic, deed)) is not None:
            return known
        # the end of the audit is asked for first: what was read after it can only be newer
        until, began = audit.last_sequence(deed.connection, deed.clinic_id), thread_time()
        fresh = _read_clinic(clinic, deed)
        clinic.read[deed.clinic_id] = (until, lasts(thread_time() - began), fresh)
        return fresh


def read_ahead(clinic: Clinic) -> None:
    """Read large clinics when a server starts, so that nobody who opens the first page has to wait for it."""
    with clinic.store.read() as connection:
        for row in accounts.clinics(connection):
            if queries.has_more_than(connection, row.id, LARGE):
                read_clinic(clinic, Deed(connection=connection, clinic_id=row.id, user_id=NOBODY, now=clinic.now()))


def lasts(seconds: float) -> timedelta:
    """For how long what took so much work [s] may be shown, though somebody has rated since."""
    return timedelta() if seconds < SOON_READ_S else min(LONGEST, timedelta(seconds=TIMES_ITS_WORK * seconds))


def _still_good(clinic: Clinic, deed: Deed) -> ClinicEpisodes | None:
    if deed.clinic_id not in clinic.read:
        return None
    until, lasting, found = clinic.read[deed.clinic_id]
    known: ClinicEpisodes = found
    may_be_old = deed.now - known.read_at < lasting
    return None if changed_since(deed, until, but_for=OF_THE_DAY if may_be_old else frozenset()) else known


def _read_clinic(clinic: Clinic, deed: Deed) -> ClinicEpisodes:
    staff = {person.id: person for person in accounts.users(deed.connection, deed.clinic_id)}
    prints = queries.prints_of(deed.connection, deed.clinic_id, list(staff))
    people, first = np.unique(prints[:, 0], return_index=True)
    parts = dict(zip(people.tolist(), np.split(prints, first[1:]) if people.size else [], strict=True))
    for some in _together_at_once({who: part for who, part in parts.items() if _has_changed(clinic, deed, who, part)}):
        _assess_anew(clinic, deed, some)
    blocks = [clinic.assessed[deed.clinic_id, who][1] for who in parts]
    nobody = [_read(clinic, deed, ())] if not blocks else []
    all_rows = tuple(row for rows, _ in blocks for row in rows)
    return ClinicEpisodes(
        read_at=deed.now,
        staff=staff,
        rows=all_rows,
        episodes=_together([*(episodes for _, episodes in blocks), *nobody]),
        tagged=queries.tagged(deed.connection, deed.clinic_id, [row.id for row in all_rows]),
        programmes=names_of(deed),
    )


def _has_changed(clinic: Clinic, deed: Deed, clinician_id: int, prints: Prints) -> bool:
    """Whether an episode of this clinician has another print than when it was assessed, as after every rating."""
    known = clinic.assessed.get((deed.clinic_id, clinician_id))
    return known is None or not np.array_equal(known[0], prints)


def _together_at_once(parts: Mapping[int, Prints]) -> Iterator[dict[int, Prints]]:
    """So many clinicians at a time as have about so many episodes: the engine is fast with many at once."""
    some: dict[int, Prints] = {}
    for who, part in parts.items():
        if some and sum(map(len, some.values())) + len(part) > EPISODES_AT_ONCE:
            yield some
            some = {}
        some[who] = part
    if some:
        yield some


def _assess_anew(clinic: Clinic, deed: Deed, parts: Mapping[int, Prints]) -> None:
    """Keep for each of these clinicians their episodes' rows, by key, and what the engine says of them."""
    rows = queries.episodes_of(deed.connection, deed.clinic_id, list(parts))
    some = (rows[first : first + EPISODES_AT_ONCE] for first in range(0, len(rows), EPISODES_AT_ONCE))
    whole = _together([_read(clinic, deed, block) for block in some])
    for who, prints in parts.items():
        own = np.flatnonzero(whole.clinician == who)
        mine = (tuple(rows[place] for place in own.tolist()), whole.where(whole.clinician == who))
        clinic.assessed[deed.clinic_id, who] = (prints, mine)


def _read(clinic: Clinic, deed: Deed, rows: Sequence[Record]) -> Episodes:
    """Ask the engine; the rows stand in the order of their keys."""
    method, ids = method_of(clinic), [row.id for row in rows]
    sessions = sessions_of(deed.connection, deed.clinic_id, ids)
    ratings = ratings_of(deed.connection, deed.clinic_id, ids, [row.age_band for row in rows], sessions)
    assessment = assess(Series.of(ratings), method.policy, method.curves, rules())
    return episodes_of(assessment, _care(rows, _first_days(sessions, len(rows))))


def _first_days(sessions: Sessions, episodes: int) -> list[int]:
    """The day of each episode's first session whose day was noted."""
    noted, none = sessions.day != NO_DAY, np.iinfo(np.int64).max
    first = np.full(episodes, none)
    np.minimum.at(first, sessions.episode[noted], sessions.day[noted])
    return [int(day) for day in np.where(first == none, NO_DAY, first)]


def _care(rows: Sequence[Record], began: Sequence[int]) -> Care:
    return Care(
        client=np.array([row.client_id for row in rows], np.int64),
        clinician=np.array([row.clinician_id for row in rows], np.int64),
        age_band=np.array([BANDS.index(row.age_band) for row in rows], np.int8),
        ending=np.array([_ending(row) for row in rows], np.int8),
        sessions=np.array([row.sessions for row in rows], np.int32),
        days=np.array([_days(first, row.last_session_on) for first, row in zip(began, rows, strict=True)], np.int32),
    )


def _ending(row: Record) -> int:
    return int(OPEN) if row.closed_on is None else ENDINGS.index(Ending(row.ending))


def _days(first: int, last: date | None) -> int:
    return UNKNOWN if first == NO_DAY or last is None else last.toordinal() - first


def _together(blocks: Sequence[Episodes]) -> Episodes:
    """One after the other."""
    if len(blocks) == 1:
        return blocks[0]
    columns = {one.name: np.concatenate([getattr(block, one.name) for block in blocks]) for one in fields(Episodes)}
    return Episodes(**columns)
