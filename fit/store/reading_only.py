"""A database opened for reading alone, beside a server that has it open: nothing is made, upgraded or written."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from fit.errors import SchemaError, StoreError
from fit.sealing import key_for
from fit.store._safe_address import check_way, with_patience
from fit.store._sqlite import reading_engine
from fit.store.schema import check_known, current, revisions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from fit.sealing import KeyPlace

__all__ = ["reading_postgresql", "reading_sqlite"]


@contextmanager
def reading_sqlite(file: Path, place: KeyPlace, *, any_schema: bool = False) -> Iterator[Connection]:
    """Give a connection to the encrypted file that sees one moment of it; `any_schema`: also of another version.

    Raises
    ------
    StoreError
        when there is no database, or it cannot be read with the key at hand.
    SchemaError
        when it is not of this version.
    """
    if not file.exists():
        raise StoreError(f"There is no database {file}. Name the clinic's folder in MENDLINE_DATA.")
    with _reading(reading_engine(file, key_for(file, place)), any_schema=any_schema) as connection:
        yield connection


@contextmanager
def reading_postgresql(url: str, *, any_schema: bool = False) -> Iterator[Connection]:
    """Give a connection to a PostgreSQL database that sees one moment of it; `any_schema`: also of another version.

    Raises
    ------
    StoreError
        when the server does not answer or refuses.
    SchemaError
        when it is not of this version.
    """
    check_way(url)
    engine = create_engine(
        with_patience(url), isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True}
    )
    with _reading(engine, any_schema=any_schema) as connection:
        yield connection


@contextmanager
def _reading(engine: Engine, *, any_schema: bool) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            if not any_schema:
                _check_schema(connection)
            yield connection
    except DBAPIError as error:
        raise StoreError(f"The database could not be read: {error.orig}. See that disk and server are well.") from error
    finally:
        engine.dispose()


def _check_schema(connection: Connection) -> None:
    found = current(connection)
    if found is not None:
        check_known(found)
    if found != revisions()[-1]:
        raise SchemaError(
            f"The database has schema {found}; this Mendline reads {revisions()[-1]}. "
            "Start the server once: it brings the tables up to date."
        )
