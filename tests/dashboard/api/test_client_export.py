"""The route of all data of a client: for who holds the client and the administrator, kept by no browser."""

from __future__ import annotations

import io
import json
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from starlette.applications import Starlette

from dashboard.api import routes
from dashboard.api.client_export import CLIENT_EXPORT
from dashboard.door.identity import ACTOR_KEY
from fit.casework.clinician import open_caseload
from tests.dashboard.door.asgi import request, walk

CODE = "FALLING-ALLIANCE"


@pytest.fixture
def fetch(clinic, people):
    """Ask for a client as one of the people."""
    rows = open_caseload(clinic, people["clinician.one"]).rows
    episode = next(row.episode_id for row in rows if row.client_label == CODE)

    def one(name, **query):
        asked = request(CLIENT_EXPORT, query=urlencode({"episode": episode} | query))
        asked["asgi"] = {"version": "3.0", "spec_version": "2.4"}  # as uvicorn says it
        if name:
            asked[ACTOR_KEY] = people[name]
        return walk(Starlette(routes=routes), asked)

    return one


@pytest.mark.parametrize("name", ["clinician.one", "administrator.one"])
def test_the_file_is_whole_and_no_browser_keeps_it(fetch, clinic, name):
    answer = fetch(name)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["content-disposition"] == f'attachment; filename="client-{CODE}-{clinic.today()}.zip"'
    with ZipFile(io.BytesIO(answer.body)) as packed:
        totals = [row["total"] for row in json.loads(packed.read("json/rating.json")) if row["scale"] == "ors"]
        readme = packed.read("README.txt").decode()
    assert sorted(totals) == [182, 195, 210, 224, 246, 248]
    assert f"What Story clinic keeps of the client with the code {CODE}" in readme


@pytest.mark.parametrize(
    ("name", "status"),
    [("", 401), ("clinician.two", 404), ("supervisor.one", 404), ("director.one", 404)],
)
def test_nobody_else_gets_it(fetch, name, status):
    answer = fetch(name)
    assert (answer.status, answer.headers["cache-control"]) == (status, "no-store")


@pytest.mark.parametrize("episode", ["", "0000000000000", "' or 1=1"])
def test_an_episode_that_is_none_is_not_there(fetch, episode):
    assert fetch("administrator.one", episode=episode).status == 404
