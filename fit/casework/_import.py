"""Taking a file of past ratings: checked first, then written in one transaction or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing, looking
from fit.casework._import_checks import HOLDS_CLIENTS
from fit.casework._import_plan import Asked, plan_of
from fit.casework._one_line import one_line
from fit.casework._progress import Relay, nobody_asks
from fit.casework._recording import method_of
from fit.casework.views import ImportReport
from fit.errors import InputError
from fit.interop.tables_in import read_ratings
from fit.store import accounts, care, cells, imports, ratings
from fit.store.ids import new_id, shown
from fit.store.standing import refresh
from fit.store.tables import Client, Episode, columns_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from fit.casework._clinic import Clinic
    from fit.casework._import_plan import Plan
    from fit.casework._progress import Progress
    from fit.casework.actor import Actor
    from fit.interop.tables_in import RatingsTable

LONGEST_FILE_NAME = 200
"""[characters]"""

READ, COMPARED, WRITTEN = 0.25, 0.35, 0.55
"""Shares of the whole work, as measured on a file of 10,000 ratings."""


def check_import(
    clinic: Clinic, actor: Actor, file_name: str, content: bytes | Path, *, progress: Progress = nobody_asks
) -> ImportReport:
    """Say what a file of past ratings would add and which of its rows are bad, without keeping anything."""
    with looking(clinic, actor, "check_import") as deed:
        table = _read(content, progress)
        plan = plan_of(deed.connection, table, _asked(clinic, deed, None))
    progress(1.0, "checked")
    return _report(file_name, plan, stored=False)


def import_ratings(
    clinic: Clinic,
    actor: Actor,
    file_name: str,
    content: bytes | Path,
    *,
    take_good_rows: bool = False,
    clinician_sign_in_name: str | None = None,
    progress: Progress = nobody_asks,
) -> ImportReport:
    """Take a file of past ratings. With a bad row nothing is taken, unless the good rows shall be.

    What is known already (episode, session, scale, informant) is left as it is. New episodes go to the clinician
    whom the file names, or else the one named here, or else to nobody until an administrator assigns them.

    Raises
    ------
    InputError
        when nobody of that sign-in name holds clients here.
    """
    relay = Relay(progress)
    digest = _digest(content)

    def work(deed: Deed) -> ImportReport:
        clinician_id = _clinician(deed, clinician_sign_in_name)
        plan = plan_of(deed.connection, table, _asked(clinic, deed, clinician_id))
        stored = take_good_rows or not plan.problem_count
        if stored:
            relay.tell(COMPARED, "writing")
            _write(clinic, deed, plan, relay.tell)
            deed.about("import", _noted(deed, plan, file_name, digest))
        return _report(file_name, plan, stored=stored)

    with looking(clinic, actor, "import_ratings"):
        table = _read(content, progress)
    report = doing(clinic, actor, "import_ratings", work, meanwhile=relay.pass_on)
    progress(1.0, "done")
    return report


def _read(content: bytes | Path, progress: Progress) -> RatingsTable:
    def reading(done: int, size: int | None) -> None:
        progress(READ * done / size if size else 0.0, "reading")

    return read_ratings(content, progress=reading)


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with Path(content).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _asked(clinic: Clinic, deed: Deed, clinician_id: int | None) -> Asked:
    return Asked(
        clinic_id=deed.clinic_id,
        user_id=deed.user_id,
        now=deed.now,
        today=clinic.today(),
        clinician_id=clinician_id,
        codes_alone=clinic.settings.codes_alone,
    )


def _clinician(deed: Deed, sign_in_name: str | None) -> int | None:
    if sign_in_name is None:
        return None
    person = accounts.user_by_name(deed.connection, sign_in_name.strip().casefold())
    if person is None or person.clinic_id != deed.clinic_id or person.role not in HOLDS_CLIENTS:
        raise InputError(f"{sign_in_name!r} is no clinician of this clinic. Choose one from the list of users.")
    clinician_id: int = person.id
    return clinician_id


def _write(clinic: Clinic, deed: Deed, plan: Plan, tell: Callable[[float, str], None]) -> None:
    care.add(deed.connection, columns_of(Client), plan.clients)
    care.add(deed.connection, columns_of(Episode), plan.episodes)
    cells.add_sessions(deed.connection, plan.sessions)
    ratings.add_ratings(deed.connection, plan.ratings)
    tell(WRITTEN, "assessing")
    causes = plan.causes
    touched = list(causes)

    def assessed(done: int) -> None:
        tell(WRITTEN + (1 - WRITTEN) * done / len(touched), "assessing")

    refresh(
        deed.connection, deed.clinic_id, touched, method_of(clinic), causes=causes, imported=True, progress=assessed
    )


def _noted(deed: Deed, plan: Plan, file_name: str, digest: str) -> str:
    import_id = new_id()
    row: dict[str, Any] = {"clinic_id": deed.clinic_id, "id": import_id, "file_name": _last_of(file_name)}
    row |= {"content_hash": digest, "imported_by": deed.user_id, "imported_at": deed.now}
    row |= {"rows_good": plan.rows_good, "rows_bad": plan.problem_count, "new_ratings": len(plan.ratings)}
    care.add(deed.connection, imports.import_batch, row)
    return shown(import_id)


def _last_of(file_name: str) -> str:
    """The name of a file alone, by which it can be found again: never the folders that a program put before it."""
    return one_line(PureWindowsPath(file_name).name)[:LONGEST_FILE_NAME]


def _report(file_name: str, plan: Plan, *, stored: bool) -> ImportReport:
    return ImportReport(
        file_name=file_name,
        rows_good=plan.rows_good,
        rows_bad=plan.problems,
        rows_bad_count=plan.problem_count,
        new_ratings=len(plan.ratings),
        known_ratings=plan.known_ratings,
        differing_lines=tuple(plan.differing_lines),
        new_episodes=len(plan.episodes),
        unassigned_episodes=sum(row["clinician_id"] is None for row in plan.episodes),
        stored=stored,
    )
