"""Two server processes on one database count tries together, and know of each other's sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fit.casework import Settings, administrator, open_clinic
from fit.casework.actor import Role
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, PASSPHRASE
from tests.fit.store.postgres import fresh_database, server_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.dashboard.serving.running import Reply, RunningServer

NAME = CLINICIAN.sign_in_name


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningServer, RunningServer]]:
    if server_url() is None:
        pytest.skip("there is no PostgreSQL here: set MENDLINE_TEST_POSTGRES_URL or install postgresql")
    folder, url = tmp_path_factory.mktemp("pair") / "clinic", fresh_database()
    found(folder, url)
    with (
        running_server(folder, MENDLINE_DATABASE_URL=url) as one,
        running_server(folder, MENDLINE_DATABASE_URL=url) as two,
    ):
        yield one, two


def found(folder: Path, url: str) -> None:
    clinic = open_clinic(Settings(folder=folder, database_url=url))
    known = {"name": "Pair", "sign_in_name": "first", "display_name": "First", "passphrase": PASSPHRASE}
    admin = administrator.create_clinic(clinic, **known)
    person = {"sign_in_name": NAME, "display_name": CLINICIAN.name, "role": Role.CLINICIAN, "passphrase": PASSPHRASE}
    administrator.add_user(clinic, admin, **person)
    clinic.close()


def try_to_sign_in(server: RunningServer, passphrase: str, number: int) -> Reply:
    return server.post("/session/sign-in", {"name": NAME, "passphrase": passphrase}, address=f"127.88.0.{number}")


def test_a_session_of_one_is_known_and_ended_by_the_other(pair: tuple[RunningServer, RunningServer]) -> None:
    token = pair[0].sign_in(CLINICIAN)
    assert pair[1].fetch("/session/state", token=token).status == 200
    assert pair[1].post("/session/sign-out", {}, token=token).status == 303
    assert pair[0].fetch("/session/state", token=token).status == 401


def test_wrong_tries_at_both_are_counted_together(pair: tuple[RunningServer, RunningServer]) -> None:
    replies = [try_to_sign_in(pair[number % 2], "wrong words here", number + 1) for number in range(5)]
    assert [reply.status for reply in replies] == [401] * 5
    for server in pair:
        right = try_to_sign_in(server, PASSPHRASE, 9)
        assert right.status == 401
        assert b"too many tries" in right.body
