"""The short version of `make faults`: killed some times under load; and the harness finds what it is there to find."""

from __future__ import annotations

import pytest

from tests.faults.conftest import copied
from tests.faults.ground import make_ground
from tests.faults.killer import run
from tests.faults.summary import summary
from tests.fit.store.postgres import fresh_database, server_url

SEED = 20_261_130
VARIANTS = "tests.faults.serving"


@pytest.fixture
def own_ground(laid, tmp_path):
    return copied(laid, tmp_path / "clinic")


def test_a_server_on_sqlite_that_is_killed_under_load_loses_and_doubles_nothing(own_ground):
    came = run(own_ground, kills=6, seed=SEED)
    assert came.is_whole, summary(came, "sqlite")
    assert came.kills >= 6
    assert came.found.ratings >= len(came.ledger.acknowledged) > 0
    assert came.ledger.resent, "something was under way when the server was killed, and was sent again"


@pytest.mark.skipif(server_url() is None, reason="no PostgreSQL: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
def test_a_server_on_postgresql_that_is_killed_under_load_loses_and_doubles_nothing(tmp_path):
    ground = make_ground(tmp_path / "clinic", fresh_database(), forms=40, seed=SEED)
    came = run(ground, kills=3, seed=SEED)
    assert came.is_whole, summary(came, "postgresql")
    assert came.found.ratings >= len(came.ledger.acknowledged) > 0


def test_the_harness_finds_a_rating_that_was_acknowledged_before_it_was_stored(own_ground):
    came = run(own_ground, kills=4, seed=SEED, variant=f"{VARIANTS}.answering_early")
    said = summary(came, "sqlite")
    assert not came.is_whole
    assert came.found.lost > 0
    assert "acknowledged and lost: fault-" in said
    assert f"seed {SEED}" in said


def test_the_harness_finds_a_standing_that_is_not_what_the_ratings_say(own_ground):
    came = run(own_ground, kills=4, seed=SEED, variant=f"{VARIANTS}.summing_up_never")
    assert not came.is_whole
    assert "not as assess says" in summary(came, "sqlite")
