"""Clinicians beside each other, named where that is allowed; and how complete their ratings are, week by week."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from fit.casework.views import BetweenClinicians, ClinicianFigure, CompletenessRow, OutcomesScope
from fit.service.between_clinicians import Fairness, published_clinician
from fit.service.evidence import Share
from fit.service.figure import NotAssessable
from fit.service.suppression import SMALLEST_GROUP, TOO_FEW, published
from fit.store.cells import monday
from fit.store.queries import outcomes as queries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.service.between_clinicians import Clinician
    from fit.service.figure import Answer
    from fit.service.suppression import Published
    from fit.store.types import Record

WEEKS = 8
"""[weeks] as many columns as a screen holds; long enough to tell a holiday from a habit."""
RATED = "sessions_with_session_rating"
TOGETHER = "Everybody together"
Counts = dict["date", list[int]]


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
    rounded = scope is OutcomesScope.CLINIC
    seen = [one for one in found.clinicians if one.clinician in named or one.clinician == me]
    figures = [_figure(published_clinician(one) if rounded else one, staff, me) for one in seen]
    return BetweenClinicians(
        clinicians=tuple(sorted(figures, key=lambda one: one.name.casefold())),
        hidden=found.hidden if rounded else None,
        clinic_mean=found.clinic_mean,
        spread=found.spread,
        funnel=found.funnel,
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
    since = monday(clinic.today()) - timedelta(weeks=WEEKS - 1)
    found: dict[int, Counts] = defaultdict(dict)
    everybody: Counts = defaultdict(lambda: [0, 0])
    for row in queries.weeks_of(deed.connection, deed.clinic_id, sorted(clinicians), since):
        found[row.clinician_id][row.week] = [row.with_alliance, row.sessions]
        everybody[row.week] = [everybody[row.week][0] + row.with_alliance, everybody[row.week][1] + row.sessions]
    people = sorted(found, key=lambda who: (staff[who].display_name.casefold(), who))
    rounded = scope is OutcomesScope.CLINIC
    rows = [_row(staff[who].display_name, found[who], rounded=rounded) for who in people]
    return (_row(TOGETHER, everybody, rounded=rounded), *rows) if len(rows) > 1 else tuple(rows)


def _row(name: str, weeks: Counts, *, rounded: bool) -> CompletenessRow:
    return CompletenessRow(
        name=name,
        weeks={week: _share([counted], rounded=rounded) for week, counted in sorted(weeks.items())},
        whole=_share(weeks.values(), rounded=rounded),
    )


def _share(counted: Iterable[list[int]], *, rounded: bool) -> Answer | Published:
    """Of how many sessions; for a director a week has at least as many clients as its share must be about."""
    weeks = list(counted)
    given, held = sum(week[0] for week in weeks), sum(week[1] for week in weeks)
    hit = np.arange(held) < given
    if not rounded:
        return Share(hit=hit, client=np.arange(held)).figure(RATED)
    # Within a week nearly every session is another client's; over weeks the fullest one says how many there are.
    if max((week[1] for week in weeks), default=0) < SMALLEST_GROUP:
        return TOO_FEW
    return published(Share(hit=hit, client=np.arange(held)), RATED)
