"""The episodes of a service as they stood on a day, through the one engine, from columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np

from fit.alerts import rules
from fit.assessment import assess
from fit.series import Ratings, Series
from fit.service.alliance_grid import SUMS, Cells, Met
from fit.service.assessed import alliance_marks, episodes_of
from fit.service.episodes import OPEN, UNKNOWN, Care, Episodes
from fit.store.ids import shown
from fit.store.queries import bulk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from fit.assessment import Assessment
    from fit.casework._deed import Deed
    from fit.store.queries.bulk import EpisodeColumns
    from fit.store.standing import Method

    Numbers = NDArray[np.int64]

MEETING_BITS = 20
"""As in fit.series: more meetings than anybody has."""
CELL_BITS = 22
"""Room for the ordinal of a week: those of the year 9999 have 22 bits."""
MONDAY, WEEK = 1, 7
"""Ordinal of a Monday: the first day of the year 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Sessions that were held up to the day, by episode (its place) and number."""

    key: Numbers
    days: Numbers
    """Ordinals; 0 where nobody noted the day."""
    clinicians: Numbers
    meetings: NDArray[np.int32]
    """[episodes] how many were held."""
    lasted: NDArray[np.int32]
    """[episodes, days] from the first to the last, UNKNOWN where a day was not noted."""
    ids: Numbers
    """The sessions' own keys, ascending."""
    key_of_id: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceColumns:
    """Episodes, and the sessions that they held: of whom, in which programme, and what each adds to its week."""

    episodes: Episodes
    row: Numbers
    """[sessions] place of the clinician in `clinicians`, UNKNOWN for anybody else."""
    programme: Numbers
    client: Numbers
    held: Held
    sums: Mapping[str, Numbers]

    def cells(self, row: Numbers) -> Cells:
        """Weekly sums of these rows, one entry a session; UNKNOWN for those that are in none."""
        return _cells(row, self.client, self.held, self.sums)

    def met(self, row: Numbers) -> Met:
        """Whom each of these rows met when."""
        kept = (self.held.days > 0) & (row != UNKNOWN)
        return Met(row=row[kept], week=_week_of(self.held.days[kept]), client=self.client[kept])


def _week_of(days: Numbers) -> Numbers:
    return days - (days - MONDAY) % WEEK


class _Shown(Sequence[str]):
    """Ids as they are shown, each made when it is asked for: of a hundred thousand hardly one is."""

    def __init__(self, ids: Numbers) -> None:
        self._ids = ids

    def __len__(self) -> int:
        return self._ids.size

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return _Shown(self._ids[place]) if isinstance(place, slice) else shown(int(self._ids[place]))


def read_service(
    deed: Deed,
    method: Method,
    care: EpisodeColumns,
    clinicians: Sequence[int],
    until: date,
) -> ServiceColumns:
    """Ask the engine about episodes as they stood on a day.

    Parameters
    ----------
    care : episodes, those of a client beside each other, so that clients of a week are counted once
    clinicians : whose sessions are in the grid, in the order of its rows
    """
    held = _held(bulk.sessions(deed.connection, deed.clinic_id, np.sort(care.id), until), care.id)
    assessment = assess(Series.of(_ratings(deed, care, held)), method.policy, method.curves, rules())
    whose = held.key >> MEETING_BITS
    return ServiceColumns(
        episodes=episodes_of(assessment, _care(care, held, until)),
        row=_row_of(held.clinicians, clinicians),
        programme=care.programme[whose],
        client=care.client[whose],
        held=held,
        sums=_session_sums(assessment, held),
    )


def _held(sessions: bulk.SessionColumns, ids: Numbers) -> Held:
    by_id = np.argsort(ids)
    episode = by_id[np.searchsorted(ids[by_id], sessions.episode)]
    key = episode << MEETING_BITS | sessions.meeting
    order = np.argsort(key)
    days = sessions.day[order]
    return Held(
        key=key[order],
        days=days,
        clinicians=sessions.clinician[order],
        meetings=np.bincount(episode, minlength=ids.size).astype(np.int32),
        lasted=_lasted(episode[order], days, ids.size),
        ids=sessions.id,
        key_of_id=key,
    )


def _lasted(episode: Numbers, days: Numbers, count: int) -> NDArray[np.int32]:
    """Days from the first session to the last; a session without a day makes it unknown, for its day is zero."""
    first, last = np.full(count, np.iinfo(np.int64).max), np.zeros(count, np.int64)
    np.minimum.at(first, episode, days)
    np.maximum.at(last, episode, days)
    return np.where((first > 0) & (last > 0), last - first, UNKNOWN).astype(np.int32)


def _ratings(deed: Deed, care: EpisodeColumns, held: Held) -> Ratings:
    """Ratings of sessions that were held up to the day; totals alone, as figures of a service rest on no item."""
    found = bulk.ratings(deed.connection, deed.clinic_id, held.ids)
    key = held.key_of_id[np.searchsorted(held.ids, found.session)]
    return Ratings(
        episode_ids=_Shown(care.id),
        age_band=care.age_band.astype(np.int8),
        episode=(key >> MEETING_BITS).astype(np.int32),
        session=(key & ((1 << MEETING_BITS) - 1)).astype(np.int32),
        scale=found.scale,
        informant=found.informant,
        total=found.total,
    )


def _row_of(clinician: Numbers, clinicians: Sequence[int]) -> Numbers:
    """Place of each session's clinician among those of the grid, UNKNOWN for anybody else."""
    people, at = np.unique(clinician, return_inverse=True)
    place: Mapping[int, int] = {one: number for number, one in enumerate(clinicians)}
    return np.array([place.get(one, UNKNOWN) for one in people.tolist()], np.int64)[at]


def _care(care: EpisodeColumns, held: Held, until: date) -> Care:
    ended = (care.closed_on != bulk.NOT_THERE) & (care.closed_on <= until.toordinal())
    return Care(
        client=care.client,
        clinician=care.clinician,
        age_band=care.age_band.astype(np.int8),
        ending=np.where(ended, care.ending, OPEN).astype(np.int8),
        sessions=held.meetings,
        days=held.lasted,
    )


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


def _cells(row: Numbers, client: Numbers, held: Held, sums: Mapping[str, Numbers]) -> Cells:
    """Add sessions up to weeks of rows; those without a day or a row are in none."""
    kept = np.flatnonzero((held.days > 0) & (row != UNKNOWN))
    cell = row[kept] << CELL_BITS | _week_of(held.days[kept])
    order = np.argsort(cell, kind="stable")  # sessions of a client stand beside each other, also within a cell
    kept, cell = kept[order], cell[order]
    is_new = np.diff(cell, prepend=-1) != 0
    at = np.cumsum(is_new) - 1
    is_new_client = is_new | (np.diff(client[kept], prepend=-1) != 0)
    count = np.count_nonzero(is_new)
    added = {name: np.bincount(at, values[kept], count).astype(np.int64) for name, values in sums.items()}
    return Cells(
        row=cell[is_new] >> CELL_BITS,
        week=cell[is_new] & ((1 << CELL_BITS) - 1),
        clients=np.bincount(at[is_new_client], minlength=count),
        **added,
    )
