"""Nobody is found by putting figures together: every pair, and every sum of parts, of all that a director is handed.

Each attack is run against a variant without the protection too: there it must succeed, or it would prove nothing.
"""

from __future__ import annotations

import shutil
import sys

import numpy as np
import pytest

from fit.casework import Settings, open_clinic
from fit.casework.views import OutcomesFilter
from fit.scales import AgeBand
from fit.service import suppression
from fit.service.episodes import State
from fit.service.evidence import Mean
from fit.service.figure import Figure
from tests.fit.casework.attacks import exactly_known, gather, set_in, small_between_pairs, values_found
from tests.fit.casework.random_store import PLANT, brought_in, told_service
from tests.fit.casework.session_attacks import gather_sessions
from tests.fit.casework.world import Clock, World
from tests.fit.service.test_suppression import room_left

CHILDREN = OutcomesFilter(age_band=AgeBand.CHILD)
SOME = ("period", "age_band")
"""Filters by which one success shows that an attack works."""


@pytest.fixture(scope="module")
def stored(founded, tmp_path_factory):
    """A small service in a real store; nothing is written to it any more."""
    folder, people = founded
    copied = shutil.copytree(folder, tmp_path_factory.mktemp("attacked") / "clinic")
    clock = Clock()
    clinic = open_clinic(Settings(folder=copied), clock=clock)
    yield brought_in(World(clinic, clock, people), told_service(1))
    clinic.close()


@pytest.fixture
def attacked(stored):
    """The service as its director sees it, with nothing kept from another test."""
    stored.clinic.outcomes.clear()
    stored.clinic.read.clear()
    yield stored
    stored.clinic.outcomes.clear()
    stored.clinic.read.clear()


def put_instead(monkeypatch, world, name, other):
    """Put another function in the place of one of the protections, wherever it was imported to."""
    known = getattr(suppression, name)
    for module in [one for key, one in sys.modules.items() if key.startswith("fit.")]:
        if getattr(module, name, None) is known:
            monkeypatch.setattr(module, name, other)
    world.clinic.outcomes.clear()
    world.clinic.read.clear()


def not_rounded(counts):
    n = np.asarray(counts, np.float64)
    return np.where(n < 5, np.nan, n)


def told_from_five_on(counts):
    n = np.asarray(counts, np.float64)
    return np.where(n < 5, np.nan, np.floor(n / 5 + 0.5) * 5)


def exact_mean(evidence, meaning, rounded=suppression._mean):
    return (
        evidence.figure(meaning.id)
        if isinstance(evidence, Mean) and evidence.client.size > 5
        else rounded(evidence, meaning)
    )


def room(outer, inner, name, clients):
    """Share of the scale in which the mean of those between two filters may lie; none by exact means."""
    return 0.0 if isinstance(outer, Figure) else room_left(outer, inner, name, clients)


def test_nobody_is_found_by_any_filter_figure_or_picture(attacked):
    told, pages, truth = gather(attacked)
    pairs, found = small_between_pairs(told)
    assert pairs > 1_000
    assert found == []
    sums, known = exactly_known(told)
    assert sums > 2_000
    assert {"programme", "team", "tag"} <= {name for label in told.labels for name in set_in(label.chosen)}
    assert known == {}
    # All sums at once, as a computer would put them together: nearly nothing (docs/decisions/0015 says how much).
    assert exactly_known(told, rounds=10)[1] == {}
    rooms = list(values_found(pages, truth, room))
    assert len(rooms) > 40  # of so few episodes most means are too few to say
    assert all(left >= (1 / 2 if clients < 2 else 1 / 6) - 1e-6 for _, clients, left in rooms)


def test_no_week_of_a_clinician_team_or_programme_is_found_from_completeness_grid_and_reports(attacked, monkeypatch):
    told = gather_sessions(attacked)
    pairs, found = small_between_pairs(told)
    assert pairs > 1_000
    assert found == []
    sums, known = exactly_known(told, rounds=10)
    assert sums > 3_000
    assert known == {}

    put_instead(monkeypatch, attacked, "round_counts", not_rounded)
    assert small_between_pairs(gather_sessions(attacked))[1]


def test_without_rounding_pairs_of_filters_give_small_groups_away(attacked, monkeypatch):
    put_instead(monkeypatch, attacked, "round_counts", not_rounded)
    told, _, _ = gather(attacked, SOME)
    assert len(small_between_pairs(told)[1]) > 10
    assert len(exactly_known(told)[1]) > 10


def test_with_counts_told_from_five_on_a_total_gives_its_small_parts_away(attacked, monkeypatch):
    put_instead(monkeypatch, attacked, "round_counts", told_from_five_on)
    told, _, _ = gather(attacked, SOME)
    _, known = exactly_known(told)
    children = {(label.state, held) for label, held in known.items() if label.chosen == CHILDREN}
    assert children >= {(State.OPEN, PLANT), (State.CLOSED, PLANT)}


def test_exact_means_give_a_single_clients_rating_away(attacked, monkeypatch):
    put_instead(monkeypatch, attacked, "_mean", exact_mean)
    _, pages, truth = gather(attacked, SOME)
    assert any(clients == 1 and left == 0 for _, clients, left in values_found(pages, truth, room))
