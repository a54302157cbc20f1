"""Several server processes on one PostgreSQL: nothing is lost, nothing is counted twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from fit.casework import access, administrator, clinician, open_clinic
from fit.casework.views import ReceiptStatus
from fit.errors import ConflictError, SignInError
from fit.store.tables import AllianceCell, Rating, columns_of
from tests.fit.casework.world import PIN, World


@pytest.fixture
def pair(world_on_postgresql):
    """The same clinic opened by two servers."""
    one = world_on_postgresql
    other = open_clinic(one.clinic.settings, clock=one.clock)
    yield one, World(other, one.clock, one.people)
    other.close()


def test_ratings_from_both_at_once_are_all_there(pair):
    episodes = [pair[0].begin(f"C{number}") for number in range(12)]
    jobs = [(pair[place % 2], episode) for place, episode in enumerate(episodes * 2)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda job: kept(*job), jobs))
    rating, cell = columns_of(Rating), columns_of(AllianceCell)
    with pair[0].clinic.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(rating)).scalar() == 12
        assert connection.execute(select(cell.c.sessions, cell.c.with_alliance, cell.c.sum_tenths)).all() == [
            (12, 12, 12 * 385)
        ]
    assert administrator.verify_audit(pair[1].clinic, pair[1].admin).is_whole


def kept(world, episode):
    """Rate; the second of two at once is told that it came second, and nothing else goes wrong."""
    try:
        world.rate(episode, "srs", 38.5, key=f"{id(world)}-{episode}")
    except ConflictError as told:
        assert "already rated" in str(told)  # noqa: PT017


def test_one_form_sent_to_both_is_stored_once(pair):
    handed, _ = pair[0].hand_over(pair[0].begin("C1"))
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda number: pair[number % 2].send(handed.token).status, range(16)))
    assert receipts.count(ReceiptStatus.STORED) == 1


def test_a_session_ended_by_one_is_dead_for_the_other(pair):
    token = pair[0].sign_in().token
    assert access.actor_of(pair[1].clinic, token)
    access.sign_out(pair[0].clinic, token)
    assert access.actor_of(pair[1].clinic, token) is None


def test_wrong_pins_at_both_are_counted_together(pair):
    handed, _ = pair[0].hand_over(pair[0].begin("C1"))
    for number in range(3):
        with pytest.raises(SignInError, match="PIN is not right"):
            clinician.take_back(pair[number % 2].clinic, handed.token, "0000", source="x")
    for world in pair:
        with pytest.raises(SignInError, match="too many tries"):
            clinician.take_back(world.clinic, handed.token, PIN, source="x")
