"""Episodes, sessions and ratings of a whole clinic as columns of whole numbers.

The database writes the numbers of many rows into one line of text, which numpy reads: no row becomes an object. Read in
the order of the key, as rows lie in the file, so that each page of an encrypted file is opened once however long ago an
episode began.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import BigInteger, Text, case, cast, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from fit.errors import StoreError
from fit.ratings import Ending
from fit.scales import scale_ids
from fit.series import AGE_BANDS, INFORMANTS, MISSING
from fit.service.episodes import ENDINGS
from fit.store.tables import ITEM_COLUMNS, Episode, Rating, Session, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, Connection, Table

    Numbers = NDArray[np.int64]

__all__ = [
    "NOT_THERE",
    "EpisodeColumns",
    "RatingColumns",
    "SessionColumns",
    "code_of",
    "day_number",
    "day_or_none",
    "episodes",
    "moment_number",
    "numbers",
    "ratings",
    "ratings_of",
    "sessions",
]

AT_ONCE = 50_000
"""Rows whose numbers come in one line: about a megabyte."""
NOT_THERE = 0
"""Stands for a key or a day that is not noted."""
UNKNOWN_CODE = -1_000
"""So low that every number made with it is negative."""
NO_ENDING = -1
LAST_KEY = (1 << 63) - 1
FOR_TOTAL, FOR_INFORMANT = 1 << 16, 1 << 3
"""Room for totals and informants in a number."""

episode = columns_of(Episode)
session = columns_of(Session)
rating = columns_of(Rating)


class day_number(GenericFunction[int]):  # noqa: N801  named as functions of the database are
    """Days since the first of January of the year 1, that being 1: `date.toordinal`."""

    type = BigInteger()
    inherit_cache = True


@compiles(day_number, "sqlite")
def _on_sqlite(element: day_number, compiler: Any, **how: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **how)}) - 1721424.5 AS INTEGER)"


@compiles(day_number, "postgresql")
def _on_postgresql(element: day_number, compiler: Any, **how: Any) -> str:
    return f"({compiler.process(element.clauses, **how)} - DATE '0001-01-01' + 1)"


class moment_number(GenericFunction[int]):  # noqa: N801  named as functions of the database are
    """Milliseconds since a beginning that is the same for all rows of a database."""

    type = BigInteger()
    inherit_cache = True


@compiles(moment_number, "sqlite")
def _moment_on_sqlite(element: moment_number, compiler: Any, **how: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **how)}) * 86400000 AS INTEGER)"


@compiles(moment_number, "postgresql")
def _moment_on_postgresql(element: moment_number, compiler: Any, **how: Any) -> str:
    return f"CAST(extract(epoch FROM {compiler.process(element.clauses, **how)}) * 1000 AS BIGINT)"


@dataclass(frozen=True, slots=True)
class EpisodeColumns:
    """Episodes in the order of their keys; `age_band` codes into AGE_BANDS, `ending` into ENDINGS (-1: none)."""

    id: Numbers
    client: Numbers
    clinician: Numbers
    age_band: Numbers
    opened_on: Numbers
    closed_on: Numbers
    ending: Numbers
    programme: Numbers

    def only(self, rows: Numbers) -> EpisodeColumns:
        """These rows, in this order."""
        return EpisodeColumns(*(getattr(self, one.name)[rows] for one in fields(self)))


@dataclass(frozen=True, slots=True)
class SessionColumns:
    """Sessions in the order of their keys; `day` as `date.toordinal`."""

    id: Numbers
    episode: Numbers
    meeting: Numbers
    day: Numbers
    clinician: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingColumns:
    """Ratings that count and have a total; `scale` and `informant` are codes as in fit.series, totals in tenths."""

    session: Numbers
    scale: NDArray[np.int8]
    informant: NDArray[np.int8]
    total: NDArray[np.int16]
    items: NDArray[np.int16] | None = None


def episodes(connection: Connection, clinic_id: int) -> EpisodeColumns:
    """All episodes of a clinic."""
    bands = {band.value: code for code, band in enumerate(AGE_BANDS)}
    endings = {Ending(one).value: code for code, one in enumerate(ENDINGS)}
    columns = (
        episode.c.id,
        episode.c.client_id,
        _or_not_there(episode.c.clinician_id),
        code_of(episode.c.age_band, bands),
        day_or_none(episode.c.opened_on),
        day_or_none(episode.c.closed_on),
        case((episode.c.ending.is_(None), NO_ENDING), else_=code_of(episode.c.ending, endings)),
        _or_not_there(episode.c.programme_id),
    )
    return EpisodeColumns(*_joined(_pages(connection, episode, columns, clinic_id), len(columns)))


def sessions(connection: Connection, clinic_id: int, episode_ids: Numbers, until: date) -> SessionColumns:
    """Sessions of these episodes (in ascending order) up to a day, and those whose day nobody noted."""
    columns = (
        session.c.id,
        session.c.episode_id,
        session.c.meeting,
        day_or_none(session.c.occurred_on),
        _or_not_there(session.c.clinician_id),
    )
    last_day = until.toordinal()
    pages = _pages(connection, session, columns, clinic_id)
    mine = (_kept(page, _is_in(page[1], episode_ids) & (page[3] <= last_day)) for page in pages)
    return SessionColumns(*_joined(mine, len(columns)))


def ratings(connection: Connection, clinic_id: int, session_ids: Numbers) -> RatingColumns:
    """Ratings of these sessions (in ascending order) that count and have a total.

    Raises
    ------
    StoreError
        when one is on a scale that this version does not know.
    """
    pages = _pages(connection, rating, (rating.c.session_id, _said()), clinic_id, *COUNTS)
    session_id, said = _joined((_kept(page, _is_in(page[0], session_ids)) for page in pages), 2)
    return _rating_columns(session_id, said)


def ratings_of(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> RatingColumns:
    """Ratings of these episodes that count and have a total, with their items.

    Raises
    ------
    StoreError
        when one is on a scale that this version does not know.
    """
    items = (func.coalesce(rating.c[name], int(MISSING)) for name in ITEM_COLUMNS)
    mine = (rating.c.clinic_id == clinic_id, rating.c.episode_id.in_(episode_ids))
    session_id, said, *answers = numbers(connection, (rating.c.session_id, _said(), *items), *mine, *COUNTS)
    return _rating_columns(session_id, said, np.stack(answers, axis=1).astype(np.int16))


COUNTS = (rating.c.status == "active", rating.c.total.is_not(None))


def _said() -> ColumnElement[int]:
    """Scale, informant and total in one number: to add up takes the database less time than to write one more."""
    scales = code_of(rating.c.scale, {name: code for code, name in enumerate(scale_ids())})
    informants = code_of(rating.c.informant, {who.value: code for code, who in enumerate(INFORMANTS)})
    return (scales * FOR_INFORMANT + informants) * FOR_TOTAL + rating.c.total


def _rating_columns(session_id: Numbers, said: Numbers, items: NDArray[np.int16] | None = None) -> RatingColumns:
    if (said < 0).any():
        raise StoreError("A rating is on a scale that this version does not know. Add its file to fit/scales.")
    place, total = np.divmod(said, FOR_TOTAL)
    scale, informant = np.divmod(place, FOR_INFORMANT)
    return RatingColumns(
        session=session_id,
        scale=scale.astype(np.int8),
        informant=informant.astype(np.int8),
        total=total.astype(np.int16),
        items=items,
    )


def _kept(page: tuple[Numbers, ...], mask: NDArray[np.bool_]) -> tuple[Numbers, ...]:
    return tuple(column[mask] for column in page)


def _is_in(keys: Numbers, ascending: Numbers) -> NDArray[np.bool_]:
    """Mark the keys that are among others; faster than numpy's own, which sorts both."""
    if not ascending.size:
        return np.zeros(keys.size, np.bool_)
    place = np.minimum(np.searchsorted(ascending, keys), ascending.size - 1)
    found: NDArray[np.bool_] = ascending[place] == keys
    return found


def _joined(pages: Iterable[tuple[Numbers, ...]], columns: int) -> list[Numbers]:
    """Each column of all pages together."""
    nothing = (np.zeros(0, np.int64),) * columns
    return [np.concatenate(parts) for parts in zip(nothing, *pages, strict=True)]


def code_of(column: ColumnElement[Any], codes: Mapping[str, int]) -> ColumnElement[int]:
    """Code of a word; far below zero for one that has none, NULL too."""
    return case(dict(codes), value=column, else_=UNKNOWN_CODE)


def _or_not_there(column: ColumnElement[Any]) -> ColumnElement[int]:
    return func.coalesce(column, NOT_THERE)


def day_or_none(column: ColumnElement[Any]) -> ColumnElement[int]:
    """Number of a day, NOT_THERE where it is not noted."""
    return func.coalesce(day_number(column), NOT_THERE)


def numbers(connection: Connection, columns: Sequence[ColumnElement[Any]], *wanted: Any) -> tuple[Numbers, ...]:
    """Columns of whole numbers, of the rows that are wanted, each in the same order; none of them may be NULL."""
    lines = (func.aggregate_strings(cast(column, Text), ",") for column in columns)
    written = connection.execute(select(*lines).where(*wanted)).one()
    return tuple(np.fromstring(line or "", np.int64, sep=",") for line in written)


def _pages(
    connection: Connection, table: Table, columns: Sequence[ColumnElement[Any]], clinic_id: int, *wanted: Any
) -> Iterator[tuple[Numbers, ...]]:
    """Numbers of a clinic's rows, column by column, in the order of the key, page after page."""
    key, mine = table.c.id, table.c.clinic_id == clinic_id
    end_of_page = select(key).where(mine).order_by(key).limit(1).offset(AT_ONCE - 1)
    after = last = 0
    while last < LAST_KEY:
        last = connection.execute(end_of_page.where(key > after)).scalar() or LAST_KEY
        yield numbers(connection, columns, mine, key > after, key <= last, *wanted)
        after = last
