"""Everything that is kept of one client, table by table, to be given out on the client's request.

Which tables these are is read from the tables' own links, as for erasing: a new one is given out without being named
here. What is not given out is named, with the reason; whatever looks like a secret never is, named or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, func, select

from fit.store.erasure import links_of_a_client
from fit.store.ids import shown
from fit.store.tables import Base, Client, Handover, HandoverPart, Programme, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Table

    from fit.store.types import Record

    Links = Sequence[tuple[str, str]]

__all__ = ["FOR_THE_AUTHOR", "SECRET", "ClientRows", "GivenTable", "read_client"]

AT_ONCE = 500
"""[ids] In one query; [rows] in memory at a time."""
SECRET = re.compile(r"(^|_)(hash|token|secret|pin|passphrase|key|number)$")
"""Names of columns that open something, or that tell the same text apart from others: none leaves."""
FOR_THE_AUTHOR: Mapping[str, str] = {
    "repair_private_note": "what a clinician felt, written for nobody else; its author can show it",
    "debrief": "what a clinician learnt after the ending, written for nobody else; its author can show it",
    "learning_point": "as above",
}
"""Tables of private notes, and why they stay: whoever makes the file may not read them."""
client, form, part, programme = (columns_of(one) for one in (Client, Handover, HandoverPart, Programme))
PLACES = frozenset({"place"})
"""Large whole numbers that are no ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTable:
    """A table of the client's with the columns that are given out; its rows are read anew each time they are asked."""

    name: str
    about: str
    """What a row is, in the words of the model."""
    columns: tuple[Column[Any], ...]
    left_out: tuple[str, ...]
    """Names of columns that stay."""
    _connection: Connection = field(repr=False)
    _where: tuple[ColumnElement[bool], ...] = field(repr=False)
    """One condition after the other; no row meets two."""

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row, ids as the opaque texts that pages show: few in the order of their key, many as they are found."""
        ids = [place for place, column in enumerate(self.columns) if _is_id(column)]
        names = [column.name for column in self.columns]
        key = [names.index(one.name) for one in self.columns[0].table.primary_key.columns if one.name in names]
        for where in self._where:
            # asked for an order, SQLite would read all of the clinic by its key instead of the client's rows
            query = select(*self.columns).where(where).execution_options(yield_per=AT_ONCE)
            with self._connection.execute(query) as result:
                first = result.fetchmany(AT_ONCE)
                few = len(first) < AT_ONCE
                found = sorted(first, key=lambda row: [row[place] for place in key]) if few else chain(first, result)
                yield from (_with_shown(row, ids) for row in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRows:
    """What is given out of a client, and what stays: private notes and what is closed to everybody, as numbers."""

    tables: tuple[GivenTable, ...]
    private: Mapping[str, int]
    withheld: int
    """Transcripts and recordings that the client withdrew and a legal hold keeps: nobody reads them."""
    recordings: int
    """Whose sound is kept; the sound itself is no table."""


def read_client(connection: Connection, clinic_id: int, client_id: int) -> ClientRows:
    """Find what is kept of a client; rows are read when they are asked for, as the connection sees them."""
    ids: dict[str, set[int]] = {client.name: {client_id}}
    tables, private = [_given(connection, client, (_of(client, clinic_id, "id", [client_id]),))], {}
    links = links_of_a_client()
    parents = {parent for each in links.values() for _, parent in each}
    for name, each in links.items():
        if name == client.name:
            continue
        table = Base.metadata.tables[name]
        where = tuple(_conditions(table, clinic_id, each, ids))
        if name in parents:
            ids[name] = set(_ids(connection, table, where))
        if name in FOR_THE_AUTHOR:
            private[name] = _number(connection, table, where)
        else:
            tables.append(_given(connection, table, where))
    tables += _beside(connection, clinic_id, ids["episode"])
    sounds = Base.metadata.tables["recording"]
    kept = tuple(_conditions(sounds, clinic_id, links["recording"], ids))
    return ClientRows(
        tables=tuple(tables),
        private={name: number for name, number in private.items() if number},
        withheld=_withheld(connection, clinic_id, links, ids),
        recordings=_number(connection, sounds, kept),
    )


def _of(table: Table, clinic_id: int, column: str, some: Sequence[int]) -> ColumnElement[bool]:
    return and_(table.c.clinic_id == clinic_id, table.c[column].in_(some))


def _conditions(
    table: Table, clinic_id: int, links: Links, ids: Mapping[str, set[int]], *, withheld: bool = False
) -> Iterator[ColumnElement[bool]]:
    """By one link after the other; a row is found by the first one that it has. What is withheld is not among them."""
    found_by: list[ColumnElement[bool]] = []
    seen = [table.c.withheld.is_(withheld)] if "withheld" in table.c else []
    for column, parent in links:
        ordered = sorted(ids[parent])
        for first in range(0, len(ordered), AT_ONCE):
            mine = _of(table, clinic_id, column, ordered[first : first + AT_ONCE])
            yield and_(mine, *found_by, *seen)
        found_by.append(table.c[column].is_(None))


def _ids(connection: Connection, table: Table, where: Sequence[ColumnElement[bool]]) -> Iterator[int]:
    for one in where:
        yield from connection.execute(select(table.c.id).where(one)).scalars()


def _number(connection: Connection, table: Table, where: Sequence[ColumnElement[bool]]) -> int:
    counts = select(func.count()).select_from(table)
    return sum(connection.execute(counts.where(one)).scalar_one() for one in where)


def _given(connection: Connection, table: Table, where: tuple[ColumnElement[bool], ...]) -> GivenTable:
    kept = [column.name for column in table.columns if SECRET.search(column.name)]
    columns = [column for column in table.columns if column.name not in {*kept, "clinic_id"}]
    return GivenTable(
        name=table.name,
        about=_about(table),
        columns=tuple(columns),
        left_out=tuple(kept),
        _connection=connection,
        _where=where,
    )


def _about(table: Table) -> str:
    """The first sentence of what the model says of itself."""
    models = {columns_of(model).name: model for model in Base.__subclasses__()}
    return (models[table.name].__doc__ or "").strip().splitlines()[0]


def _beside(connection: Connection, clinic_id: int, episodes: set[int]) -> Iterator[GivenTable]:
    """Tables that are not the client's own, as far as they speak of them: forms given out, and programmes by name."""
    own = select(part.c.handover_id).where(part.c.clinic_id == clinic_id, part.c.episode_id.in_(sorted(episodes)))
    forms = connection.execute(own).scalars().all()
    yield _given(connection, form, tuple(_pieces_of(form, clinic_id, set(forms))))
    episode = Base.metadata.tables["episode"]
    chosen = select(episode.c.programme_id).where(_of(episode, clinic_id, "id", sorted(episodes)))
    programmes = {one for one in connection.execute(chosen).scalars() if one is not None}
    yield _given(connection, programme, tuple(_pieces_of(programme, clinic_id, programmes)))


def _pieces_of(table: Table, clinic_id: int, ids: set[int]) -> Iterator[ColumnElement[bool]]:
    ordered = sorted(ids)
    for first in range(0, len(ordered), AT_ONCE):
        yield _of(table, clinic_id, "id", ordered[first : first + AT_ONCE])


def _withheld(connection: Connection, clinic_id: int, links: Mapping[str, Links], ids: Mapping[str, set[int]]) -> int:
    tables = [one for name in links if "withheld" in (one := Base.metadata.tables[name]).c]
    return sum(
        _number(connection, table, tuple(_conditions(table, clinic_id, links[table.name], ids, withheld=True)))
        for table in tables
    )


def _is_id(column: Column[Any]) -> bool:
    return isinstance(column.type, BigInteger) and column.name not in PLACES


def _with_shown(row: Record, ids: Sequence[int]) -> tuple[Any, ...]:
    cells = list(row)
    for place in ids:
        if cells[place] is not None:
            cells[place] = shown(cells[place])
    return tuple(cells)
