"""Clinicians beside each other, named where that is allowed; and how complete their ratings are, week by week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from fit.casework._import_checks import HOLDS_CLIENTS
from fit.casework.views import BetweenClinicians, ClinicianFigure, CompletenessRow, OutcomesScope
from fit.service.between_clinicians import Fairness, published_clinic, published_clinician
from fit.service.evidence import Share
from fit.service.figure import NotAssessable
from fit.service.share_bands import coarser
from fit.service.suppression import SMALLEST_GROUP, TOO_FEW, published
from fit.store.cells import monday
from fit.store.queries import outcomes as queries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.service.between_clinicians import Clinician
    from fit.service.figure import Answer
    from fit.service.share_bands import Band
    from fit.service.suppression import Published
    from fit.store.types import Record

WEEKS = 8
"""[weeks] as many columns as a screen holds; long enough to tell a holiday from a habit."""
RATED = "sessions_with_session_rating"
TOGETHER = {OutcomesScope.CLINIC: "Everybody together", OutcomesScope.TEAM: "Your clinicians together"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Sessions of a week: with a session rating, of all, and of how many different clients."""

    given: int = 0
    held: int = 0
    clients: int = 0

    def __add__(self, other: _Held) -> _Held:
        return _Held(given=self.given + other.given, held=self.held + other.held, clients=self.clients + other.clients)


Weeks = dict["date", _Held]


def between(
    found: Fairness | NotAssessable,
    staff: Mapping[int, Record],
    me: int,
    named: Collection[int],
    scope: OutcomesScope,
) -> BetweenClinicians | NotAssessable:
    """Those whom one may see, by name; a clinician sees nobody but themselves, against the clinic's spread."""
    if isinstance(found, NotAssessable):
        return found
    rounded, clinic = scope is OutcomesScope.CLINIC, published_clinic(found)
    seen = [one for one in found.clinicians if one.clinician in named or one.clinician == me]
    figures = [_figure(published_clinician(one, with_count=not rounded), staff, me) for one in seen]
    return BetweenClinicians(
        clinicians=tuple(sorted(figures, key=lambda one: one.name.casefold())),
        hidden=found.hidden if rounded else None,
        clinic_mean=clinic.clinic_mean,
        spread=clinic.spread,
        funnel=clinic.funnel,
        compared=found.compared,
        reason=found.reason,
        rounded=rounded,
    )


def _figure(one: Clinician, staff: Mapping[int, Record], me: int) -> ClinicianFigure:
    return ClinicianFigure(
        name=staff[one.clinician].display_name,
        is_you=one.clinician == me,
        n=one.n,
        mean=one.mean,
        estimate=one.estimate,
        lower=one.lower,
        upper=one.upper,
        provisional=one.provisional,
        stands_out=one.stands_out,
    )


def completeness(
    clinic: Clinic, deed: Deed, staff: Mapping[int, Record], clinicians: Collection[int], scope: OutcomesScope
) -> tuple[CompletenessRow, ...]:
    """Sessions with a session rating in the last weeks: everybody together, then each clinician by name."""
    first = monday(clinic.today()) - timedelta(weeks=WEEKS - 1)
    found: dict[int, Weeks] = defaultdict(dict)
    for row in queries.weeks_of(deed.connection, deed.clinic_id, sorted(clinicians), first):
        found[row.clinician_id][row.week] = _Held(given=row.with_alliance, held=row.sessions, clients=row.clients)
    everybody = {week: _sum(weeks.get(week) for weeks in found.values()) for week in sorted({*chain(*found.values())})}
    if not found:
        return ()
    rounded = scope is OutcomesScope.CLINIC
    if rounded:
        found, everybody = _with_gaps(
            found, everybody, first, [who for who in clinicians if _holds_clients(staff[who])]
        )
    people = sorted(found, key=lambda who: (staff[who].display_name.casefold(), who))
    rows = [_row(staff[who].display_name, found[who], rounded=rounded) for who in people]
    return (_row(TOGETHER.get(scope, ""), everybody, rounded=rounded), *rows) if len(rows) > 1 else tuple(rows)


def _holds_clients(person: Record) -> bool:
    return bool(person.active) and person.role in HOLDS_CLIENTS


def _with_gaps(
    found: Mapping[int, Weeks], everybody: Weeks, first: date, holders: Iterable[int]
) -> tuple[dict[int, Weeks], Weeks]:
    """Every week of everybody who may hold clients: that there was one session is a count of one session."""
    weeks = [first + timedelta(weeks=number) for number in range(WEEKS)]
    people = {*found, *holders}
    return (
        {who: {week: found.get(who, {}).get(week, _Held()) for week in weeks} for who in people},
        {week: everybody.get(week, _Held()) for week in weeks},
    )


def _sum(some: Iterable[_Held | None]) -> _Held:
    return sum((one for one in some if one is not None), start=_Held())


def _row(name: str, weeks: Weeks, *, rounded: bool) -> CompletenessRow:
    return CompletenessRow(
        name=name,
        weeks={week: _share([counted], rounded=rounded) for week, counted in sorted(weeks.items())},
        whole=_share(list(weeks.values()), rounded=rounded),
    )


def _share(weeks: Sequence[_Held], *, rounded: bool) -> Answer | Published | Band:
    """Of how many sessions. Over weeks the fullest one says how many different clients there are at least."""
    whole = _sum(weeks)
    hit = np.arange(whole.held) < whole.given
    if not rounded:
        return Share(hit=hit, client=np.arange(whole.held)).figure(RATED)
    if max((week.clients for week in weeks), default=0) < SMALLEST_GROUP:
        return TOO_FEW
    return coarser(published(Share(hit=hit, client=np.arange(whole.held)), RATED))
