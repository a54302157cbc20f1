"""The small clinic, founded once and copied for every test, on each kind of database."""

from __future__ import annotations

import os
import time

import pytest
from argon2 import PasswordHasher

from fit.casework import Settings, _secrets, open_clinic
from tests.fit.casework.world import Clock, World, found, in_a_copy
from tests.fit.store.postgres import fresh_database, name_of, server_url


@pytest.fixture(autouse=True, scope="session")
def in_utc():
    """The clinic of these tests lies in Greenwich, so that its days do not depend on the machine."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture(autouse=True, scope="session")
def cheap_hashes():
    """Passphrases of tests are hashed with little work: there are many, and nobody steals them."""
    before = _secrets._hasher
    _secrets._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    yield
    _secrets._hasher = before


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """A folder with the founded clinic, and its people."""
    folder = tmp_path_factory.mktemp("founded")
    clinic = open_clinic(Settings(folder=folder), clock=Clock())
    people = found(clinic)
    clinic.close()
    return folder, people


@pytest.fixture(scope="session")
def founded_on_postgresql():
    """A PostgreSQL database with the founded clinic, and its people."""
    if server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    url = fresh_database()
    clinic = open_clinic(Settings(database_url=url), clock=Clock())
    people = found(clinic)
    clinic.close()
    return url, people


@pytest.fixture
def world(founded, tmp_path):
    """The small clinic on SQLite."""
    with in_a_copy(founded, tmp_path / "clinic") as made:
        yield made


@pytest.fixture
def world_on_postgresql(founded_on_postgresql, tmp_path):
    """The small clinic on PostgreSQL."""
    url, people = founded_on_postgresql
    clock = Clock()
    kept = Settings(folder=tmp_path / "clinic", database_url=fresh_database(name_of(url)))
    clinic = open_clinic(kept, clock=clock)
    yield World(clinic, clock, people)
    clinic.close()


@pytest.fixture(params=["world", "world_on_postgresql"])
def either(request):
    """The small clinic on each kind of database."""
    return request.getfixturevalue(request.param)
