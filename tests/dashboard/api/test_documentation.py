"""The routes of a session's documentation: for who cares for the client, kept by no browser."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from dashboard.api import routes
from dashboard.api.documentation import DOCUMENTATION_PDF, DOCUMENTATION_TXT, NOTHING
from dashboard.door.identity import ACTOR_KEY
from fit.casework.clinician import open_caseload, open_client
from tests.dashboard.door.asgi import request, walk

CODE = "FALLING-ALLIANCE"


@pytest.fixture(scope="module")
def episode(clinic, people):
    rows = open_caseload(clinic, people["clinician.one"]).rows
    return next(row.episode_id for row in rows if row.client_label == CODE)


@pytest.fixture
def fetch(clinic, people, episode):
    """Ask for a draft as one of the people."""

    def one(path=DOCUMENTATION_TXT, name="clinician.one", **query):
        asked = request(path, query=urlencode({"episode": episode} | query))
        if name:
            asked[ACTOR_KEY] = people[name]
        return walk(Starlette(routes=routes), asked)

    return one


def test_the_last_session_is_written_unless_another_is_named(fetch, clinic, people, episode):
    answer = fetch()
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    named = f'attachment; filename="session-6-{CODE}-{clinic.today()}.txt"'
    assert answer.headers["content-disposition"] == named
    assert "ORS 24.6 (client)" in answer.body.decode()
    first = open_client(clinic, people["clinician.one"], episode).sessions[0].session_id
    assert "ORS 18.2 (client)" in fetch(session=first).body.decode()


def test_the_order_is_the_one_asked_for_else_dap(fetch):
    assert fetch(order="soap").body.decode().startswith("Session documentation (SOAP)")
    for odd in ("", "other", "<b>"):
        assert fetch(order=odd).body.decode().startswith("Session documentation (DAP)")


def test_empty_parts_come_only_when_they_are_asked_for(fetch):
    assert "Nothing recorded" not in fetch().body.decode()
    assert "Plan: Nothing recorded" in fetch(empty="yes").body.decode()


def test_on_paper_it_is_a_pdf_file(fetch):
    answer = fetch(DOCUMENTATION_PDF)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body.startswith(b"%PDF-")


@pytest.mark.parametrize("path", [DOCUMENTATION_PDF, DOCUMENTATION_TXT])
@pytest.mark.parametrize(
    ("name", "status"),
    [("", 401), ("clinician.two", 404), ("director.one", 404), ("administrator.one", 404), ("supervisor.one", 200)],
)
def test_who_does_not_care_for_the_client_gets_nothing(fetch, path, name, status):
    answer = fetch(path, name)
    assert (answer.status, answer.headers["cache-control"]) == (status, "no-store")


@pytest.mark.parametrize("session", ["0000000000000", "' or 1=1"])
def test_a_session_that_is_none_is_not_there(fetch, session):
    answer = fetch(session=session)
    assert (answer.status, answer.body.decode()) == (404, NOTHING)
