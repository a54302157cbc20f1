"""The episodes of a service as they stood on a day, through the one engine, read in pieces."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.alerts import rules
from fit.assessment import assess
from fit.ratings import Ending
from fit.scales import AgeBand
from fit.series import Series
from fit.service.alliance_grid import SUMS, Cells
from fit.service.assessed import alliance_marks, episodes_of
from fit.service.episodes import ENDINGS, OPEN, UNKNOWN, Care, Episodes
from fit.store.cells import NOBODY
from fit.store.queries.service import sessions_of
from fit.store.ratings import history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from fit.assessment import Assessment
    from fit.casework._deed import Deed
    from fit.series import Ratings
    from fit.store.standing import Method
    from fit.store.types import Record

EPISODES_AT_ONCE = 1_000
"""Whose ratings are held at a time: a clinic of any size is read in pieces."""
MEETING_BITS = 20
"""As in fit.series: more meetings than anybody has."""
MONDAY, WEEK = 1, 7
"""Ordinal of a Monday: the first day of the year 1."""
BANDS, ENDED = [one.value for one in AgeBand], [one.value for one in ENDINGS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Sessions that were held up to the day, by episode (its place in the block) and number."""

    key: NDArray[np.int64]
    days: NDArray[np.int64]
    """Ordinals; 0 where nobody noted the day."""
    clinicians: NDArray[np.int64]
    meetings: NDArray[np.int32]
    """[episodes] how many were held."""
    lasted: NDArray[np.int32]
    """[episodes, days] from the first to the last, UNKNOWN where a day was not noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceColumns:
    """Episodes, and their sessions' weekly sums: by clinician (place in `clinicians`), and all together."""

    episodes: Episodes
    cells: Cells
    together: Cells


def read_service(
    deed: Deed, method: Method, rows: Sequence[Record], clinicians: Sequence[int], until: date
) -> ServiceColumns:
    """Ask the engine about episodes as they stood on a day.

    Parameters
    ----------
    rows : episodes, those of a client beside each other, so that clients of a week are counted once
    clinicians : whose sessions are in the grid, in the order of its rows
    """
    place = {one: number for number, one in enumerate(clinicians)}
    blocks = [_block(deed, method, some, place, until) for some in _blocks(rows)]
    return ServiceColumns(
        episodes=_joined(Episodes, [one.episodes for one in blocks]) if blocks else _no_episodes(method),
        cells=_joined(Cells, [one.cells for one in blocks]) if blocks else _no_cells(),
        together=_joined(Cells, [one.together for one in blocks]) if blocks else _no_cells(),
    )


def _joined(kind: Any, parts: Sequence[Any]) -> Any:
    return kind(**{one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(kind)})


def _no_cells() -> Cells:
    return Cells(**{one.name: np.zeros(0, np.int64) for one in fields(Cells)})


def _no_episodes(method: Method) -> Episodes:
    nobody = np.zeros(0, np.int64)
    ratings = {"episode": np.int32, "session": np.int32, "scale": np.int8, "informant": np.int8, "total": np.int16}
    columns: dict[str, Any] = {name: nobody.astype(kind) for name, kind in ratings.items()}
    series = Series.of(_ratings_of(columns))
    care: dict[str, Any] = {one.name: nobody.astype(np.int32) for one in fields(Care)}
    return episodes_of(assess(series, method.policy, method.curves, rules()), Care(**care))


def _ratings_of(columns: Mapping[str, Any]) -> Ratings:
    from fit.series import Ratings

    return Ratings(episode_ids=[], age_band=np.zeros(0, np.int8), **columns)


def _blocks(rows: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """Pieces of about a thousand episodes that part no client."""
    first = 0
    while first < len(rows):
        end = min(first + EPISODES_AT_ONCE, len(rows))
        while end < len(rows) and rows[end].client_id == rows[end - 1].client_id:
            end += 1
        yield rows[first:end]
        first = end


def _block(deed: Deed, method: Method, rows: Sequence[Record], place: Mapping[int, int], until: date) -> ServiceColumns:
    ids = [row.id for row in rows]
    held = _held(sessions_of(deed.connection, deed.clinic_id, ids), ids, until)
    ratings = _up_to(history(deed.connection, deed.clinic_id, ids).ratings, held)
    assessment = assess(Series.of(ratings), method.policy, method.curves, rules())
    clients = np.array([row.client_id for row in rows], np.int64)
    sums = _session_sums(assessment, held)
    row = np.array([place.get(one, UNKNOWN) for one in held.clinicians.tolist()], np.int64)
    episodes = episodes_of(assessment, _care(rows, clients, held, until))
    whose = clients[held.key >> MEETING_BITS]
    in_grid = row != UNKNOWN
    return ServiceColumns(
        episodes=episodes,
        cells=_cells(row, whose, held, sums),
        together=_cells(np.where(in_grid, 0, UNKNOWN), whose, held, sums),
    )


def _held(sessions: Sequence[Record], ids: Sequence[int], until: date) -> Held:
    code = {one: place for place, one in enumerate(ids)}
    there = sorted(
        (row for row in sessions if row.occurred_on is None or row.occurred_on <= until),
        key=lambda row: (code[row.episode_id], row.meeting),
    )
    episode = np.array([code[row.episode_id] for row in there], np.int64)
    meeting = np.array([row.meeting for row in there], np.int64)
    days = np.array([0 if row.occurred_on is None else row.occurred_on.toordinal() for row in there], np.int64)
    return Held(
        key=episode << MEETING_BITS | meeting,
        days=days,
        clinicians=np.array([row.clinician_id or NOBODY for row in there], np.int64),
        meetings=np.bincount(episode, minlength=len(ids)).astype(np.int32),
        lasted=_lasted(episode, days, len(ids)),
    )


def _lasted(episode: NDArray[np.int64], days: NDArray[np.int64], count: int) -> NDArray[np.int32]:
    """Days from the first session to the last; a session without a day makes it unknown, for its day is zero."""
    first, last = np.full(count, np.iinfo(np.int64).max), np.zeros(count, np.int64)
    np.minimum.at(first, episode, days)
    np.maximum.at(last, episode, days)
    return np.where((first > 0) & (last > 0), last - first, UNKNOWN).astype(np.int32)


def _up_to(ratings: Ratings, held: Held) -> Ratings:
    """Ratings of sessions that were held up to the day."""
    known = np.isin(ratings.episode.astype(np.int64) << MEETING_BITS | ratings.session, held.key)
    columns = ("episode", "session", "scale", "informant", "total")
    items = None if ratings.items is None else ratings.items[known]
    return replace(ratings, items=items, **{name: getattr(ratings, name)[known] for name in columns})


def _care(rows: Sequence[Record], clients: NDArray[np.int64], held: Held, until: date) -> Care:
    return Care(
        client=clients,
        clinician=np.array([row.clinician_id or NOBODY for row in rows], np.int64),
        age_band=np.array([BANDS.index(row.age_band) for row in rows], np.int8),
        ending=np.array([_ending(row, until) for row in rows], np.int8),
        sessions=held.meetings,
        days=held.lasted,
    )


def _ending(row: Record, until: date) -> int:
    if row.closed_on is None or row.closed_on > until or row.ending is None:
        return int(OPEN)
    return ENDED.index(Ending(row.ending).value)


def _session_sums(assessment: Assessment, held: Held) -> dict[str, NDArray[np.int64]]:
    """What each session adds to its week, from the alliance ratings of the strand that speaks for the episode."""
    series, marks = assessment.series, alliance_marks(assessment)
    speaks = np.isin(marks.strand, series.leading_strands())
    rows = marks.rows[speaks]
    key = series.episode[marks.strand[speaks]].astype(np.int64) << MEETING_BITS | series.session[rows]
    at = np.searchsorted(held.key, key)
    tenths = series.alliance[rows].astype(np.int64)
    added = {"with_alliance": np.ones(rows.size, np.int64), "sum_tenths": tenths, "sum_squares": tenths**2}
    added |= {name: getattr(marks, name)[speaks] for name in SUMS if hasattr(marks, name)}
    sums = {name: np.zeros(held.key.size, np.int64) for name in SUMS} | {"sessions": np.ones(held.key.size, np.int64)}
    for name, values in added.items():
        sums[name][at] = values
    return sums


def _cells(
    row: NDArray[np.int64], client: NDArray[np.int64], held: Held, sums: Mapping[str, NDArray[np.int64]]
) -> Cells:
    """Add sessions up to weeks of rows; those without a day or a row are in none."""
    week = held.days - (held.days - MONDAY) % WEEK
    kept = np.flatnonzero((held.days > 0) & (row != UNKNOWN))
    if not kept.size:
        return _no_cells()
    places, at = np.unique(np.stack([row[kept], week[kept]]), axis=1, return_inverse=True)
    at = at.ravel()
    people = np.unique(np.stack([at, client[kept]]), axis=1)[0]
    added = {name: np.bincount(at, values[kept]).astype(np.int64) for name, values in sums.items()}
    clients = np.bincount(people, minlength=places.shape[1])
    return Cells(row=places[0], week=places[1], clients=clients, **added)
