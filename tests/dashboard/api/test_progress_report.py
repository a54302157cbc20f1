"""The route of the progress reports: for who cares for the client, kept by no browser, clear when it cannot be."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette

from dashboard.api import routes
from dashboard.api.progress_report import NOTHING, PROGRESS_REPORT, file_name
from dashboard.door.identity import ACTOR_KEY
from fit.casework.clinician import open_caseload
from tests.dashboard.door.asgi import request, walk

CODE = "FALLING-ALLIANCE"


@pytest.fixture(scope="module")
def episode(clinic, people):
    rows = open_caseload(clinic, people["clinician.one"]).rows
    return next(row.episode_id for row in rows if row.client_label == CODE)


@pytest.fixture
def fetch(clinic, people, episode):
    """Ask for a report as one of the people."""

    def one(name="clinician.one", **query):
        asked = request(PROGRESS_REPORT, query=urlencode({"episode": episode} | query))
        if name:
            asked[ACTOR_KEY] = people[name]
        return walk(Starlette(routes=routes), asked)

    return one


def text(answer):
    reader = PdfReader(io.BytesIO(answer.body))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_full_report_is_given_and_no_browser_keeps_it(fetch, clinic):
    answer = fetch()
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    named = f'attachment; filename="progress-report-{CODE}-{clinic.today()}.pdf"'
    assert answer.headers["content-disposition"] == named
    assert "ORS began at 18.2 and is now 24.6" in text(answer)
    assert fetch().body == answer.body


def test_the_one_for_the_client_is_another_one(fetch, clinic):
    answer = fetch(**{"for": "client"})
    assert answer.headers["content-disposition"].endswith(f'"report-{CODE}-{clinic.today()}.pdf"')
    said = text(answer)
    assert "How life has been" in said
    assert "ORS" not in said


def test_names_are_left_out_on_request(fetch):
    assert "Clinician One" in text(fetch())
    assert "Clinician One" not in text(fetch(names="no"))


@pytest.mark.parametrize(
    ("name", "which", "status"),
    [
        ("supervisor.one", "record", 200),
        ("supervisor.one", "client", 404),
        ("clinician.two", "record", 404),
        ("clinician.two", "client", 404),
        ("director.one", "record", 404),
        ("administrator.one", "record", 404),
        ("administrator.one", "client", 404),
        ("", "record", 401),
    ],
)
def test_whoever_does_not_care_for_the_client_gets_what_is_said_of_none(fetch, name, which, status):
    answer = fetch(name, **{"for": which})
    assert (answer.status, answer.headers["cache-control"]) == (status, "no-store")
    if status == 404:
        assert answer.body.decode() == NOTHING


@pytest.mark.parametrize("episode_id", ["", "0000000000000", "' or 1=1", "\x00"])
def test_an_episode_that_is_none_is_not_there(fetch, episode_id):
    assert fetch(episode=episode_id).status == 404


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", '"; x="'])
def test_a_day_that_is_none_is_refused_with_how_to_write_one(fetch, since):
    answer = fetch(since=since)
    assert answer.status == 422
    assert "Write it as 2026-03-01." in answer.body.decode()


def test_a_file_is_named_in_characters_that_every_system_takes(clinic):
    assert file_name("report", 'x"; y/../=\n' + "z" * 90, clinic.today()) == f"report-x-y-{'z' * 36}-{clinic.today()}"
