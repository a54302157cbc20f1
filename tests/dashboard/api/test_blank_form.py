"""The route of the blank form: for people who are signed in, never kept, clear when it cannot be."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from dashboard.api import routes
from dashboard.door.identity import ACTOR_KEY
from tests.dashboard.door.asgi import request, walk


@pytest.fixture
def fetch(clinic, people):
    """Ask for a form as one of the people."""

    def one(name="clinician.one", **query):
        asked = request("/api/blank-form", query=urlencode(query))
        if name:
            asked[ACTOR_KEY] = people[name]
        return walk(Starlette(routes=routes), asked)

    return one


def test_a_clinician_gets_the_form_and_no_browser_keeps_it(fetch):
    answer = fetch(scale="ors")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body.startswith(b"%PDF-")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'inline; filename="ors-form.pdf"'


@pytest.mark.parametrize(
    "query",
    [
        {"sheet": "letter"},
        {"language": "ar"},
        {"for": "child", "language": "zh-Hans"},
        {"for": "child", "informant": "teacher"},
    ],
)
def test_paper_language_and_child_can_be_asked_for(fetch, query):
    plain, asked = fetch(scale="cors"), fetch(scale="cors", **query)
    assert asked.status == 200
    assert asked.body[:5] == plain.body[:5]


@pytest.mark.parametrize(
    ("name", "query", "status", "says"),
    [
        ("", {"scale": "ors"}, 403, "Sign in first."),
        (
            "administrator.one",
            {"scale": "ors"},
            403,
            "Blank forms are for clinicians and supervisors. You are signed in as an administrator: ask one of them.",
        ),
        (
            "director.one",
            {"scale": "ors"},
            403,
            "Blank forms are for clinicians and supervisors. You are signed in as a director: ask one of them.",
        ),
        ("clinician.one", {"scale": "oq45"}, 404, "There is no scale 'oq45'."),
        ("clinician.one", {}, 404, "There is no scale ''."),
        ("clinician.one", {"scale": "ors", "sheet": "a5"}, 404, "There is no sheet 'a5'. Use a4 or letter."),
    ],
)
def test_a_refusal_says_why(fetch, name, query, status, says):
    answer = fetch(name, **query)
    assert answer.status == status
    assert says in answer.body.decode()
    assert answer.headers["cache-control"] == "no-store"
