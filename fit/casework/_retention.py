"""Keeping by rule: what is due, told before anything is done, and done only when it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing, looking
from fit.casework._erasing import cleared, erase_all, hold_row
from fit.casework._recording_files import erase_files
from fit.casework._retention_rule import rule_of
from fit.casework.views import ErasureReason, RetentionDone, RetentionDue
from fit.store import accounts, audit, care, erasure, holds, recordings
from fit.store.ids import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._views_keeping import RetentionRule
    from fit.casework.actor import Actor
    from fit.store.types import Connection, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    clients: tuple[int, ...]
    held_back: int
    recordings: Sequence[Record]
    audit_before: datetime | None
    audit_rows: int


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; of 29 February the 28th, where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _rule(clinic: Clinic, connection: Connection, clinic_id: int) -> RetentionRule:
    name = next(row.name for row in accounts.clinics(connection) if row.id == clinic_id)
    return rule_of(clinic.retention, name)


def _due(clinic: Clinic, connection: Connection, clinic_id: int, rule: RetentionRule) -> _Due:
    held = holds.held_clients(connection, clinic_id)
    over = _clients(clinic, connection, clinic_id, rule)
    before = None if held else _audit_before(clinic, rule)
    return _Due(
        clients=tuple(one for one in over if one not in held),
        held_back=len(held & set(over)),
        recordings=[row for row in _sounds(clinic, connection, clinic_id, rule) if row.client_id not in held],
        audit_before=before,
        audit_rows=audit.older_than(connection, clinic_id, before) if before else 0,
    )


def _clients(
    clinic: Clinic, connection: Connection, clinic_id: int, rule: RetentionRule, one: int | None = None
) -> list[int]:
    if rule.years_after_ending is None:
        return []
    today = clinic.today()
    ended = erasure.due(connection, clinic_id, before=years_before(today, rule.years_after_ending), client_id=one)
    return [row.id for row in ended if _old_enough(row, today, rule)]


def _old_enough(row: Record, today: date, rule: RetentionRule) -> bool:
    """Whether the client has surely reached the age; of whom no year of birth is known, nobody can say so."""
    if rule.until_age is None:
        return True
    return row.birth_year is not None and today.year - int(row.birth_year) > rule.until_age


def _sounds(clinic: Clinic, connection: Connection, clinic_id: int, rule: RetentionRule) -> Sequence[Record]:
    if rule.recordings_days is None:
        return []
    return recordings.put_before(connection, clinic_id, clinic.now() - timedelta(days=rule.recordings_days))


def _audit_before(clinic: Clinic, rule: RetentionRule) -> datetime | None:
    if rule.audit_years is None:
        return None
    now = clinic.now()
    return datetime.combine(years_before(now.date(), rule.audit_years), time.min, now.tzinfo)


def open_retention(clinic: Clinic, actor: Actor) -> RetentionDue:
    """What the clinic's rule says is to go now, and which legal holds stand. Nothing is done."""
    with looking(clinic, actor, "open_retention") as deed:
        connection, clinic_id = deed.connection, deed.clinic_id
        rule = _rule(clinic, connection, clinic_id)
        found = _due(clinic, connection, clinic_id, rule)
        standing = holds.standing(connection, clinic_id)
        episodes = {row.client_id: _an_episode(connection, clinic_id, row.client_id) for row in standing}
    return RetentionDue(
        rule=rule,
        clients=len(found.clients),
        recordings=len(found.recordings),
        audit_rows=found.audit_rows,
        held_back=found.held_back,
        holds=tuple(hold_row(row, episodes[row.client_id]) for row in standing),
    )


def _an_episode(connection: Connection, clinic_id: int, client_id: int) -> str:
    return shown(max(row.id for row in care.episodes_of(connection, clinic_id, client_id)))


def apply_retention(clinic: Clinic, actor: Actor) -> RetentionDone:
    """Erase what the clinic's rule says is to go now: each client in an act of its own, with its line in the audit."""
    with looking(clinic, actor, "apply_retention", every_time=True) as asked:
        rule = _rule(clinic, asked.connection, asked.clinic_id)
        found = _due(clinic, asked.connection, asked.clinic_id, rule)
    clients = sum(_erase_client(clinic, actor, one) for one in found.clients)
    sounds = _erase_sounds(clinic, actor) if found.recordings else 0
    rows = _let_go(clinic, actor, found.audit_before) if found.audit_before and found.audit_rows else 0
    if clients or sounds or rows:
        cleared(clinic)
    return RetentionDone(clients=clients, recordings=sounds, audit_rows=rows)


def _erase_client(clinic: Clinic, actor: Actor, client_id: int) -> bool:
    """Whether it was erased: between the look and now, somebody may have begun an episode, or set a hold."""

    def work(deed: Deed) -> bool:
        rule = _rule(clinic, deed.connection, deed.clinic_id)
        still = _clients(clinic, deed.connection, deed.clinic_id, rule, client_id)
        if not still or holds.is_held(deed.connection, deed.clinic_id, client_id):
            return False
        erase_all(clinic, deed, client_id, ErasureReason.KEPT_LONG_ENOUGH)
        return True

    return doing(clinic, actor, "apply_retention", work)


def _erase_sounds(clinic: Clinic, actor: Actor) -> int:
    def work(deed: Deed) -> int:
        rule = _rule(clinic, deed.connection, deed.clinic_id)
        rows = _due(clinic, deed.connection, deed.clinic_id, rule).recordings
        erase_files(clinic.settings, rows)
        for row in rows:
            recordings.forget_recording(deed.connection, row)
        deed.how = "recordings"
        deed.about("count", str(len(rows)))
        return len(rows)

    return doing(clinic, actor, "apply_retention", work)


def _let_go(clinic: Clinic, actor: Actor, before: datetime) -> int:
    def work(deed: Deed) -> int:
        gone = audit.let_go(deed.connection, deed.clinic_id, before)
        deed.how = "lines of the audit"
        deed.about("count", str(gone))
        return gone

    return doing(clinic, actor, "apply_retention", work)
