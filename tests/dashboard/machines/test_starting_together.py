"""Three processes that are started at once on a database of an earlier version: one brings it up to date, all open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from fit.store import rebuild, schema
from tests.dashboard.machines.several import several_servers
from tests.fit.store.postgres import fresh_database, server_url
from tests.fit.store.test_upgrade import BEFORE, NOW, at_revision

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def earlier() -> tuple[str, Engine]:
    """A database of the third step, with forms that are out."""
    if server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    url = fresh_database()
    engine = create_engine(url)
    values = {"now": NOW, "yes": True, "no": False}
    with engine.begin() as connection:
        at_revision(connection, "0003")
        for statement in BEFORE.split(";"):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), used)
    return url, engine


def test_three_that_start_at_once_bring_the_tables_up_to_date_once_and_all_open(
    earlier: tuple[str, Engine], tmp_path: Path
) -> None:
    url, engine = earlier
    with several_servers(tmp_path / "clinic", url) as servers:
        assert [server.fetch("/healthz").status for server in servers] == [200] * 3
        with engine.connect() as connection:
            assert schema.current(connection) == schema.revisions()[-1]
            assert list(rebuild.waiting(connection)) == []
        logs = [server.log.read_text() for server in servers]
    assert not [log for log in logs if "Traceback" in log or "error" in log]
    engine.dispose()
