"""Bringing a database's tables up to date, step by step, and refusing what a newer Mendline made."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from fit.errors import SchemaError

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["revisions", "upgrade"]

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
    current = _current(connection)
    if current is not None and current not in revisions():
        raise SchemaError(
            f"The database has schema {current}; this Mendline knows up to {revisions()[-1]}. "
            "Install the newer Mendline again, or restore a backup made by this version."
        )
    if current != revisions()[-1]:
        _run(connection)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608  a constant


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files(MIGRATIONS)))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
