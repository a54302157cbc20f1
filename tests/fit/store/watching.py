"""Every statement that Mendline sends while the tests of `fit` run is looked at: could the tables be spread?"""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

import fit
from tests.fit.store.spreading import faults

OURS = Path(fit.__file__).parent
MIGRATIONS = OURS / "store" / "migrations"

ACROSS_CLINICS = {
    "store/accounts.py:user_by_name": "who signs in has said no clinic yet: one row by its unique name",
    "store/handovers.py:handover_by_code": "whoever types six digits knows no clinic: one row by its unique code",
    "store/factors.py:linked_person": "a provider of sign-on knows no clinic: one row by its unique subject or e-mail",
    "store/factors.py:is_linked_elsewhere": "an account at a provider belongs to one person of all clinics",
    "store/recordings.py:known_numbers": "at a start: which files of this machine's folder belong to nobody",
    "store/audit.py:chains": "the operator's check walks every clinic, one after the other",
    "store/rebuild.py:waiting": "at a start: for which clinics an upgrade asked for something",
    "store/asked_reports.py:waiting": "whoever makes reports asks for what any clinic waits for; a table of a few rows",
    "casework/_figures.py:figures": "figures for the operator are of the whole installation",
    "casework/doctor/_examination.py:examine": "the operator's look at everything there is, by hand or at night",
    "store/contents.py:contents_of": "a backup is of everything, and is compared with all that it was made of",
    "casework/_backups.py:make_backup": "a backup is of everything",
    "casework/_restoring.py:restore_backup": "so is what is restored",
    "store/schema.py:upgrade": "one server at a time brings the tables up to date",
}
"""File and function, and why it may ask what no single machine of many could answer. docs/growth.md tells of each."""


class CannotBeSpreadError(AssertionError):
    """A statement that would need all machines at once."""


def watch() -> None:
    """Refuse from now on every statement of ours that could not be spread, at the place that sends it."""
    event.listen(Engine, "before_cursor_execute", _look)


def end_watch() -> None:
    event.remove(Engine, "before_cursor_execute", _look)


def _look(connection, cursor, statement, parameters, context, executemany):
    asked_by = senders_of(sys._getframe(1))
    if not asked_by or not asked_by.isdisjoint(ACROSS_CLINICS):
        return
    if found := faults(statement, connection.dialect.name):
        who = ", ".join(sorted(asked_by))
        raise CannotBeSpreadError(f"{who}: {'; '.join(found)}. docs/growth.md says why it matters. {statement}")


def senders_of(frame):
    """Files and functions of ours that led to a statement; none for those of tests, and for steps that make tables."""
    while frame is not None and not _is_told(Path(frame.f_code.co_filename)):
        frame = frame.f_back
    found = set()
    while frame is not None and (file := Path(frame.f_code.co_filename)).is_relative_to(OURS):
        if file.is_relative_to(MIGRATIONS):
            return set()
        found.add(f"{file.relative_to(OURS)}:{frame.f_code.co_name}")
        frame = frame.f_back
    return found


def _is_told(file):
    """Whether it is the place that sends: not what is between it and the database."""
    return "sqlalchemy" not in file.parts and not file.name.startswith("<")
