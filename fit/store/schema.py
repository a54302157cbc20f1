"""Bringing a database's tables up to date, step by step, and refusing what a newer Mendline made."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from fit.errors import SchemaError

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["check_known", "current", "revisions", "upgrade"]

MIGRATIONS = "fit.store.migrations"
VERSION_TABLE = "alembic_version"
UPGRADE_LOCK = 5_212_001
"""PostgreSQL: servers that start together bring the tables up to date one after the other."""


@cache
def revisions() -> tuple[str, ...]:
    """Ids of all steps from the first table on, oldest first: the beginnings of the file names."""
    names = (file.name for file in files(MIGRATIONS).joinpath("versions").iterdir())
    return tuple(sorted(name.split("_")[0] for name in names if name[0].isdigit() and name.endswith(".py")))


def upgrade(connection: Connection) -> None:
    """Make or bring up to date all tables, within the transaction of the connection.

    Raises
    ------
    SchemaError
        when the database has a step that this version does not know.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
    found = current(connection)
    if found is not None:
        check_known(found)
    if found != revisions()[-1]:
        _run(connection)


def check_known(found: str) -> None:
    """Refuse tables that a newer Mendline made: there is no way back from them.

    Raises
    ------
    SchemaError
        when the database has a step that this version does not know.
    """
    if found not in revisions():
        raise SchemaError(
            f"The database has schema {found}; this Mendline knows up to {revisions()[-1]}. "
            "Install the newer Mendline again, or restore a backup made by this version."
        )


def current(connection: Connection) -> str | None:
    """The step that the tables were brought to; None where there are none yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608  a constant  # nosec B608


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files(MIGRATIONS)))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
