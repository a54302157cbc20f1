"""What must be true after each start: everything acknowledged is there once, nothing is there by half."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fit.casework import open_clinic
from fit.casework.machine import check_audits, rebuild_all
from fit.store.ids import read_id, shown
from fit.store.tables import (
    Alert,
    Audit,
    Consent,
    Handover,
    HandoverPart,
    Rating,
    SessionNote,
    Standing,
    columns_of,
)
from tests.faults.ledger import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from fit.casework import Clinic, Settings
    from tests.faults.ledger import Ledger

rating, audit, part = columns_of(Rating), columns_of(Audit), columns_of(HandoverPart)
handover, standing = columns_of(Handover), columns_of(Standing)
SAID_AT_MOST = 5
"""Findings of one kind that are said one by one."""


@dataclass(slots=True, kw_only=True)
class Found:
    """What a look at the database found."""

    ratings: int = 0
    """Of those that were sent."""
    lost: int = 0
    doubled: int = 0
    deeds: int = 0
    problems: list[str] = field(default_factory=list)

    def blame(self, what: str, which: list[str]) -> None:
        if which:
            more = f" and {len(which) - SAID_AT_MOST} more" if len(which) > SAID_AT_MOST else ""
            self.problems.append(f"{what}: {', '.join(which[:SAID_AT_MOST])}{more}")


def look(settings: Settings, ledger: Ledger) -> Found:
    """Look at everything, without changing what the server has: SQLite as a copy, PostgreSQL beside it."""
    found = Found()
    with _beside(settings) as copy:
        for one in check_audits(copy):
            if one.check.broken_at is not None:
                found.problems.append(f"audit of {one.name} broken at {one.check.broken_at}: {one.check.what}")
        clinic = open_clinic(copy)
        try:
            with clinic.store.read() as connection:
                _look_at_ratings(connection, ledger, found)
                _look_for_halves(connection, found)
                _look_at_deeds(connection, ledger, found)
                _look_at_file(clinic, connection, found)
            if wrong := rebuild_all(clinic).wrong:
                found.problems.append(f"{wrong} rows of standings, shares or cells are not as assess says")
        finally:
            clinic.close()
    return found


@contextmanager
def _beside(settings: Settings) -> Iterator[Settings]:
    if settings.database_url:
        yield settings
        return
    folder = Path(tempfile.mkdtemp(prefix="mendline-look-"))
    try:
        for file in settings.folder.glob("clinic.*"):
            if not file.name.endswith((".lock", "-shm")):
                shutil.copy2(file, folder)
        yield replace(settings, folder=folder)
    finally:
        shutil.rmtree(folder)


def _look_at_ratings(connection: Connection, ledger: Ledger, found: Found) -> None:
    rows = connection.execute(
        select(rating.c.idempotency_key, rating.c.total).where(rating.c.idempotency_key.like("fault-%"))
    ).all()
    times = Counter(row.idempotency_key for row in rows)
    missing = sorted(ledger.acknowledged - set(times))
    doubled = sorted(key for key, often in times.items() if often > 1)
    found.ratings, found.lost, found.doubled = len(times), len(missing) + len(ledger.turned_away), len(doubled)
    found.blame("acknowledged and lost", missing)
    found.blame("turned away by a form that was open", sorted(ledger.turned_away))
    found.blame("there twice", doubled)
    found.blame("with other marks", [key for key, total in rows if ledger.sent.get(key) != total])


def _look_for_halves(connection: Connection, found: Found) -> None:
    """A rating goes with its line in the audit, its part of the form, and the standing of its episode."""
    mine = rating.c.idempotency_key.like("fault-%")
    ids = {row.id: row for row in connection.execute(select(rating.c.id, rating.c.episode_id).where(mine))}
    asked = select(audit.c.subject_id).where(audit.c.action == "record_rating", audit.c.subject_kind == "rating")
    lines = Counter(read_id(one) for one in connection.execute(asked).scalars())
    parts = Counter(connection.execute(select(part.c.rating_id).where(part.c.rating_id.is_not(None))).scalars())
    standings = set(connection.execute(select(standing.c.episode_id)).scalars())
    found.blame("without their one line in the audit", [shown(one) for one in ids if lines[one] != 1])
    found.blame("without their one part of a form", [shown(one) for one in ids if parts[one] != 1])
    found.blame("without a standing", [shown(one) for one, row in ids.items() if row.episode_id not in standings])
    found.blame("lines of the audit without a rating", [shown(one) for one in lines if one not in ids])
    found.blame("forms whose state is not that of their parts", _forms_at_odds(connection))


def _forms_at_odds(connection: Connection) -> list[str]:
    """Forms that are done with an open part, or open with none."""
    open_parts = (
        select(part.c.handover_id, (func.count() - func.count(part.c.answered_at)).label("left"))
        .group_by(part.c.handover_id)
        .subquery()
    )
    asked = select(handover.c.id, handover.c.used_at, open_parts.c.left).join(
        open_parts, open_parts.c.handover_id == handover.c.id
    )
    return [shown(row.id) for row in connection.execute(asked) if (row.used_at is not None) != (row.left == 0)]


def _look_at_deeds(connection: Connection, ledger: Ledger, found: Found) -> None:
    there = {kind: Counter(_marks(connection, kind)) for kind in Kind}
    found.deeds = len(ledger.deeds)
    lost = [f"{one.kind} {one.mark}" for one in ledger.deeds if there[one.kind][one.mark] != 1]
    found.lost += len(lost)
    found.blame("done by a clinician, and not there once", lost)


def _marks(connection: Connection, kind: Kind) -> list[str]:
    if kind is Kind.NOTE:
        return list(connection.execute(select(columns_of(SessionNote).c.talked_about)).scalars())
    if kind is Kind.CONSENT:
        return list(connection.execute(select(columns_of(Consent).c.form_version)).scalars())
    alert = columns_of(Alert)
    seen = select(alert.c.episode_id).where(alert.c.state == "seen").distinct()
    return [shown(one) for one in connection.execute(seen).scalars()]


def _look_at_file(clinic: Clinic, connection: Connection, found: Found) -> None:
    if clinic.store.dialect == "sqlite":
        said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        found.blame("the file itself", [one for one in said if one != "ok"])
