"""A server that starts removes the service reports that have been kept for long enough; nobody has to ask for one."""

from __future__ import annotations

import shutil
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from fit.casework import Settings, open_clinic
from fit.sealing import FileKey
from fit.store import accounts, asked_reports
from fit.store.ids import new_id
from fit.store.reading_only import reading_sqlite
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import DIRECTOR

if TYPE_CHECKING:
    from pathlib import Path

    from tests.dashboard.serving.small_clinic import SmallClinic

    Person = tuple[int, int]
    """The ids of a clinic and of somebody in it."""

WITHIN_S = 30
DAYS_OLD = (31, 29)


def with_reports(settings: Settings) -> Person:
    """Put one report into the clinic that is too old, and one that is not; returns whose they are."""
    clinic = open_clinic(settings)
    with clinic.store.read() as connection:
        person = accounts.user_by_name(connection, DIRECTOR.sign_in_name)
    row = {"clinic_id": person.clinic_id, "asked_by": person.id, "names": False, "tries": 0, "why_not": ""}
    row |= {"month": date(2026, 2, 1), "programme": ""}
    for days in DAYS_OLD:
        at = datetime.now(UTC) - timedelta(days=days)
        one = row | {"id": new_id(), "asked_at": at, "team": f"{days} days old"}
        clinic.store.write(lambda connection, one=one: asked_reports.ask(connection, one))
        clinic.store.write(lambda connection, at=at: end_all(connection, at))
    clinic.close()
    return person.clinic_id, person.id


def end_all(connection, at):
    for waiting in asked_reports.waiting(connection):
        asked_reports.end(connection, waiting, at, file=b"%PDF-1.4")


def kept(settings: Settings, person: Person) -> list[str]:
    with reading_sqlite(settings.database_file, FileKey(path=settings.key_file)) as connection:
        return [row.team for row in asked_reports.of_person(connection, *person)]


def test_a_server_removes_old_reports_when_it_starts(small_clinic: SmallClinic, tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path / "clinic")
    shutil.copytree(small_clinic.folder, settings.folder)
    person = with_reports(settings)
    assert sorted(kept(settings, person)) == ["29 days old", "31 days old"]
    with running_server(settings.folder) as server:
        until = time.monotonic() + WITHIN_S
        while len(found := kept(settings, person)) > 1 and time.monotonic() < until:
            time.sleep(0.1)
        assert found == ["29 days old"]
        assert server.fetch("/healthz").status == 200
