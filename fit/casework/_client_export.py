"""Everything that the clinic keeps of one client, given out on the client's request as a file."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from fit.casework._audit import audit_of
from fit.casework._client_readme import Given, readme
from fit.casework._deed import looking
from fit.casework._documents import clinic_name
from fit.casework._goals import goal_rows
from fit.casework._record_rows import consent_row
from fit.casework._rows import session_rows
from fit.casework.views import ClientGiven, OwnData
from fit.store import accounts, care, client_rows
from fit.store.ids import shown
from fit.store.queries import client as queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import AuditRow
    from fit.interop.client_zip import ZipTable
    from fit.store.client_rows import ClientRows, GivenTable


def export_client(
    clinic: Clinic,
    actor: Actor,
    episode_id: str,
    *,
    into: BinaryIO,
    told: Callable[[AuditRow], str],
    page: Callable[[OwnData], str],
) -> ClientGiven:
    """Write all of the client whose episode this is into a ZIP file, and return what is in it and what stayed.

    `told` puts a line of the audit into words, and `page` writes what the client reads first. Rows are read and
    written a few at a time.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person.
    """
    from fit.interop.client_zip import write_client_zip

    with looking(clinic, actor, "export_client", episode_id=episode_id, every_time=True) as deed:
        found = client_rows.read_client(deed.connection, deed.clinic_id, deed.episode.client_id)
        tables = [*map(_table, found.tables), _looked(deed, told), _people(deed)]
        given = Given(clinic=clinic_name(deed), code=deed.episode.code, made_on=clinic.today(), **_stayed(found))
        own = page(_own_data(clinic, deed))
        told_of = partial(readme, given)
        counts = write_client_zip(into, tables, made_on=clinic.today(), page=own, readme=told_of)
        return ClientGiven(client_code=deed.episode.code, as_of=clinic.today(), rows=counts, private=found.private)


def _own_data(clinic: Clinic, deed: Deed) -> OwnData:
    connection, clinic_id, client_id = deed.connection, deed.clinic_id, deed.episode.client_id
    places = [(connection, clinic_id, row.id) for row in care.episodes_of(connection, clinic_id, client_id)]
    sessions = (session_rows(queries.sessions(*place), queries.ratings(*place), None) for place in places)
    return OwnData(
        language=deed.episode.language,
        client_code=deed.episode.code,
        clinic_name=clinic_name(deed),
        as_of=clinic.today(),
        sessions=tuple(chain.from_iterable(sessions)),
        goals=tuple(chain.from_iterable(goal_rows(*place) for place in places)),
        consents=tuple(map(consent_row, care.consents(connection, clinic_id, client_id))),
    )


def _stayed(found: ClientRows) -> dict[str, int]:
    return {"private": sum(found.private.values()), "withheld": found.withheld, "recordings": found.recordings}


def _table(table: GivenTable) -> ZipTable:
    from fit.interop.client_zip import ZipColumn, ZipTable

    columns = (ZipColumn(name=one.name, kind=_kind(one.type), may_be_empty=bool(one.nullable)) for one in table.columns)
    return ZipTable(name=table.name, about=table.about, columns=tuple(columns), rows=table.rows)


KINDS = {
    "BIGINT": "number of a row",
    "INTEGER": "whole number",
    "SMALLINT": "whole number",
    "FLOAT": "number",
    "BOOLEAN": "yes or no",
    "DATE": "day",
    "DATETIME": "moment",
    "JSON": "list or tree",
}


def _kind(of: Any) -> str:
    """What a column holds, in plain words."""
    return KINDS.get(str(of).partition("(")[0], "text")


def _looked(deed: Deed, told: Callable[[AuditRow], str]) -> ZipTable:
    """Who looked at the client, or changed something: when, in which role, and what, in words."""
    from fit.interop.client_zip import ZipColumn, ZipTable

    episodes = [row.id for row in care.episodes_of(deed.connection, deed.clinic_id, deed.episode.client_id)]
    names = ("at", "role", "action", "in_words")

    def rows() -> Iterator[Sequence[Any]]:
        for row in audit_of(deed.connection, deed.clinic_id, episodes):
            yield row.at, row.role, row.action, told(row)

    columns = tuple(
        ZipColumn(name=name, kind="moment" if name == "at" else "text", may_be_empty=False) for name in names
    )
    return ZipTable(name="audit", about="Who looked at the record or changed it.", columns=columns, rows=rows)


def _people(deed: Deed) -> ZipTable:
    """Which role each number of a person stands for."""
    from fit.interop.client_zip import ZipColumn, ZipTable

    def rows() -> Iterator[Sequence[Any]]:
        for row in accounts.users(deed.connection, deed.clinic_id):
            yield shown(row.id), row.role

    columns = (
        ZipColumn(name="id", kind="number of a row", may_be_empty=False),
        ZipColumn(name="role", kind="text", may_be_empty=False),
    )
    return ZipTable(name="people", about="Numbers of people of the clinic, and their role.", columns=columns, rows=rows)
