"""What a director sees: the service in figures, and no client."""

from __future__ import annotations

from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, TypeVar

from fit.casework._alliance_grid import export_alliance, open_alliance_grid
from fit.casework._board import open_board
from fit.casework._deed import looking
from fit.casework._extract import extract_records
from fit.casework._outcomes import open_clinic_outcomes
from fit.casework._report_desk import ask_for_service_report, list_service_reports, take_service_report
from fit.casework._service_report import make_service_report, open_service_report
from fit.casework._taken_in import hold_what_comes_in
from fit.casework._what_works import open_clinic_repairs
from fit.casework.views import Overview
from fit.change import Change
from fit.policies import Severity
from fit.ratings import Ending
from fit.service.suppression import LEAST_COUNT, round_counts
from fit.store import care
from fit.store.queries import overview
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor

__all__ = [
    "ask_for_service_report",
    "export_alliance",
    "extract_records",
    "list_service_reports",
    "make_service_report",
    "open_alliance_grid",
    "open_board",
    "open_clinic_outcomes",
    "open_clinic_repairs",
    "open_overview",
    "open_service_report",
    "take_service_report",
]

Verdict = TypeVar("Verdict", bound=StrEnum)


def open_overview(clinic: Clinic, actor: Actor) -> Overview:
    """How episodes stand and what waits, counted and rounded as everywhere else; small groups are withheld."""
    today = clinic.today()
    with looking(clinic, actor, "open_overview") as deed:
        connection, clinic_id = deed.connection, deed.clinic_id
        return Overview(
            open_episodes=_told(care.count_episodes(connection, clinic_id, active=True)),
            closed_episodes=_told(care.count_episodes(connection, clinic_id, active=False)),
            by_change=_counts(Change, overview.by_change(connection, clinic_id)),
            by_track=_counts(Track, overview.by_track(connection, clinic_id)),
            by_ending=_counts(Ending, overview.by_ending(connection, clinic_id)),
            open_alerts=_counts(Severity, overview.open_alerts(connection, clinic_id)),
            smallest_group=LEAST_COUNT,
            as_of=today,
        )


def _counts(verdicts: type[Verdict], counted: Mapping[str, int]) -> dict[Verdict, int | None]:
    """Count every verdict. Exact totals beside the rounded parts on other pages would give small parts away."""
    return {verdict: _told(counted.get(verdict.value, 0)) for verdict in verdicts}


def _told(count: int) -> int | None:
    about = float(round_counts(count))
    return None if isnan(about) else int(about)


hold_what_comes_in(__name__)
