"""Series: the ratings of many episodes as sorted columns, for one episode or for millions.

A *strand* is what one informant says of one episode on one outcome scale, with the alliance scale given
beside it. Each strand is assessed apart. Its rows are its sessions in order; a rating that was not given
is MISSING, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fit.errors import InputError
from fit.scales import AgeBand, Informant, ScaleKind, leading_pair, scale_ids, scales

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Tenths = NDArray[np.int16]
    Codes = NDArray[np.int8]
    Rows = NDArray[np.int64]

__all__ = ["AGE_BANDS", "INFORMANTS", "MISSING", "NO_SCALE", "Ratings", "Runs", "Series"]

MISSING = np.int16(-1)
NO_SCALE = np.int8(-1)
AGE_BANDS = tuple(AgeBand)
INFORMANTS = tuple(Informant)
ASKED_ABOUT_SESSION = (INFORMANTS.index(Informant.CLIENT), INFORMANTS.index(Informant.GROUP))

# One sort key holds episode, informant, slot and session. 20 bits of session number are 1,048,575 meetings.
SESSION_BITS, SLOT_BITS, INFORMANT_BITS = 20, 5, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """Ratings as plain columns, in any order: what a file or a query gives.

    `episode` codes into `episode_ids`; `age_band` has an entry per episode; `scale` and `informant` code
    into `scale_ids()` and `INFORMANTS`; `total` and `items` are whole tenths, MISSING where unknown.
    """

    episode_ids: Sequence[str]
    age_band: Codes
    episode: NDArray[np.int32]
    session: NDArray[np.int32]
    scale: Codes
    informant: Codes
    total: Tenths
    items: Tenths | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Consecutive values of many strands: where each strand's run starts, and each value's place in it.

    `given` are the strands that have any value, `last` is where the last value of each of these stands.
    """

    start: Rows
    length: Rows
    strand: Rows
    place: Rows
    given: Rows
    last: Rows

    @classmethod
    def of(cls, strand: Rows, strands: int) -> Runs:
        """Find the runs of equal strand numbers (ascending) among `strands` strands."""
        length = np.bincount(strand, minlength=strands)
        end = np.cumsum(length)
        start, given = end - length, np.flatnonzero(length)
        place = np.arange(strand.size) - start[strand]
        return cls(start=start, length=length, strand=strand, place=place, given=given, last=end[given] - 1)

    def moves(self, values: Rows) -> Rows:
        """Change since the strand's value before; zero at its first."""
        move = np.zeros(values.size, np.int64)
        np.subtract(values[1:], values[:-1], out=move[1:])
        move[self.start[self.given]] = 0
        return move


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Sorted columns of many strands. `offsets[i]:offsets[i + 1]` are the sessions of strand i.

    `asked_about_session` marks the strands that ought to have an alliance rating at each session: the client's (or the
    group's) leading one. A caregiver who rates life, or a second outcome scale, lacks nothing without it.
    """

    episode_ids: Sequence[str]
    episode: NDArray[np.int32]
    age_band: Codes
    informant: Codes
    outcome_scale: Codes
    alliance_scale: Codes
    asked_about_session: NDArray[np.bool_]
    offsets: Rows
    session: NDArray[np.int32]
    outcome: Tenths
    alliance: Tenths
    outcome_items: Tenths | None = None
    alliance_items: Tenths | None = None
    rated_beside: NDArray[np.bool_] | None = None
    """Sessions at which the same person gave a session rating on another scale, such as the group's; None for none."""

    @property
    def strands(self) -> int:
        """Number of strands."""
        return self.episode.size

    @property
    def without_session_rating(self) -> NDArray[np.bool_]:
        """Sessions at which nobody of this voice rated the session, on this scale or on another one."""
        missing: NDArray[np.bool_] = self.alliance == MISSING
        return missing if self.rated_beside is None else missing & ~self.rated_beside

    def block(self, first: int, last: int) -> Series:
        """Return strands first to last (exclusive) as a Series of views, nothing copied."""
        rows = slice(int(self.offsets[first]), int(self.offsets[last]))
        return Series(
            episode_ids=self.episode_ids,
            episode=self.episode[first:last],
            age_band=self.age_band[first:last],
            informant=self.informant[first:last],
            outcome_scale=self.outcome_scale[first:last],
            alliance_scale=self.alliance_scale[first:last],
            asked_about_session=self.asked_about_session[first:last],
            offsets=self.offsets[first : last + 1] - self.offsets[first],
            session=self.session[rows],
            outcome=self.outcome[rows],
            alliance=self.alliance[rows],
            outcome_items=None if self.outcome_items is None else self.outcome_items[rows],
            alliance_items=None if self.alliance_items is None else self.alliance_items[rows],
            rated_beside=None if self.rated_beside is None else self.rated_beside[rows],
        )

    def blocks(self, sessions: int) -> Iterable[tuple[int, int]]:
        """Cut the strands into runs of about so many sessions, so that temporaries stay in cache."""
        first = 0
        while first < self.strands:
            last = int(np.searchsorted(self.offsets, self.offsets[first] + sessions, side="right")) - 1
            last = min(max(last, first + 1), self.strands)
            yield first, last
            first = last

    def leading_strands(self) -> Rows:
        """For each episode the strand that speaks for it: the client's own, on the leading outcome scale."""
        _, first = np.unique(self.episode, return_index=True)
        return first

    @classmethod
    def of(cls, ratings: Ratings) -> Series:
        """Sort ratings into strands.

        Raises
        ------
        InputError
            when two ratings stand in the same place (episode, session, scale, informant).
        """
        return _sorted_into_strands(ratings)


@cache
def _ranks() -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Rank of each scale within its kind, and which scales are about the session.

    The pair made for an age band leads, then its relatives: one group rating displaces no line of session ratings.
    """
    known = list(scales().values())
    pairs = {scale_id for band in AgeBand for scale_id in leading_pair(band)}
    order = sorted(known, key=lambda scale: (scale.id not in pairs, scale.family not in {"ors", "srs"}, scale.id))
    rank = np.array([order.index(scale) for scale in known], np.int8)
    return rank, np.array([scale.kind == ScaleKind.ALLIANCE for scale in known])


def _slots(ratings: Ratings) -> NDArray[np.int64]:
    """Slot 0 is the leading outcome scale with the leading alliance scale; every further scale has its own."""
    rank, about_session = _ranks()
    voice = ratings.episode.astype(np.int64) * len(INFORMANTS) + ratings.informant
    alliance = about_session[ratings.scale]
    own_rank = rank[ratings.scale].astype(np.int64)
    slot = np.zeros(voice.size, np.int64)
    for kind in (False, True):
        rows = np.flatnonzero(alliance == kind)
        if rows.size and (own_rank[rows] != own_rank[rows[0]]).any():
            leading = np.full(int(voice.max()) + 1, np.iinfo(np.int64).max)
            np.minimum.at(leading, voice[rows], own_rank[rows])
            slot[rows] = np.where(own_rank[rows] == leading[voice[rows]], 0, 1 + own_rank[rows])
    return slot


def _keys(ratings: Ratings) -> NDArray[np.int64]:
    if ratings.session.size and not 0 < int(ratings.session.max()) < 1 << SESSION_BITS:
        raise InputError(f"Session {ratings.session.max()} is out of range. Number sessions from 1.")
    key = ratings.episode.astype(np.int64)
    key = (key << INFORMANT_BITS) | ratings.informant
    key = (key << SLOT_BITS) | _slots(ratings)
    return (key << SESSION_BITS) | ratings.session


def _sorted_into_strands(ratings: Ratings) -> Series:
    key, ratings = _in_order(_keys(ratings), ratings)
    new_row = np.diff(key, prepend=-1) != 0
    row_key = key[new_row]
    of_strand = row_key >> SESSION_BITS
    new_strand = np.diff(of_strand, prepend=-1) != 0
    strand_key = of_strand[new_strand]
    episode = (strand_key >> (SLOT_BITS + INFORMANT_BITS)).astype(np.int32)
    place = _Place(row=np.cumsum(new_row) - 1, strand=np.cumsum(new_strand) - 1, strands=episode.size)
    outcome, alliance = _lay(ratings, place, about_session=False), _lay(ratings, place, about_session=True)
    informant = ((strand_key >> SLOT_BITS) & ((1 << INFORMANT_BITS) - 1)).astype(np.int8)
    return Series(
        episode_ids=ratings.episode_ids,
        episode=episode,
        age_band=ratings.age_band[episode],
        informant=informant,
        asked_about_session=_asked_about_session(informant, strand_key >> SLOT_BITS, alliance.scale),
        offsets=np.append(np.flatnonzero(new_strand), row_key.size).astype(np.int64),
        session=(row_key & ((1 << SESSION_BITS) - 1)).astype(np.int32),
        outcome_scale=outcome.scale,
        outcome=outcome.total,
        outcome_items=outcome.items,
        alliance_scale=alliance.scale,
        alliance=alliance.total,
        alliance_items=alliance.items,
        rated_beside=_rated_beside(row_key, alliance.total),
    )


def _rated_beside(row_key: Rows, alliance: Tenths) -> NDArray[np.bool_] | None:
    """Mark each session at which its episode and informant have a session rating in any strand of theirs."""
    in_further_slot = ((row_key >> SESSION_BITS) & ((1 << SLOT_BITS) - 1)) > 0
    given = in_further_slot & (alliance != MISSING)
    if not given.any():
        return None
    voice, session = row_key >> (SESSION_BITS + SLOT_BITS), row_key & ((1 << SESSION_BITS) - 1)
    place = (voice << SESSION_BITS) | session
    return np.isin(place, place[given])


def _asked_about_session(informant: Codes, voice: Rows, alliance_scale: Codes) -> NDArray[np.bool_]:
    leads = np.diff(voice, prepend=-1) != 0
    asked: NDArray[np.bool_] = (leads & np.isin(informant, ASKED_ABOUT_SESSION)) | (alliance_scale != NO_SCALE)
    return asked


def _in_order(key: Rows, ratings: Ratings) -> tuple[Rows, Ratings]:
    if (np.diff(key) >= 0).all():
        return key, ratings
    order = np.argsort(key, kind="stable")
    return key[order], Ratings(
        episode_ids=ratings.episode_ids,
        age_band=ratings.age_band,
        episode=ratings.episode[order],
        session=ratings.session[order],
        scale=ratings.scale[order],
        informant=ratings.informant[order],
        total=ratings.total[order],
        items=None if ratings.items is None else ratings.items[order],
    )


class _Place(NamedTuple):
    """Where each rating goes: its row among the sessions, and the strand of each row."""

    row: Rows
    strand: Rows
    strands: int


class _Laid(NamedTuple):
    total: Tenths
    scale: Codes
    items: Tenths | None


def _lay(ratings: Ratings, place: _Place, *, about_session: bool) -> _Laid:
    """Lay the outcome or the alliance ratings into columns of their own: totals, scale of each strand, items."""
    mine = np.flatnonzero(_ranks()[1][ratings.scale] == about_session)
    row = place.row[mine]
    twice = np.flatnonzero(np.diff(row) == 0)
    if twice.size:
        _refuse_twice(ratings, int(mine[twice[0]]))
    total = np.full(place.strand.size, MISSING, np.int16)
    total[row] = ratings.total[mine]
    scale = np.full(place.strands, NO_SCALE, np.int8)
    scale[place.strand[row]] = ratings.scale[mine]
    return _Laid(total, scale, _laid_items(ratings.items, mine, row, place.strand.size))


def _laid_items(items: Tenths | None, mine: Rows, place: Rows, rows: int) -> Tenths | None:
    """Lay out items, as many columns as are used: half of the memory where a scale of four comes in a table of ten."""
    given = np.empty((0, 0), np.int16) if items is None else items.take(mine, axis=0)
    used = np.flatnonzero((given != MISSING).any(axis=0))
    if not used.size:
        return None
    laid = np.full((rows, int(used[-1]) + 1), MISSING, np.int16)
    laid[place] = given[:, : laid.shape[1]]
    return laid


def _refuse_twice(ratings: Ratings, rating: int) -> None:
    episode = ratings.episode_ids[int(ratings.episode[rating])]
    raise InputError(
        f"Episode {episode}, session {ratings.session[rating]}: rated twice on {scale_ids()[ratings.scale[rating]]} "
        "by one informant. Supersede one of the two ratings."
    )


def scale_code(scale_id: str) -> int:
    """Code of a scale in the columns of a Series."""
    return scale_ids().index(scale_id)
