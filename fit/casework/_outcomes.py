"""Outcomes of one's own clients, of supervisees' clients, or of the clinic without small groups and clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fit.casework._deed import looking
from fit.casework._outcomes_beside import between, completeness
from fit.casework._outcomes_figures import Asked, Found, figures_for
from fit.casework._outcomes_filters import check_filters, choices_of, marked
from fit.casework._outcomes_reading import ClinicEpisodes, read_clinic
from fit.casework._service_report import report_outcomes
from fit.casework.views import Courses, OutcomesFilter, OutcomesPage, OutcomesScope, StateOutcomes
from fit.errors import AccessDeniedError
from fit.scales import AgeBand, Informant, leading_pair, scale
from fit.service.between_clinicians import between_clinicians
from fit.service.suppression import LEAST_COUNT, SMALLEST_GROUP, Withheld
from fit.store import accounts, audit
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import OutcomesChoices
    from fit.service.episodes import Episodes

    Mask = NDArray[np.bool_]

MOST_KEPT = 1_000
"""Figures of so many questions are kept ready; one is a few thousand numbers."""
ALL = OutcomesFilter()
NOT_REPORTED = Withheld(reason="the service report tells no such figure; choose another period")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Whose outcomes, and which of them."""

    scope: OutcomesScope
    clinicians: frozenset[int]
    chosen: OutcomesFilter
    named: frozenset[int]
    """Who may be named beside the others."""
    people: tuple[tuple[str, str], ...] = ()


def open_outcomes(clinic: Clinic, actor: Actor, chosen: OutcomesFilter = ALL) -> OutcomesPage:
    """Outcomes of one's own clients, beside those of all colleagues together; nobody is named.

    Raises
    ------
    InputError
        when more filters are set than may be, or one that is not offered.
    """
    with looking(clinic, actor, "open_outcomes") as deed:
        mine = frozenset({deed.user_id})
        return _page(clinic, deed, _Question(scope=OutcomesScope.OWN, clinicians=mine, chosen=chosen, named=mine))


def open_team_outcomes(
    clinic: Clinic, actor: Actor, chosen: OutcomesFilter = ALL, clinician_id: str | None = None
) -> OutcomesPage:
    """Outcomes of all supervisees' clients together, or of one supervisee's.

    Raises
    ------
    AccessDeniedError
        when that person is not under one's supervision.
    InputError
        when more filters are set than may be, or one that is not offered.
    """
    with looking(clinic, actor, "open_team_outcomes") as deed:
        people = accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id)
        wanted = None if clinician_id is None else read_id(clinician_id)
        ids = frozenset(person.id for person in people if wanted in {None, person.id})
        if wanted is not None and not ids:
            raise AccessDeniedError("You do not supervise this person. Ask your administrator.")
        question = _Question(
            scope=OutcomesScope.TEAM,
            clinicians=ids,
            chosen=chosen,
            named=frozenset(person.id for person in people),
            people=tuple((shown(person.id), person.display_name) for person in people),
        )
        return _page(clinic, deed, question)


def open_clinic_outcomes(clinic: Clinic, actor: Actor, chosen: OutcomesFilter = ALL) -> OutcomesPage:
    """Outcomes of the clinic: rounded, small groups withheld, no client.

    Raises
    ------
    InputError
        when more filters are set than may be, or one that is not offered.
    """
    with looking(clinic, actor, "open_clinic_outcomes") as deed:
        everybody = frozenset(person.id for person in accounts.users(deed.connection, deed.clinic_id))
        question = _Question(scope=OutcomesScope.CLINIC, clinicians=everybody, chosen=chosen, named=everybody)
        return _page(clinic, deed, question)


def _page(clinic: Clinic, deed: Deed, question: _Question) -> OutcomesPage:
    whole = read_clinic(clinic, deed)
    mine = np.isin(whole.episodes.clinician, list(question.clinicians))
    choices = _choices(clinic, deed, question, whole, mine)
    check_filters(question.chosen, choices)
    asked = Asked(scope=question.scope, chosen=question.chosen, mine=mine, kept=marked(whole, question.chosen))
    found = _kept(clinic, deed, question, whole, asked)
    return OutcomesPage(
        scope=question.scope,
        chosen=question.chosen,
        choices=choices,
        people=question.people,
        states=found.states,
        others=found.others,
        courses=found.courses,
        between=between(found.fairness, whole.staff, deed.user_id, question.named, question.scope),
        completeness=completeness(clinic, deed, whole.staff, question.clinicians, question.scope),
        reliable_change=clinic.policy.reliable_change.score.points,
        cutoffs=_cutoffs(whole.episodes.where(mine & asked.kept), question.chosen.age_band),
        policy=f"{clinic.policy.title} {clinic.policy.version}",
        smallest_group=SMALLEST_GROUP,
        as_of=clinic.today(),
        read_at=whole.read_at,
    )


def _choices(clinic: Clinic, deed: Deed, question: _Question, whole: ClinicEpisodes, mine: Mask) -> OutcomesChoices:
    """What may be chosen, as long as nothing was read anew."""
    today = clinic.today()
    key = (deed.clinic_id, question.scope, question.clinicians, today)
    known = clinic.outcomes.get(key)
    if known is not None and known[0] is whole:
        found: OutcomesChoices = known[1]
        return found
    fresh = choices_of(whole, mine, today, for_clinic=question.scope is OutcomesScope.CLINIC)
    clinic.outcomes[key] = (whole, fresh)
    return fresh


def _kept(clinic: Clinic, deed: Deed, question: _Question, whole: ClinicEpisodes, asked: Asked) -> Found:
    """The figures as they were last worked out, as long as no row that they rest on has changed."""
    key = (deed.clinic_id, question.scope, question.clinicians, question.chosen)
    tagged = frozenset(whole.tagged.get(question.chosen.tag or "", ()))
    rests_on = (whole.rows, _teams(whole), tuple(whole.programmes.items()), tagged, _report_rests_on(deed, question))
    known = clinic.outcomes.get(key)
    if known is not None and known[0] == rests_on:
        found: Found = known[1]
        return found
    while len(clinic.outcomes) >= MOST_KEPT:
        clinic.outcomes.pop(next(iter(clinic.outcomes)), None)
    month = question.chosen.report_month
    fresh = figures_for(whole.episodes, asked) if month is None else _as_reported(clinic, deed, whole, question.chosen)
    clinic.outcomes[key] = (rests_on, fresh)
    return fresh


def _report_rests_on(deed: Deed, question: _Question) -> int:
    """A report counts what the page does not read, such as episodes that nobody holds: whatever was written counts."""
    return 0 if question.chosen.report_month is None else audit.last_sequence(deed.connection, deed.clinic_id)


def _as_reported(clinic: Clinic, deed: Deed, whole: ClinicEpisodes, chosen: OutcomesFilter) -> Found:
    """The figures of the service report, by the same function; it has no more pictures than these."""
    month = chosen.report_month or clinic.today()
    told = report_outcomes(clinic, deed, month, chosen.team, chosen.programme)
    states = {
        state: StateOutcomes(figures=figures, gains=NOT_REPORTED, pairs=NOT_REPORTED) for state, figures in told.items()
    }
    courses = Courses(to_improvement=NOT_REPORTED, to_unplanned=None, ended_alone=NOT_REPORTED, dose=NOT_REPORTED)
    return Found(states=states, others=None, courses=courses, fairness=between_clinicians(whole.episodes))


def _teams(whole: ClinicEpisodes) -> tuple[Any, ...]:
    return tuple((person.id, person.team) for person in whole.staff.values())


def _cutoffs(episodes: Episodes, chosen: AgeBand | None) -> Mapping[AgeBand, float]:
    """The clinical cutoff of each age band that enough of the episodes belong to."""
    enough = [
        band
        for code, band in enumerate(AgeBand)
        if band is chosen or np.count_nonzero(episodes.age_band == code) >= LEAST_COUNT
    ]
    lines = {band: scale(leading_pair(band)[0]).clinical_cutoff(band, Informant.CLIENT) for band in enough}
    return {band: line.score.points for band, line in lines.items() if line is not None}
