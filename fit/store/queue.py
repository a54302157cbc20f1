"""Background work on PostgreSQL: a queue in a schema of its own, kept by procrastinate. Jobs are a kind and a number.

A job stands in the queue from the moment at which the transaction that asks for it is committed. Nothing of a client is
in it: neither in its kind, nor in its number, which is a clinic's or nobody's.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from fit.errors import StoreError

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection

__all__ = ["SCHEMA", "lock_of", "prepare", "put"]

SCHEMA = "background"
RIGHTS_MISSING = (
    "This account may not use the queue of background work. Run deploy/postgresql_accounts.sql again as the owner, "
    "docs/deployment.md."
)
KNOWN = text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :schema")
WAITS = text("SELECT 1 FROM background.procrastinate_jobs WHERE lock = :lock AND status = 'todo' LIMIT 1")
INTO_IT, BACK = text(f"SET LOCAL search_path TO {SCHEMA}"), text("SET LOCAL search_path TO DEFAULT")


def prepare(connection: Connection) -> None:
    """Make the queue's tables, or bring them up to date, by procrastinate's own steps; within the upgrade's lock.

    Raises
    ------
    StoreError
        when this account may not use them.
    """
    steps = _steps()
    known = connection.execute(KNOWN, {"schema": SCHEMA}).scalar()
    if known != steps[-1]:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        connection.execute(INTO_IT)
        for statements in _missing(known, steps):
            _plain(connection).execute(statements)
        connection.execute(BACK)
        connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS '{steps[-1]}'"))
    if not connection.execute(text(f"SELECT has_schema_privilege('{SCHEMA}', 'USAGE')")).scalar():
        raise StoreError(RIGHTS_MISSING)


def _steps() -> tuple[str, ...]:
    """Names of procrastinate's steps; the newest one is noted with the schema."""
    names = (file.name for file in files("procrastinate.sql").joinpath("migrations").iterdir())
    return tuple(sorted(name for name in names if name.endswith(".sql")))


def _missing(known: str | None, steps: tuple[str, ...]) -> list[bytes]:
    folder = files("procrastinate.sql")
    if known is None:
        return [folder.joinpath("schema.sql").read_bytes()]
    return [folder.joinpath("migrations", step).read_bytes() for step in steps if step > known]


def _plain(connection: Connection) -> psycopg.Connection[Any]:
    """The driver's own connection: procrastinate's statements are many in one text."""
    plain: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return plain


def lock_of(kind: str, queue: str, number: int) -> str:
    """What two jobs have in common that must not be done at once."""
    return f"{kind} {queue} {number}"


def put(connection: Connection, kind: str, queue: str, number: int) -> None:
    """Ask for a job, within the transaction that needs it; one that waits already is not asked for twice."""
    from procrastinate import App, SyncPsycopgConnector

    lock = lock_of(kind, queue, number)
    if connection.execute(WAITS, {"lock": lock}).first() is not None:
        return
    connection.execute(INTO_IT)
    app = App(connector=SyncPsycopgConnector())
    app.configure_task(kind, queue=queue, lock=lock, connection=_plain(connection)).defer(number=number)
    connection.execute(BACK)
