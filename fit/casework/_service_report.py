"""The monthly report on a service: figures of twelve months as they may be shown, as a PDF file."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._deed import doing, looking
from fit.casework._programmes import names_of
from fit.casework._recording import method_of
from fit.casework._report_tables import TOGETHER, Part, tables_of
from fit.casework._service_columns import read_service
from fit.casework.views import ReportChoices
from fit.errors import InputError, NotFoundError
from fit.repair import PlanState
from fit.service.clinic_spread import Spread
from fit.service.effect_sizes import Reference
from fit.service.published_outcomes import published_service_outcomes
from fit.service.suppression import LEAST_COUNT, SMALLEST_GROUP, round_counts
from fit.store import accounts
from fit.store.cells import NOBODY
from fit.store.queries.service import episodes_between, plans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework._service_columns import ServiceColumns
    from fit.casework.actor import Actor
    from fit.reports.service_report import ServiceReport
    from fit.service.episodes import State
    from fit.service.published_outcomes import PublishedOutcomes
    from fit.store.queries.bulk import EpisodeColumns
    from fit.store.standing import Method
    from fit.store.types import Record

MONTHS_BACK = 11
"""A month's report tells of twelve: one month has too few endings for any figure."""
MONTHS_OFFERED = 24
A_YEAR = 12
TEAMLESS = ""
"""Who belongs to no team is in the report of all teams alone."""


def open_service_report(clinic: Clinic, actor: Actor) -> ReportChoices:
    """Months that are over, the last one first, and teams, by name."""
    with looking(clinic, actor, "open_service_report") as deed:
        people = accounts.users(deed.connection, deed.clinic_id)
        programmes = tuple(_programmes(deed))
    last = _months_before(clinic.today().replace(day=1), 1)
    months = tuple(_months_before(last, back) for back in range(MONTHS_OFFERED))
    return ReportChoices(months=months, teams=_teams(people), programmes=programmes)


def make_service_report(
    clinic: Clinic,
    actor: Actor,
    month: date,
    team: str | None = None,
    programme: str | None = None,
    *,
    names: bool = False,
) -> bytes:
    """The report of a month that is over, of one team, one programme, or all, as a PDF file.

    Only with `names` are clinicians in it: what is asked for by default may leave the clinic.

    Raises
    ------
    InputError
        when the month is not over, or a team and a programme are asked for at once.
    NotFoundError
        when nobody is in a team of that name, or there is no such programme.
    """
    from fit.reports.service_report import service_report

    return service_report(gather_service_report(clinic, actor, month, team, programme, names=names))


def gather_service_report(
    clinic: Clinic,
    actor: Actor,
    month: date,
    team: str | None = None,
    programme: str | None = None,
    *,
    names: bool = False,
) -> ServiceReport:
    """What the report holds, as `make_service_report` would draw it."""
    first = check_month(month, team, programme, today=clinic.today())
    asked = doing(clinic, actor, "make_service_report", lambda deed: deed)  # each one is audited, not one look a while
    with clinic.store.read() as connection:
        deed = replace(asked, connection=connection)
        of = part_of(deed, team, programme, names=names)
        return gathered(method_of(clinic), deed, first, of)


def check_month(month: date, team: str | None, programme: str | None, *, today: date) -> date:
    """The first day of a month that a report can be about; needs no database, so it is asked before one is opened.

    Raises
    ------
    InputError
        when the month is not over, or a team and a programme are asked for at once.
    """
    if team is not None and programme is not None:
        raise InputError("A team and a programme at once could point at somebody. Choose one of them.")
    first = month.replace(day=1)
    if _last_day(first) >= today:
        raise InputError(f"The month {first:%Y-%m} is not over. Choose an earlier one.")
    return first


def part_of(deed: Deed, team: str | None, programme: str | None, *, names: bool) -> Of:
    """What a report is about.

    Raises
    ------
    NotFoundError
        when nobody is in a team of that name, or there is no such programme.
    """
    people = accounts.users(deed.connection, deed.clinic_id)
    if team is not None and team not in _teams(people):
        raise NotFoundError(f"There is no team {team!r}. Known: {', '.join(_teams(people)) or 'none'}.")
    if programme is not None and programme not in _programmes(deed):
        known = ", ".join(_programmes(deed)) or "none"
        raise NotFoundError(f"There is no programme {programme!r}. Known: {known}.")
    return Of(team=team, programme=programme, people=people, names=names)


def _last_day(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _months_before(first: date, months: int) -> date:
    number = first.year * A_YEAR + first.month - 1 - months
    return first.replace(year=number // A_YEAR, month=number % A_YEAR + 1)


def _teams(people: Sequence[Record]) -> tuple[str, ...]:
    return tuple(sorted({one.team for one in people if one.team != TEAMLESS}))


def _programmes(deed: Deed) -> Mapping[str, int]:
    """Programmes by name, then that there is none; empty in a clinic without programmes."""
    names = names_of(deed)
    return {} if len(names) == 1 else {name: one for one, name in names.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """What a report is about: one team, one programme, or all; and whether clinicians are named."""

    team: str | None
    programme: str | None
    people: Sequence[Record]
    """Everybody of the clinic."""
    names: bool = False

    @property
    def clinicians(self) -> list[int]:
        """Whose clients are counted; who belongs to no team is in the report of all alone."""
        chosen = [one.id for one in self.people if self.team in {None, one.team}]
        return [*chosen, NOBODY] if self.team is None else chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """The episodes of twelve months: everybody's as they stood, and which of them a report is about."""

    everybody: ServiceColumns
    care: EpisodeColumns
    in_it: NDArray[np.bool_]
    """Of the programme that is asked for, all without one."""
    outcomes: Mapping[State, PublishedOutcomes]


def report_outcomes(
    clinic: Clinic, deed: Deed, month: date, team: str | None, programme: str | None
) -> Mapping[State, PublishedOutcomes]:
    """The outcomes as a month's report tells them, to be shown on the page by the same function."""
    people = accounts.users(deed.connection, deed.clinic_id)
    return _counted(method_of(clinic), deed, month, Of(team=team, programme=programme, people=people)).outcomes


def _counted(method: Method, deed: Deed, first: date, of: Of) -> _Counted:
    """Episodes that were open at some time in the twelve months, as they stood on the last day."""
    since, until = _months_before(first, MONTHS_BACK), _last_day(first)
    care = episodes_between(deed.connection, deed.clinic_id, since, until)
    everybody = read_service(deed, method, care, [*(one.id for one in of.people), NOBODY], until)
    in_it = np.ones(care.id.size, np.bool_)
    if of.programme is not None:
        in_it = care.programme == _programmes(deed)[of.programme]
    mine = everybody.episodes.where(np.isin(everybody.episodes.clinician, of.clinicians) & in_it)
    spread = Spread.REPORTED.sd(everybody.episodes)
    outcomes = published_service_outcomes(
        mine, Reference.of(everybody.episodes), spread, filters=1 if of.team or of.programme else 0
    )
    return _Counted(everybody=everybody, care=care, in_it=in_it, outcomes=outcomes)


def gathered(method: Method, deed: Deed, first: date, of: Of) -> ServiceReport:
    """What the report holds, before it is drawn."""
    from fit.reports.service_report import ServiceReport

    since, until = _months_before(first, MONTHS_BACK), _last_day(first)
    found, known = _counted(method, deed, first, of), names_of(deed)
    part = Part(
        team=of.team,
        programme=None if of.programme is None else _programmes(deed)[of.programme],
        programmes=tuple(known),
        programme_names=tuple(known.values()),
        name=of.team or of.programme or TOGETHER,
    )
    tables = tables_of(found.everybody, of.people, part, (since, first), names=of.names)
    return ServiceReport(
        service=_name(deed),
        team=of.team or "",
        programme=of.programme or "",
        names=of.names and of.programme is None,
        month=first,
        made_on=method.today,
        outcomes=found.outcomes,
        clinicians=tables.clinicians,
        parts=tables.parts,
        whole=tables.whole,
        plans=_plans(deed, found.care.only(np.flatnonzero(found.in_it)), of.clinicians, until),
        line=method.policy.alliance_total.score.points,
        methods=f"the policy {method.policy.title} {method.policy.version}; expected path: {method.curves.label}",
        path_is_simulated=method.curves.is_simulated,
    )


def _name(deed: Deed) -> str:
    return str(next(one.name for one in accounts.clinics(deed.connection) if one.id == deed.clinic_id))


def _plans(deed: Deed, care: EpisodeColumns, clinicians: Sequence[int], until: date) -> Mapping[PlanState, int | None]:
    """Plans made up to the day by state, rounded; nothing is told of fewer than five clients or eight plans."""
    mine = np.isin(care.clinician, clinicians)
    client = dict(zip(care.id[mine].tolist(), care.client[mine].tolist(), strict=True))
    found: dict[PlanState, list[int]] = {state: [] for state in PlanState}
    for plan in plans(deed.connection, deed.clinic_id):
        if plan.episode_id in client and plan.created_at.date() <= until:
            found[PlanState(plan.state)].append(client[plan.episode_id])
    return {state: _rounded(clients) for state, clients in found.items()}


def _rounded(clients: Sequence[int]) -> int | None:
    told = len(clients) >= LEAST_COUNT and len(set(clients)) >= SMALLEST_GROUP
    return int(round_counts(len(clients))) if told else None
