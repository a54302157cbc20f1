"""How people sign in, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework.doctor._finding import counted, mend, ok, to_know
from fit.store import examined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings
    from fit.store.examined import People
    from fit.store.types import Connection

ON_PEOPLE = "An administrator hands out another one on the page People."


def look(connection: Connection, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at second factors, first passphrases, administrators, and at whose data these are."""
    found = examined.people(connection, settings.second_factor_roles, now)
    simulated, real = examined.simulated(connection)
    if not simulated and not real:
        yield to_know("people.clinic", "There is no clinic in this database yet.", "Say: mendline create-clinic")
        return
    yield from _of_demo(settings, simulated, real)
    if found.clinics_without_administrator:
        said = f"{counted(found.clinics_without_administrator, 'clinic has', 'clinics have')} no active administrator."
        yield mend("people.administrator", said, "Open an account again: mendline reset-passphrase NAME.")
    yield _of_factors(found)
    yield from _of_first_passphrases(found)


def _of_demo(settings: Settings, simulated: int, real: int) -> Iterator[Finding]:
    if settings.demo and real:
        said = "MENDLINE_DEMO is set, and there are real clinics in this database: the demo's passphrases are public."
        yield mend("people.demo", said, "Take MENDLINE_DEMO away, or set MENDLINE_DATA to the demo's folder.")
    elif simulated and not settings.demo:
        those = counted(simulated, "clinic of this database is simulated", "clinics of this database are simulated")
        said = f"{those}, and the passphrases are public."
        remedy = "Begin a folder of its own for real clients: MENDLINE_DATA, then mendline create-clinic."
        yield mend("people.demo", said, remedy) if real else to_know("people.demo", said, remedy)


def _of_factors(found: People) -> Finding:
    if not found.without_factor:
        return ok("people.factor", "Everybody who needs a second factor has one.")
    without = counted(found.without_factor, "person", "persons")
    have_not = "has not" if found.without_factor == 1 else "have not"
    said = f"{without} of {found.need_a_factor:,} who need a second factor {have_not} set it up yet."
    return to_know("people.factor", said, "They are asked for it at their next sign-in. Ask them to do it today.")


def _of_first_passphrases(found: People) -> Iterator[Finding]:
    if found.first_passphrase_over:
        one = "passphrase that was handed over was never used, and opens nothing any more."
        many = "passphrases that were handed over were never used, and open nothing any more."
        said = counted(found.first_passphrase_over, one, many)
        yield to_know("people.passphrase", said, ON_PEOPLE)
    if found.first_passphrase:
        one = "passphrase that was handed over waits for its first use."
        many = "passphrases that were handed over wait for their first use."
        said = counted(found.first_passphrase, one, many)
        yield to_know("people.passphrase", said, "Have them sign in and choose an own one.")
    if not found.first_passphrase and not found.first_passphrase_over:
        yield ok("people.passphrase", "Everybody has chosen an own passphrase.")
