"""What a supervisor sees: supervisees' clients who need a look, their plans of repair, and what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._board import open_team_board
from fit.casework._deed import looking
from fit.casework._flagged_sessions import open_flagged_sessions
from fit.casework._outcomes import open_team_outcomes
from fit.casework._repairs import tasks_of
from fit.casework._rows import caseload_row
from fit.casework._what_works import open_team_repairs
from fit.casework.views import SharedPacket, Supervisee, Supervision
from fit.store import accounts, packets
from fit.store.ids import shown
from fit.store.queries.caseload import counts, flagged

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import RepairTask
    from fit.store.types import Record

__all__ = [
    "open_flagged_sessions",
    "open_shared_packets",
    "open_supervised_plans",
    "open_supervision",
    "open_team_board",
    "open_team_outcomes",
    "open_team_repairs",
]


def open_supervision(clinic: Clinic, actor: Actor) -> Supervision:
    """Supervisees by name, and their flagged episodes, what deserves attention first on top."""
    today = clinic.today()
    with looking(clinic, actor, "open_supervision") as deed:
        people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
        ids = [person.id for person in people]
        rows = flagged(deed.connection, deed.clinic_id, ids, today)
        numbers = counts(deed.connection, deed.clinic_id, ids, today)
    return Supervision(
        supervisees=tuple(_supervisee(person.id, person.display_name, numbers.get(person.id)) for person in people),
        rows=tuple(caseload_row(row, today) for row in rows),
        as_of=today,
    )


def open_supervised_plans(clinic: Clinic, actor: Actor) -> tuple[RepairTask, ...]:
    """Supervisees' plans of repair that are not ended: those whose day has passed first, then the oldest."""
    with looking(clinic, actor, "open_supervised_plans") as deed:
        people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
        return tasks_of(clinic, deed, [person.id for person in people])


def open_shared_packets(clinic: Clinic, actor: Actor) -> tuple[SharedPacket, ...]:
    """What supervisees bring to supervision, the newest first; whose client it is about is not said."""
    with looking(clinic, actor, "open_shared_packets") as deed:
        people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
        rows = packets.shared_packets_of(deed.connection, deed.clinic_id, [person.id for person in people])
        return tuple(map(_shared, rows))


def _shared(row: Record) -> SharedPacket:
    return SharedPacket(
        packet_id=shown(row.id),
        episode_id=shown(row.episode_id),
        clinician_name=row.clinician_name,
        meeting=row.meeting,
        has_question=bool(row.question),
        shared_at=row.shared_with_supervisor_at,
    )


def _supervisee(user_id: int, name: str, numbers: tuple[int, int] | None) -> Supervisee:
    open_episodes, flagged_episodes = numbers or (0, 0)
    return Supervisee(user_id=shown(user_id), name=name, open_episodes=open_episodes, flagged_episodes=flagged_episodes)
