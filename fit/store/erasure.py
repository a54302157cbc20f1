"""Erasing a client: every row of every table that refers to them, whichever tables there are.

Which tables these are is read from the tables themselves, by their links: a new one cannot be forgotten. Tables that
refer to no client are named here with the reason; a test fails for one that is in neither place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import UniqueConstraint, and_, delete, exists, func, select

from fit.store import care, record, recordings
from fit.store.cells import NOBODY
from fit.store.rebuild import rebuild_cells
from fit.store.tables import Base, Client, Handover, HandoverPart, Session, SharedCase, SharedMember, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Table

    from fit.store.types import Record

    Ids = dict[str, set[int]]

__all__ = ["NOT_OF_A_CLIENT", "client_id_of", "counted", "due", "erase", "links_of_a_client", "sounds_of"]

client, session = columns_of(Client), columns_of(Session)
handover, part = columns_of(Handover), columns_of(HandoverPart)
shared, member = columns_of(SharedCase), columns_of(SharedMember)
BY_NAME, EPISODE = "episode_id", "episode"
KINDS = ("sqlite", "postgresql")
AT_ONCE = 500
"""[ids] In one query."""

NOT_OF_A_CLIENT: Mapping[str, str] = {
    "clinic": "the clinic itself",
    "clinic_user": "people who work there",
    "supervision": "who supervises whom",
    "licence": "licences of wording",
    "web_session": "signed-in browsers of people who work there",
    "sign_in_ticket": "sign-ins that are half done",
    "second_factor": "second factors of people who work there",
    "recovery_code": "as above",
    "sign_on_link": "who they are at the clinic's provider",
    "known_browser": "hashes of secrets of browsers they use",
    "attempt": "hashes of sign-in names and addresses, counted and forgotten",
    "audit": "deeds without content; ids are numbers that nothing refers to any more",
    "audit_head": "where the audit ends",
    "audit_start": "where the audit begins",
    "alliance_cell": "sums over clients: counted anew without this one",
    "programme_cell": "as above",
    "programme": "names of programmes",
    "rebuild": "how far sums are counted anew",
    "asked_report": "reports on a service, in which no client stands; let go after thirty days",
    "import_batch": "files of many clients, and how many rows they had",
    "saved_view": "a clinician's way of looking at the caseload",
    "digest_mark": "up to when a clinician has read",
    "shared_case": "of several clients: its members go, and it goes with its last member",
    "handover": "may be for several clients: its parts go, and it goes with its last part",
}
"""Tables that hold nothing of a client's own, and why."""


def links_of_a_client() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every table whose rows belong to a client: by which column, and to which table of the client's that leads."""
    found: dict[str, tuple[tuple[str, str], ...]] = {client.name: ()}
    for table in Base.metadata.sorted_tables:
        links = tuple(dict.fromkeys(_links(table, found)))
        if links and table.name not in NOT_OF_A_CLIENT:
            found[table.name] = _enough(table, links)
    return found


def _links(table: Table, of_a_client: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Links by the tables' own word, and the column that many tables have beside them, to be found by."""
    if BY_NAME in table.columns and EPISODE in of_a_client:
        yield BY_NAME, EPISODE
    for link in table.foreign_key_constraints:
        parent = link.referred_table.name
        if parent in of_a_client and parent != table.name:
            yield link.column_keys[-1], parent


def _enough(table: Table, links: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """One link that every row has, rather one that an index finds; where there is none such, all links.

    Should a row belong to one client by this link and to another by the next, the database refuses to erase either.
    """
    always = [link for link in links if not table.c[link[0]].nullable]
    quick = [link for link in always if link[0] in _found_by_index(table)]
    return tuple((quick or always)[:1]) or links


def _found_by_index(table: Table) -> set[str]:
    """Columns that stand behind the clinic's in a key or index which holds every row."""
    whole = [one for one in table.indexes if not any(one.dialect_options[kind]["where"] is not None for kind in KINDS)]
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    every: list[Any] = [table.primary_key, *whole, *unique]
    keys = [[column.name for column in one.columns] for one in every]
    return {names[1] for names in keys if len(names) > 1 and names[0] == "clinic_id"}


def _gathered(connection: Connection, clinic_id: int, client_id: int) -> Ids:
    """The ids of all rows of the client to which other tables refer."""
    links = links_of_a_client()
    parents = {parent for each in links.values() for _, parent in each}
    ids: Ids = {client.name: {client_id}}
    for name in links:
        if name in parents and name != client.name:
            ids[name] = set(_found(connection, clinic_id, Base.metadata.tables[name], links[name], ids))
    return ids


def _found(
    connection: Connection, clinic_id: int, table: Table, links: Sequence[tuple[str, str]], ids: Ids
) -> Iterator[int]:
    for column, parent in links:
        for some in _pieces(ids[parent]):
            mine = and_(table.c.clinic_id == clinic_id, table.c[column].in_(some))
            yield from connection.execute(select(table.c.id).where(mine)).scalars()


def _pieces(ids: set[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for first in range(0, len(ordered), AT_ONCE):
        yield ordered[first : first + AT_ONCE]


def counted(connection: Connection, clinic_id: int, client_id: int) -> dict[str, int]:
    """How many rows of each table belong to a client."""
    links, ids = links_of_a_client(), _gathered(connection, clinic_id, client_id)
    found = {client.name: 1}
    for name, each in links.items():
        table = Base.metadata.tables[name]
        number = _how_many(connection, clinic_id, table, each, ids)
        if number:
            found[name] = number
    return found


def _how_many(connection: Connection, clinic_id: int, table: Table, links: Sequence[tuple[str, str]], ids: Ids) -> int:
    """By one link after the other; a row is counted by the first one that finds it."""
    number = 0
    counted_by: list[ColumnElement[bool]] = []
    for column, parent in links:
        for some in _pieces(ids[parent]):
            mine = and_(table.c.clinic_id == clinic_id, table.c[column].in_(some), *counted_by)
            number += connection.execute(select(func.count()).select_from(table).where(mine)).scalar_one()
        counted_by.append(table.c[column].is_(None))
    return number


def sounds_of(connection: Connection, clinic_id: int, client_id: int) -> Sequence[Record]:
    """Every recording of a client, also those that nobody reads any more."""
    episodes = [row.id for row in care.episodes_of(connection, clinic_id, client_id)]
    return [row for one in episodes for row in recordings.every_recording_of(connection, clinic_id, one)]


def erase(connection: Connection, clinic_id: int, client_id: int) -> dict[str, int]:
    """Erase every row of a client, and count anew what was summed up with them; returns how many rows of which table.

    Files of sound are the caller's, before; what is left on freed pages too, afterwards (`Database.wipe`).
    """
    had = counted(connection, clinic_id, client_id)
    ids = _gathered(connection, clinic_id, client_id)
    holders, forms = _holders(connection, clinic_id, ids), _forms(connection, clinic_id, ids)
    cases = _cases(connection, clinic_id, ids)
    for episode_id in sorted(ids["episode"]):
        record.erase_every_transcript(connection, clinic_id, episode_id)  # the index of words goes with it
    for name, links in reversed(links_of_a_client().items()):
        _delete(connection, clinic_id, Base.metadata.tables[name], links, ids)
    one = and_(client.c.clinic_id == clinic_id, client.c.id == client_id)
    connection.execute(delete(client).where(one))
    _forms_without_parts(connection, clinic_id, forms)
    _cases_without_members(connection, clinic_id, cases)
    for holder in sorted(holders):
        rebuild_cells(connection, clinic_id, holder)
    return had


def _delete(connection: Connection, clinic_id: int, table: Table, links: Sequence[tuple[str, str]], ids: Ids) -> None:
    for column, parent in links:
        for some in _pieces(ids[parent]):
            mine = and_(table.c.clinic_id == clinic_id, table.c[column].in_(some))
            connection.execute(delete(table).where(mine))


def _holders(connection: Connection, clinic_id: int, ids: Ids) -> set[int]:
    """In whose weeks the client's sessions are counted."""
    found: set[int] = set()
    for some in _pieces(ids["episode"]):
        mine = and_(session.c.clinic_id == clinic_id, session.c.episode_id.in_(some))
        found |= {held or NOBODY for held in connection.execute(select(session.c.clinician_id).where(mine)).scalars()}
    return found


def _forms(connection: Connection, clinic_id: int, ids: Ids) -> set[int]:
    found: set[int] = set()
    for some in _pieces(ids["episode"]):
        mine = and_(part.c.clinic_id == clinic_id, part.c.episode_id.in_(some))
        found |= set(connection.execute(select(part.c.handover_id).where(mine)).scalars())
    return found


def _forms_without_parts(connection: Connection, clinic_id: int, forms: set[int]) -> None:
    left = exists().where(part.c.clinic_id == handover.c.clinic_id, part.c.handover_id == handover.c.id)
    for some in _pieces(forms):
        mine = and_(handover.c.clinic_id == clinic_id, handover.c.id.in_(some), ~left)
        connection.execute(delete(handover).where(mine))


def _cases(connection: Connection, clinic_id: int, ids: Ids) -> set[int]:
    """The couples, families and groups of which the client was a member."""
    found: set[int] = set()
    for some in _pieces(ids["episode"]):
        mine = and_(member.c.clinic_id == clinic_id, member.c.episode_id.in_(some))
        found |= set(connection.execute(select(member.c.case_id).where(mine)).scalars())
    return found


def _cases_without_members(connection: Connection, clinic_id: int, cases: set[int]) -> None:
    left = exists().where(member.c.clinic_id == shared.c.clinic_id, member.c.case_id == shared.c.id)
    for some in _pieces(cases):
        mine = and_(shared.c.clinic_id == clinic_id, shared.c.id.in_(some), ~left)
        connection.execute(delete(shared).where(mine))


def client_id_of(connection: Connection, clinic_id: int, code: str) -> int | None:
    """The client of that code."""
    found = care.client_by_code(connection, clinic_id, code)
    return None if found is None else int(found.id)


def due(connection: Connection, clinic_id: int, *, before: date, client_id: int | None = None) -> Sequence[Record]:
    """Clients all of whose episodes ended, the last one before that day: id, code, year of birth, day of the end.

    `client_id`: whether this one is among them.
    """
    episode = care.episode
    mine = [episode.c.clinic_id == clinic_id, *([] if client_id is None else [episode.c.client_id == client_id])]
    ended = (
        select(
            episode.c.client_id,
            func.max(episode.c.closed_on).label("ended_on"),
            (func.count() - func.count(episode.c.closed_on)).label("open"),
        )
        .where(*mine)
        .group_by(episode.c.client_id)
        .subquery()
    )
    both = and_(client.c.clinic_id == clinic_id, client.c.id == ended.c.client_id)
    query = select(client.c.id, client.c.code, client.c.birth_year, ended.c.ended_on).join(ended, both)
    return connection.execute(query.where(ended.c.open == 0, ended.c.ended_on < before)).all()
