"""PostgreSQL: whether what was acknowledged is on disk, and what the account may do to the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.casework.doctor._finding import mend, ok, to_know
from fit.store import examined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.casework.doctor._finding import Finding
    from fit.store.types import Connection

SAFE: Final = ("fsync", "synchronous_commit", "full_page_writes")
"""With any of them off, a power cut can lose what a client was told is stored."""
ACCOUNTS = "Work with the account of deploy/postgresql_accounts.sql: docs/deployment.md."


def look(connection: Connection) -> Iterator[Finding]:
    """Look at the server and at the account."""
    if connection.dialect.name != "postgresql":
        return
    yield from of_safety({name: examined.setting(connection, name) for name in SAFE})
    if examined.setting(connection, "data_checksums") == "off":
        remedy = "Stop it and say: pg_checksums --enable. Damage of the disk is then noticed."
        yield to_know("postgresql.checksums", "PostgreSQL writes no checksums.", remedy)
    yield _of_account(*examined.work_account(connection))


def of_safety(settings: Mapping[str, str]) -> Iterator[Finding]:
    """Whether what is acknowledged is on disk."""
    off = [name for name, value in settings.items() if value == "off"]
    if off:
        said = f"PostgreSQL has {' and '.join(off)} off: a power cut can lose ratings that were acknowledged."
        yield mend("postgresql.safe", said, "Set to on in postgresql.conf, for the database and for the account.")
    else:
        yield ok("postgresql.safe", f"PostgreSQL has {', '.join(settings)} on.")


def _of_account(is_super: bool, rights: object) -> Finding:  # noqa: FBT001  as it was asked
    if is_super:
        return mend("postgresql.account", "Mendline works as a superuser of PostgreSQL.", ACCOUNTS)
    if rights:
        return to_know("postgresql.account", "The account of Mendline may change lines of the audit.", ACCOUNTS)
    return ok("postgresql.account", "The account of Mendline adds to the audit and changes nothing in it.")
