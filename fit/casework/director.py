"""What a director sees: the service in figures, and no client."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from fit.casework._board import open_board
from fit.casework._deed import looking
from fit.casework._extract import extract_records
from fit.casework._outcomes import open_clinic_outcomes
from fit.casework._service_report import make_service_report, open_service_report
from fit.casework._smallest import SMALLEST_GROUP
from fit.casework._what_works import open_clinic_repairs
from fit.casework.views import AllianceCell, Overview
from fit.change import Change
from fit.policies import Severity
from fit.ratings import Ending
from fit.scales import Score
from fit.store import care
from fit.store.cells import monday
from fit.store.ids import shown
from fit.store.queries import overview
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

__all__ = [
    "extract_records",
    "make_service_report",
    "open_board",
    "open_clinic_outcomes",
    "open_clinic_repairs",
    "open_overview",
    "open_service_report",
]

WEEKS = 52
Verdict = TypeVar("Verdict", bound=StrEnum)


def open_overview(clinic: Clinic, actor: Actor) -> Overview:
    """The last year's alliance by clinician and week, and how episodes stand; small groups are withheld."""
    today = clinic.today()
    since = monday(today) - timedelta(weeks=WEEKS - 1)
    with looking(clinic, actor, "open_overview") as deed:
        connection, clinic_id = deed.connection, deed.clinic_id
        return Overview(
            open_episodes=care.count_episodes(connection, clinic_id, active=True),
            closed_episodes=care.count_episodes(connection, clinic_id, active=False),
            by_change=_counts(Change, overview.by_change(connection, clinic_id)),
            by_track=_counts(Track, overview.by_track(connection, clinic_id)),
            by_ending=_counts(Ending, overview.by_ending(connection, clinic_id)),
            open_alerts=_counts(Severity, overview.open_alerts(connection, clinic_id)),
            cells=tuple(_cell(row) for row in overview.cells(connection, clinic_id, since)),
            smallest_group=SMALLEST_GROUP,
            as_of=today,
        )


def _counts(verdicts: type[Verdict], counted: Mapping[str, int]) -> dict[Verdict, int | None]:
    """Count every verdict; a count from 1 to 4 is withheld, a zero points at nobody."""
    counts = {verdict: counted.get(verdict.value, 0) for verdict in verdicts}
    withheld = _withheld(counts)
    return {verdict: None if verdict in withheld else count for verdict, count in counts.items()}


def _withheld(counts: Mapping[Verdict, int]) -> set[Verdict]:
    """Small groups, and with them the next larger ones until the total no longer gives a small one away."""
    by_size = sorted((verdict for verdict, count in counts.items() if count), key=counts.__getitem__)
    withheld = {verdict for verdict in by_size if counts[verdict] < SMALLEST_GROUP}
    for verdict in by_size:
        together = sum(counts[one] for one in withheld)
        if not withheld or (len(withheld) > 1 and together >= SMALLEST_GROUP):
            break
        withheld.add(verdict)
    return withheld


def _cell(row: Record) -> AllianceCell:
    whole = row.sessions >= SMALLEST_GROUP
    rated = row.with_alliance >= SMALLEST_GROUP
    return AllianceCell(
        clinician_id=shown(row.clinician_id),
        clinician_name=row.display_name,
        team=row.team,
        week=row.week,
        sessions=row.sessions if whole else None,
        with_alliance=row.with_alliance if whole else None,
        below_line=row.below_line if rated else None,
        drops=row.drops if rated else None,
        mean=Score(round(row.sum_tenths / row.with_alliance)) if rated else None,
    )
