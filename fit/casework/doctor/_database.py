"""The database itself: its version, whether it is whole, its audit, and whether its summaries are what they sum up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._clinic import curves_of, policy_of
from fit.casework.doctor._finding import State, counted, mend, ok, to_know
from fit.errors import MendlineError
from fit.store import accounts, audit, examined, rebuild, watched
from fit.store.schema import current, revisions
from fit.store.standing import Method

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings
    from fit.store.types import Connection

AS_IT_IS = "Stop the server, keep a copy of database and key as they are"
size_of = watched.bytes_of
newest_moment = examined.newest_moment


def look_at_schema(connection: Connection) -> Finding:
    """Whether the tables are as this Mendline needs them."""
    found, needed = current(connection), revisions()[-1]
    if found == needed:
        return ok("database.schema", f"The tables are up to date (step {needed}).")
    if found is None or found in revisions():
        said = f"The tables are at step {found or 'none'}, this Mendline works with {needed}."
        return mend("database.schema", said, "Make a backup, then start the server: it brings them up to date.")
    said = f"A newer Mendline made the tables (step {found}); this one knows up to {needed}."
    return mend("database.schema", said, "Install the newer Mendline again, or restore a backup made by this version.")


def look_at_pages(connection: Connection, *, thorough: bool) -> Iterator[Finding]:
    """Whether every page is as it was written. PostgreSQL looks after its own."""
    if connection.dialect.name != "sqlite":
        return
    found = examined.damages(connection, thorough=thorough)
    if found:
        remedy = f"{AS_IT_IS}, and restore the newest backup: docs/operations.md."
        yield mend("database.whole", f"The database is damaged: {'; '.join(found)}.", remedy)
    elif thorough:
        yield ok("database.whole", "Every page of the database is as it was written, and every link leads somewhere.")
    else:
        yield ok("database.whole", "The database is whole, looked through quickly. Say --thorough for every page.")


def is_readable(*found: Finding) -> bool:
    """Whether it makes sense to look at what is in the tables."""
    return all(one.state is not State.TO_MEND for one in found)


def look_at_audit(connection: Connection) -> Iterator[Finding]:
    """Whether every line of the audit is as it was written."""
    chains = audit.chains(connection)
    broken = [found for one in chains if (found := audit.verify(connection, one, None)) is not None]
    if broken:
        places = ", ".join(f"line {one.sequence}: {one.what}" for one in broken)
        yield mend("audit.whole", f"The audit does not hold ({places}).", f"{AS_IT_IS}; docs/audit.md says what then.")
        return
    lines = sum(audit.end_of(connection, one).sequence for one in chains)
    said = counted(lines, "line of the audit is as it was written.", "lines of the audit are as they were written.")
    yield ok("audit.whole", f"{said} Compare with a note kept elsewhere too: mendline audit verify --note FILE")


def look_at_summaries(
    connection: Connection, settings: Settings, *, thorough: bool, now: datetime
) -> Iterator[Finding]:
    """Whether caseloads and grids show what the ratings say: worked out anew, compared, and not written."""
    waiting = len(rebuild.waiting(connection))
    if waiting:
        said = f"{counted(waiting, 'clinic waits', 'clinics wait')} for summaries to be worked out anew."
        yield to_know("summaries.waiting", said, "Start the server, or stop it and say: mendline rebuild")
    elif thorough:
        yield _compared(connection, settings, now)


def _compared(connection: Connection, settings: Settings, now: datetime) -> Finding:
    try:
        method = Method(policy=policy_of(settings), curves=curves_of(settings), now=now, today=now.astimezone().date())
    except MendlineError:
        return to_know("summaries.right", "Summaries were not looked at.", "Mend MENDLINE_POLICY or MENDLINE_CURVES.")
    wrong = sum(_wrong_in(connection, row.id, method) for row in accounts.clinics(connection))
    if wrong:
        said = f"{counted(wrong, 'summary differs', 'summaries differ')} from what the ratings say."
        return mend("summaries.right", said, "Stop the server and say: mendline rebuild. No rating is touched.")
    return ok("summaries.right", "Caseloads and grids show what the ratings say.")


def _wrong_in(connection: Connection, clinic_id: int, method: Method) -> int:
    users = [row.id for row in accounts.users(connection, clinic_id)]
    clinicians = rebuild.clinicians_to_count(connection, clinic_id, users)
    cells = sum(rebuild.wrong_cells(connection, clinic_id, one) for one in clinicians)
    return rebuild.wrong_summaries(connection, clinic_id, method) + cells
