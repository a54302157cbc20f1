"""Of a large clinic, outcomes are not read anew after every rating; after whatever else was changed they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fit.casework import _outcomes_reading as reading
from fit.casework import administrator
from fit.casework.machine import read_ahead
from fit.casework.views import ErasureReason
from fit.ratings import Ending
from fit.service.figure import NotAssessable
from tests.fit.casework.test_outcomes import SAME, brought_in, figure, own, ratings_read


@pytest.fixture
def large(world, monkeypatch):
    """The small clinic, as if reading it took a second."""
    monkeypatch.setattr(reading, "SOON_READ_S", 0.0)
    monkeypatch.setattr(reading, "TIMES_ITS_WORK", 1e9)
    return world


@pytest.mark.parametrize(("seconds", "lasting"), [(0.0, 0), (0.249, 0), (0.25, 50), (2.0, 400), (3.0, 600), (60, 600)])
def test_what_takes_long_serves_longer_and_never_beyond_ten_minutes(seconds, lasting):
    assert reading.lasts(seconds) == timedelta(seconds=lasting)


def test_a_rating_is_seen_when_the_time_is_over_and_until_then_it_is_said_how_old_the_figures_are(large):
    episode = brought_in(large, [SAME])[0]
    before = own(large)
    large.session(episode, 30, 38)
    large.clock.moment = before.read_at + timedelta(seconds=599)
    assert figure(own(large), "reliably_better").value == 0
    assert own(large).read_at == before.read_at
    large.clock.forward(seconds=1)
    assert figure(own(large), "reliably_better").value == 1
    assert own(large).read_at == large.clock()


def test_an_ending_is_seen_at_once(large):
    episode = brought_in(large, [SAME])[0]
    assert isinstance(figure(own(large), "unplanned"), NotAssessable)
    day = large.clinic.today()
    administrator.close_episode(large.clinic, large.admin, episode, closed_on=day, ending=Ending.UNPLANNED)
    assert figure(own(large), "unplanned").value == 1


def test_who_is_erased_is_counted_no_more(large):
    episode = brought_in(large, [SAME] * 2)[0]
    assert figure(own(large), "episodes").value == 2
    administrator.erase_client(large.clinic, large.admin, episode, reason=ErasureReason.ASKED, client_code="ann-1-0")
    assert figure(own(large), "episodes").value == 1


def test_a_large_clinic_is_read_when_the_server_starts_and_a_small_one_is_not(world, monkeypatch):
    brought_in(world, [SAME] * 2)
    read_ahead(world.clinic)
    assert not world.clinic.read
    monkeypatch.setattr(reading, "LARGE", 1)
    assert ratings_read(world, lambda: read_ahead(world.clinic)) == 1
    assert ratings_read(world, lambda: own(world)) == 0
