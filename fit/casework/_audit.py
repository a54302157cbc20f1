"""Reading, checking and taking out the audit; and who looked at one client."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from fit.casework._audit_kinds import BROKEN, actions_of
from fit.casework._audit_notes import note_of
from fit.casework._deed import doing, looking
from fit.casework._views_audit import AuditAsked, AuditCheck, AuditKind, AuditRow, LastCheck
from fit.casework.actor import Role
from fit.errors import InputError, NotFoundError
from fit.store import accounts, audit, audit_asked, care
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.store.types import Connection, Record

NEWEST_ROWS = 500
ROWS_IN_A_PIECE = 1_000
ALL = AuditAsked()


def open_audit(
    clinic: Clinic, actor: Actor, asked: AuditAsked = ALL, *, before: int | None = None, count: int = NEWEST_ROWS
) -> tuple[AuditRow, ...]:
    """So many lines of the audit, the newest first; `before` goes on from the last line of the page before.

    Raises
    ------
    InputError
        when there is no client with the code that was asked for.
    """
    with looking(clinic, actor, "open_audit") as deed:
        lines = _asked(deed.connection, deed.clinic_id, asked)
        found = audit_asked.page(deed.connection, deed.clinic_id, lines, before=before, count=count)
        return _rows(deed.connection, deed.clinic_id, found)


def export_audit(clinic: Clinic, actor: Actor, asked: AuditAsked = ALL) -> Iterator[AuditRow]:
    """Give out the lines asked for to be written into a file, the newest first, a piece at a time.

    That it was done is in the audit before the first line is given out, and is itself one of them.

    Raises
    ------
    InputError
        when there is no client with the code that was asked for.
    """

    def work(deed: Deed) -> audit_asked.Asked:
        return _asked(deed.connection, deed.clinic_id, asked)

    lines = doing(clinic, actor, "export_audit", work)
    return _pieces(clinic, read_id(actor.clinic_id), lines)


def audit_of(connection: Connection, clinic_id: int, episode_ids: Sequence[int]) -> Iterator[AuditRow]:
    """Everything that was done with these episodes, the newest first, a piece at a time; no addresses."""
    lines = audit_asked.Asked(episode_ids=tuple(episode_ids))
    before: int | None = None
    while True:
        found = audit_asked.page(connection, clinic_id, lines, before=before, count=ROWS_IN_A_PIECE)
        yield from _rows(connection, clinic_id, found, with_source=False)
        if len(found) < ROWS_IN_A_PIECE:
            return
        before = found[-1].sequence


def _pieces(clinic: Clinic, clinic_id: int, lines: audit_asked.Asked) -> Iterator[AuditRow]:
    before: int | None = None
    while True:
        with clinic.store.read() as connection:
            found = audit_asked.page(connection, clinic_id, lines, before=before, count=ROWS_IN_A_PIECE)
            rows = _rows(connection, clinic_id, found)
        yield from rows
        if len(rows) < ROWS_IN_A_PIECE:
            return
        before = rows[-1].sequence


def verify_audit(clinic: Clinic, actor: Actor) -> AuditCheck:
    """Walk the whole audit of the clinic; what was found, and when, stands in the audit afterwards."""
    with looking(clinic, actor, "verify_audit", every_time=True) as deed:
        found = audit.verify(deed.connection, deed.clinic_id)
        end = None if found else audit.end_of(deed.connection, deed.clinic_id)
    if found is not None:
        doing(clinic, actor, "verify_audit", _broken)
    return AuditCheck(
        rows=end.sequence if end else 0,
        broken_at=None if found is None else found.sequence,
        what="" if found is None else found.what,
        end=note_of(read_id(actor.clinic_id), end) if end else "",
    )


def last_audit_check(clinic: Clinic, actor: Actor) -> LastCheck | None:
    """When the audit was last checked on the page, by whom, and what was found; None when it never was."""
    asked = audit_asked.Asked(actions=frozenset({"verify_audit", BROKEN}), rare=True)
    with looking(clinic, actor, "last_audit_check") as deed:
        found = audit_asked.page(deed.connection, deed.clinic_id, asked, before=None, count=1)
        rows = _rows(deed.connection, deed.clinic_id, found)
    return LastCheck(at=rows[0].at, who=rows[0].actor_name, broken=rows[0].action == BROKEN) if rows else None


def _broken(deed: Deed) -> None:
    deed.how = "broken"


def who_looked(
    clinic: Clinic, actor: Actor, episode_id: str, *, before: int | None = None, count: int = NEWEST_ROWS
) -> tuple[AuditRow, ...]:
    """Everything that was done with this client's record, the newest first; addresses are the administrator's to know.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person.
    """
    with looking(clinic, actor, "who_looked", episode_id=episode_id) as deed:
        lines = audit_asked.Asked(episode_ids=(deed.episode.id,))
        found = audit_asked.page(deed.connection, deed.clinic_id, lines, before=before, count=count)
        with_source = actor.role is Role.ADMINISTRATOR
        return _rows(deed.connection, deed.clinic_id, found, with_source=with_source)


def _asked(connection: Connection, clinic_id: int, asked: AuditAsked) -> audit_asked.Asked:
    return audit_asked.Asked(
        actor_id=None if asked.user_id is None else _id(asked.user_id),
        actions=None if asked.kind is None else actions_of(asked.kind),
        rare=asked.kind not in {AuditKind.SEEN, AuditKind.CHANGED},
        begins=None if asked.begins is None else _midnight(asked.begins),
        ends=None if asked.ends is None else _midnight(asked.ends + timedelta(days=1)),
        episode_ids=_episodes(connection, clinic_id, asked.client_code),
    )


def _id(user_id: str) -> int:
    try:
        return read_id(user_id)
    except NotFoundError:
        raise InputError("There is no such person here. Choose one from the list.") from None


def _midnight(day: date) -> datetime:
    """The beginning of a day, where this machine stands."""
    return datetime.combine(day, time()).astimezone()


def _episodes(connection: Connection, clinic_id: int, code: str) -> tuple[int, ...] | None:
    if not code.strip():
        return None
    client = care.client_by_code(connection, clinic_id, code.strip())
    if client is None:
        raise InputError("There is no client with this code here. Check how the clinic writes it.")
    return tuple(row.id for row in care.episodes_of(connection, clinic_id, client.id))


def _rows(
    connection: Connection, clinic_id: int, found: Sequence[Record], *, with_source: bool = True
) -> tuple[AuditRow, ...]:
    names = {shown(person.id): person.display_name for person in accounts.users(connection, clinic_id)}
    codes = audit_asked.codes_of(connection, clinic_id, {row.episode_id for row in found} - {None})
    return tuple(
        AuditRow(
            sequence=row.sequence,
            at=row.at,
            actor_name="" if row.actor_id is None else names.get(shown(row.actor_id), ""),
            role=row.role,
            action=row.action,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            source=row.source if with_source else "",
            client_code=codes.get(row.episode_id, ""),
            about_name=names.get(row.subject_id, "") if row.subject_kind in {"user", "clinician"} else "",
            hash=row.hash,
        )
        for row in found
    )
