"""From the episodes of a clinic to what may be shown: exact to who sees the clients, rounded to who does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.casework.views import Courses, OutcomesFilter, OutcomesScope, StateOutcomes
from fit.service.between_clinicians import Fairness, between_clinicians
from fit.service.change_spread import gain_histogram, published_histogram, published_squares, rated_pairs
from fit.service.clinic_spread import Spread
from fit.service.dose_response import dose_response
from fit.service.effect_sizes import Reference
from fit.service.episodes import State
from fit.service.followed import while_followed
from fit.service.outcomes import service_outcomes
from fit.service.published_curves import published_dose_response, published_so_far
from fit.service.published_outcomes import published_service_outcomes
from fit.service.suppression import MOST_FILTERS, Withheld
from fit.service.survival import (
    ending,
    improving,
    times_to_improvement,
    times_to_unplanned_ending,
    to_reliable_improvement,
    to_unplanned_ending,
    unplanned_beside_other_endings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from fit.service.episodes import Episodes
    from fit.service.figure import NotAssessable
    from fit.service.published_outcomes import PublishedOutcomes

FEWEST_COLLEAGUES = 2
"""The clients of one single colleague are that colleague's figures, whatever they are called."""
BY_SESSIONS = Withheld(reason="with these filters a count by sessions could point at somebody; take one off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which of the clinic's episodes are one's own to look at, and which of all a filter keeps."""

    scope: OutcomesScope
    chosen: OutcomesFilter
    mine: NDArray[np.bool_]
    kept: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything that is worked out from ratings."""

    states: Mapping[State, StateOutcomes]
    others: Mapping[State, PublishedOutcomes] | None
    courses: Courses
    fairness: Fairness | NotAssessable


def figures_for(whole: Episodes, asked: Asked) -> Found:
    """Work out all figures of a question."""
    picked, reference = whole.where(asked.mine & asked.kept), Reference.of(whole)
    for_clinic = asked.scope is OutcomesScope.CLINIC
    return Found(
        states=_published(whole, picked, asked.chosen) if for_clinic else _exact(picked, reference),
        others=_others(whole, asked) if asked.scope is OutcomesScope.OWN else None,
        courses=_published_courses(picked, asked.chosen) if for_clinic else _exact_courses(picked),
        fairness=between_clinicians(whole),
    )


def _exact(picked: Episodes, reference: Reference) -> dict[State, StateOutcomes]:
    found = {}
    for state, figures in service_outcomes(picked, reference).items():
        some = picked.of_state(state)
        found[state] = StateOutcomes(figures=figures, gains=gain_histogram(some), pairs=rated_pairs(some))
    return found


def _published(whole: Episodes, picked: Episodes, chosen: OutcomesFilter) -> dict[State, StateOutcomes]:
    found = {}
    for state, figures in _published_figures(whole, picked, chosen).items():
        filters = chosen.count + (state is not State.ALL)  # by age band and informant it is one more
        some = picked.of_state(state)
        found[state] = StateOutcomes(
            figures=figures,
            gains=published_histogram(some, filters=filters),
            pairs=published_squares(some, filters=filters),
        )
    return found


def _published_figures(whole: Episodes, picked: Episodes, chosen: OutcomesFilter) -> dict[State, PublishedOutcomes]:
    return published_service_outcomes(picked, Reference.of(whole), Spread.RATED.sd(whole), filters=chosen.count)


def _others(whole: Episodes, asked: Asked) -> Mapping[State, PublishedOutcomes] | None:
    """The clients of all colleagues together: one's own exact figures say nothing about how these were rounded."""
    theirs = whole.where(~asked.mine & asked.kept)
    if np.unique(theirs.clinician).size < FEWEST_COLLEAGUES:
        return None
    return _published_figures(whole, theirs, asked.chosen)


def _exact_courses(picked: Episodes) -> Courses:
    """Curves of what was counted, each as far as enough are followed."""
    improvement, _ = times_to_improvement(picked)
    alone, _ = times_to_unplanned_ending(picked)
    return Courses(
        to_improvement=while_followed(to_reliable_improvement(picked), improvement),
        to_unplanned=while_followed(to_unplanned_ending(picked), alone),
        ended_alone=while_followed(unplanned_beside_other_endings(picked), alone),
        dose=dose_response(picked),
    )


def _published_courses(picked: Episodes, chosen: OutcomesFilter) -> Courses:
    """Curves count by session, dose and response by session among closed episodes: one filter more, and two."""
    fits = chosen.count + len(("closed", "session")) <= MOST_FILTERS
    return Courses(
        to_improvement=published_so_far(
            "time_to_improvement", *times_to_improvement(picked), picked.client[improving(picked)]
        ),
        to_unplanned=None,
        ended_alone=published_so_far(
            "time_to_unplanned_ending", *times_to_unplanned_ending(picked), picked.client[ending(picked)]
        ),
        dose=published_dose_response(dose_response(picked)) if fits else BY_SESSIONS,
    )
