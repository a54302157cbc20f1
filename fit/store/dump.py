"""A dump of a PostgreSQL database beside its servers, and such a dump read into an empty database."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from fit.errors import ConfigurationError, ConflictError, StoreError
from fit.store import queue
from fit.store._postgres_tools import read_from, write_to
from fit.store._safe_address import check_way
from fit.store.contents import contents_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from fit.store.contents import Contents

__all__ = ["check_empty", "dumping", "emptied", "opened", "read_dump", "scratch_database"]

AS_OF_NOBODY = ("--no-owner", "--no-privileges")
"""Whoever restores owns the tables; rights are given by deploy/postgresql_accounts.sql."""
WITHOUT_QUEUE = f"--exclude-schema={queue.SCHEMA}"
"""What waits there is asked for anew, from the rows, when a server starts."""
DUMP = ("--format=custom", *AS_OF_NOBODY, WITHOUT_QUEUE, "--no-comments", "--no-publications", "--no-subscriptions")
RESTORE = ("--single-transaction", "--exit-on-error", *AS_OF_NOBODY)
EMPTY_AGAIN = (
    "DROP SCHEMA public CASCADE",
    "DROP SCHEMA IF EXISTS by_clinic CASCADE",
    f"DROP SCHEMA IF EXISTS {queue.SCHEMA} CASCADE",
    "CREATE SCHEMA public",
)


@contextmanager
def dumping(url: str) -> Iterator[tuple[IO[bytes], Contents]]:
    """Give the dump as it is written, and what was in the tables at the very same moment.

    Raises
    ------
    StoreError
        when the server or `pg_dump` refuses.
    """
    with opened(url, read_only=True) as connection:
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        found = contents_of(connection)
        with read_from("pg_dump", url, (*DUMP, f"--snapshot={snapshot}")) as dump:
            yield dump, found


@contextmanager
def opened(url: str, *, read_only: bool = False) -> Iterator[Connection]:
    """Give a transaction that sees one moment; it is kept when all goes well.

    Raises
    ------
    StoreError
        when the server does not answer or refuses.
    """
    check_way(url)
    engine = create_engine(url, isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": read_only})
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise StoreError(f"The database could not be used: {error.orig}. See that the server is well.") from None
    finally:
        engine.dispose()


def check_empty(url: str) -> None:
    """Refuse a database that has tables.

    Raises
    ------
    ConflictError
        when it is not empty.
    """
    with opened(url, read_only=True) as connection:
        if inspect(connection).get_table_names():
            name = make_url(url).database
            raise ConflictError(
                f"The database {name} is not empty, and nothing is ever overwritten. Make an empty one (createdb) and "
                "name it in MENDLINE_DATABASE_URL."
            )


def read_dump(url: str, dump: IO[bytes]) -> None:
    """Read a dump into an empty database, all of it or nothing.

    Raises
    ------
    StoreError
        when `pg_restore` refuses.
    """
    write_to("pg_restore", url, RESTORE, dump)


def emptied(url: str) -> None:
    """Take away what was read into a database that was empty before."""
    with opened(url) as connection:
        for statement in EMPTY_AGAIN:
            connection.execute(text(statement))


@contextmanager
def scratch_database(url: str, named: str) -> Iterator[str]:
    """Give the address of an empty database to try a dump in, and empty it afterwards: the named one, or a new one.

    Raises
    ------
    ConfigurationError
        when none is named and this account may not make one.
    ConflictError
        when the named one is not empty.
    """
    if named:
        check_empty(named)
        try:
            yield named
        finally:
            emptied(named)
        return
    name = f"mendline_check_{secrets.token_hex(4)}"
    _administered(url, f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        _administered(url, f'DROP DATABASE IF EXISTS "{name}"')


def _administered(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    except DBAPIError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            raise ConfigurationError(
                "A backup is tried by restoring it, and this account may make no database for that. Make an empty one "
                "that it owns (createdb -O ACCOUNT mendline_scratch) and name it in MENDLINE_BACKUP_SCRATCH_URL."
            ) from None
        raise StoreError(f"The database could not be used: {error.orig}. See that the server is well.") from None
    finally:
        engine.dispose()
