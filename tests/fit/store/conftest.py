"""Databases for the tests of the store: a fresh encrypted SQLite file, and PostgreSQL where there is one."""

from __future__ import annotations

import pytest

from fit.store.database import open_postgresql, open_sqlite
from tests.fit.store.postgres import fresh_database, server_url


@pytest.fixture
def place(tmp_path):
    """Where a clinic's file and key are, before anybody made them."""
    return tmp_path / "clinic" / "clinic.db", tmp_path / "keys" / "clinic.key"


@pytest.fixture
def sqlite(place):
    """An opened SQLite database."""
    database = open_sqlite(*place)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, place):
    """An opened database of each kind."""
    if request.param == "sqlite":
        opened = open_sqlite(*place)
    elif server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    else:
        opened = open_postgresql(fresh_database())
    yield opened
    opened.close()
