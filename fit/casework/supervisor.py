"""What a supervisor sees: supervisees' clients who need a look, their plans of repair, and what they share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fit.casework._board import open_team_board
from fit.casework._comments import on_alerts
from fit.casework._deed import looking
from fit.casework._flagged_sessions import open_flagged_sessions
from fit.casework._outcomes import open_team_outcomes
from fit.casework._repairs import tasks_of
from fit.casework._rows import caseload_row
from fit.casework._taken_in import hold_what_comes_in
from fit.casework._what_works import open_team_repairs
from fit.casework.views import Attention, SharedPacket, Supervisee, Supervision
from fit.change import LOSSES
from fit.store import accounts, packets
from fit.store.alerts import waiting_since
from fit.store.ids import shown
from fit.store.places import place_of
from fit.store.queries.caseload import calm as calm_ones
from fit.store.queries.caseload import counts, flagged
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import CaseloadRow, RepairTask
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


def open_supervision(clinic: Clinic, actor: Actor, *, calm: bool = False) -> Supervision:
    """Supervisees by name, and their flagged episodes: what deserves attention first on top, then what waits longest.

    `calm` asks for the other open episodes as well.
    """
    today = clinic.today()
    with looking(clinic, actor, "open_supervision") as deed:
        people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
        ids = [person.id for person in people]
        rows = flagged(deed.connection, deed.clinic_id, ids, today)
        numbers = counts(deed.connection, deed.clinic_id, ids, today)
        waiting = waiting_since(deed.connection, deed.clinic_id, [row.episode_id for row in rows])
        said = on_alerts(deed, {row.episode_id: row.clinician_id for row in rows}, by="episode_id")
        others = calm_ones(deed.connection, deed.clinic_id, ids, today) if calm else ()
    return Supervision(
        supervisees=tuple(_supervisee(person.id, person.display_name, numbers.get(person.id)) for person in people),
        rows=_gravest_first(_waiting(caseload_row(row, today), waiting.get(row.episode_id)) for row in rows),
        others=tuple(caseload_row(row, today) for row in others),
        comments=said,
        as_of=today,
    )


def _waiting(row: CaseloadRow, since: datetime | None) -> CaseloadRow:
    return row if since is None else replace(row, waits_since=since.astimezone().date())


def _gravest_first(rows: Iterable[CaseloadRow]) -> tuple[CaseloadRow, ...]:
    """Of those that ask for the same first whose life is harder too; then what waits longest for a first look.

    Of those who fell sharply the lowest first.
    """
    return tuple(sorted(rows, key=_gravity))


def _gravity(row: CaseloadRow) -> tuple[int, int, date]:
    """Where a row stands: what it asks for, how hard life is, since when it waits."""
    harder = 0 if row.track is Track.RED or row.change in LOSSES else 1
    if row.attention is Attention.FALLEN and row.outcome_latest is not None:
        harder = row.outcome_latest.tenths
    return place_of(row.attention, row.reason_rule), harder, row.waits_since or date.max


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


hold_what_comes_in(__name__)
