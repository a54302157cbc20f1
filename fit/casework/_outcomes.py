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
from fit.casework.views import OutcomesFilter, OutcomesPage, OutcomesScope
from fit.errors import AccessDeniedError
from fit.scales import AgeBand, Informant, leading_pair, scale
from fit.service.suppression import SMALLEST_GROUP
from fit.store import accounts
from fit.store.ids import read_id, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.service.episodes import Episodes

MOST_KEPT = 64
"""Figures of so many questions are kept ready; one is a few thousand numbers."""
ALL = OutcomesFilter()


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
    choices = choices_of(whole, mine, clinic.today(), for_clinic=question.scope is OutcomesScope.CLINIC)
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
    )


def _kept(clinic: Clinic, deed: Deed, question: _Question, whole: ClinicEpisodes, asked: Asked) -> Found:
    """The figures as they were last worked out, as long as no row that they rest on has changed."""
    key = (deed.clinic_id, question.scope, question.clinicians, question.chosen)
    rests_on = (whole.rows, _teams(whole), frozenset(whole.tagged.get(question.chosen.tag or "", ())))
    known = clinic.outcomes.get(key)
    if known is not None and known[0] == rests_on:
        found: Found = known[1]
        return found
    if len(clinic.outcomes) >= MOST_KEPT:
        clinic.outcomes.clear()
    fresh = figures_for(whole.episodes, asked)
    clinic.outcomes[key] = (rests_on, fresh)
    return fresh


def _teams(whole: ClinicEpisodes) -> tuple[Any, ...]:
    return tuple((person.id, person.team) for person in whole.staff.values())


def _cutoffs(episodes: Episodes, chosen: AgeBand | None) -> Mapping[AgeBand, float]:
    """The clinical cutoff of each age band that enough of the episodes belong to."""
    enough = [
        band
        for code, band in enumerate(AgeBand)
        if band is chosen or np.count_nonzero(episodes.age_band == code) >= SMALLEST_GROUP
    ]
    lines = {band: scale(leading_pair(band)[0]).clinical_cutoff(band, Informant.CLIENT) for band in enough}
    return {band: line.score.points for band, line in lines.items() if line is not None}
